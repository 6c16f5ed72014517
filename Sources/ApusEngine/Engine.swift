public import ApusModel

/// The exchange as a deterministic value: entries in, events out.
///
/// It has no clock, no randomness and no surroundings: the same entries give the same events on every machine.
/// Nothing is allocated after the start except in the caller's event buffer and when an instrument is listed.
public struct Engine: ~Copyable, Sendable {
  let limits: EngineLimits
  var markets: Shelf<Market>
  var accounts: Accounts
  /// The sequence of the last entry applied; zero before the first.
  public internal(set) var sequence: UInt64 = 0
  /// The time of the last entry applied.
  public internal(set) var time: Timestamp = .zero

  /// An empty exchange.
  public init(limits: EngineLimits) {
    self.limits = limits
    markets = Shelf(capacity: Int(limits.instruments))
    accounts = Accounts(limits: limits)
  }

  /// Applies the next entry and appends what happened.
  ///
  /// Traps when the sequence has a gap or the time goes back: the log decides both, and a log that does is damaged.
  public mutating func apply(_ entry: Entry, into events: inout EventBuffer) {
    begin(entry.sequence, at: entry.time, into: &events)
    perform(entry.command, into: &events)
  }

  @inline(__always) mutating func begin(
    _ next: UInt64, at moment: Timestamp, into events: inout EventBuffer
  ) {
    precondition(next == sequence + 1, "entry \(next) after \(sequence)")
    precondition(moment >= time, "entry \(next): time \(moment.rawValue) after \(time.rawValue)")
    sequence = next
    time = moment
    events.begin(next, at: moment)
  }

  @inline(__always) mutating func perform(_ command: Command, into events: inout EventBuffer) {
    switch command {
    case .placeOrder(let command): placeOrder(command, into: &events)
    case .amendOrder(let command): amendOrder(command, into: &events)
    case .cancelOrder(let command): cancelOrder(command, into: &events)
    case .cancelOrders(let command): cancelOrders(command, into: &events)
    case .cancelAllAfter(let command): cancelAllAfter(command, into: &events)
    case .setLeverage(let command): setLeverage(command, into: &events)
    case .openAccount(let command): openAccount(command, into: &events)
    case .deposit(let command): deposit(command, into: &events)
    case .listInstrument(let command): listInstrument(command.terms, into: &events)
    case .indexPrice(let command): indexPrice(command, into: &events)
    case .tick: fireDeadlines(into: &events)
    }
    accounts.stateTouched(into: &events)
  }

  func reject(_ account: AccountID, _ reason: Rejection, _ detail: Int64 = 0, into events: inout EventBuffer) {
    events.append(.rejected(Rejected(account: account, reason: reason, detail: detail)))
  }
}
