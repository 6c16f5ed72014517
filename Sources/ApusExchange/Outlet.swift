public import ApusAPI
public import ApusModel
public import ApusTables

/// What became of one command; rows are those the tables hold after its batch.
public enum Outcome: Sendable {
  case order(OrderRow)
  case orders([OrderRow])
  case position(PositionRow)
  case wallet(WalletRow)
  /// The change of the wallet that paid.
  case transaction(TransactionRow)
  /// The dead man's switch: the venue's time and when it fires; nil when it is off.
  case deadline(now: Timestamp, cancelTime: Timestamp?)
  case done
  /// The command was refused and changed nothing; the order it meant, when there is one, and the position whose risk
  /// limit refused it.
  case rejected(Rejected, order: OrderRow?, position: PositionRow?)
}

/// The outcomes of one group, one for each command.
public struct Answer: Sendable {
  /// The asker's own number for the group.
  public let ticket: UInt64
  /// What became of each command, in order.
  public let outcomes: [Outcome]
}

/// Where answers go.
public protocol Outlet: AnyObject, Sendable {
  /// Takes the answers of one batch, called on the engine's thread after they are durable and in the tables.
  func deliver(_ answers: [Answer])
}

/// Somebody who hears of every batch.
public protocol BatchObserver: AnyObject, Sendable {
  /// Takes what a batch changed and what happened in it, called on the engine's thread in order.
  func batch(_ changes: TableChanges, happenings: Happenings)
  /// Hears that the venue stopped for a fault: what was asked and not answered never will be.
  func halted(_ reason: String)
  /// Hears of trouble the venue lives with, such as a snapshot that could not be written; called on any thread.
  func warned(_ reason: String)
}

extension BatchObserver {
  public func halted(_ reason: String) {}
  public func warned(_ reason: String) {}
}
