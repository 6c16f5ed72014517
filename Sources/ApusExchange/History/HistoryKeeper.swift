public import ApusTables

/// Where the rows of the past are kept, such as a database: whatever it holds can be made again from the log.
///
/// Only the historian's thread calls it.
public protocol HistoryKeeper: AnyObject, Sendable {
  /// The last entry whose rows are kept; zero when none are.
  func sequence() throws(HistoryTrouble) -> UInt64
  /// Forgets all rows.
  func clear() throws(HistoryTrouble)
  /// Keeps the rows of some batches and the last entry they go up to: all of it or nothing.
  func keep(_ batches: [TableChanges], through sequence: UInt64) throws(HistoryTrouble)
}

/// Why rows could not be kept; one line for the operator.
public struct HistoryTrouble: Error, Hashable, Sendable, CustomStringConvertible {
  /// What happened.
  public let description: String

  /// Trouble in words.
  public init(_ description: String) { self.description = description }
}
