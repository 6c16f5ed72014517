public import ApusModel

/// The exchange as a deterministic value: entries in, events out.
///
/// It has no clock, no randomness and no surroundings: the same entries give the same events on every machine.
/// Nothing is allocated after the start except in the caller's event buffer and when an instrument is listed.
public struct Engine: ~Copyable, Sendable {
  let limits: EngineLimits
  var markets: Shelf<Market>
  var accounts: Accounts
  var indices: Indices
  var agenda = Agenda()
  /// What the operator lets the whole venue take.
  var trading = TradingState.open
  /// When something of a market's life falls due next.
  var lifeDue: Timestamp = .never
  var liquidations: Liquidations
  /// The sequence of the last entry applied; zero before the first.
  public internal(set) var sequence: UInt64 = 0
  /// The time of the last entry applied.
  public internal(set) var time: Timestamp = .zero

  /// An empty exchange.
  public init(limits: EngineLimits) {
    self.limits = limits
    markets = Shelf(capacity: Int(limits.instruments))
    accounts = Accounts(limits: limits)
    indices = Indices(limits: limits)
    liquidations = Liquidations(limits: limits)
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
    accounts.now = moment
    events.begin(next, at: moment)
  }

  /// Carries out a plain command by its brief, which is of a kind.
  @inline(__always) mutating func perform(_ brief: Brief, into events: inout EventBuffer) {
    switch brief.kind {
    case .place: placeOrder(brief.placeOrder, into: &events)
    case .amend: amend(brief.order, of: brief.account, brief.changes, into: &events)
    case .cancel: cancel(brief.order, of: brief.account, into: &events)
    case .other: preconditionFailure("a command that is not plain")
    }
    if accounts.triggersAreDue { fireTriggers(into: &events) }
    if accounts.areIndebted { attendDebts(into: &events) }
    accounts.stateTouched(into: &events)
  }

  // Apart from what comes by the million.
  @inline(never) mutating func perform(_ command: Command, into events: inout EventBuffer) {
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
    case .tick:
      attend(into: &events)
      attendLiquidations(into: &events)
    default: performRare(command, into: &events)
    }
    // Who cannot bear a mark is liquidated at it before stop orders, his own too, go into the book.
    if liquidations.areAwaited { judge(into: &events) }
    if accounts.triggersAreDue { fireTriggers(into: &events) }
    if liquidations.areAwaited {
      judge(into: &events)
      if accounts.triggersAreDue { fireTriggers(into: &events) }
    }
    if accounts.areIndebted { attendDebts(into: &events) }
    accounts.stateTouched(into: &events)
  }

  // Apart from the commands that come by the million, so that their switch stays short.
  @inline(never) private mutating func performRare(_ command: Command, into events: inout EventBuffer) {
    switch command {
    case .placeConditional(let command): placeConditional(command, into: &events)
    case .setRiskLimit(let command): setRiskLimit(command, into: &events)
    case .transferMargin(let command): transferMargin(command, into: &events)
    case .listIndex(let command): listIndex(command.terms, into: &events)
    case .sourcePrice(let command): sourcePrice(command, into: &events)
    case .updateInstrument(let command): updateInstrument(command, into: &events)
    case .withdraw(let command): withdraw(command, into: &events)
    case .transferWallet(let command): transferWallet(command, into: &events)
    case .restrictAccount(let command): restrictAccount(command, into: &events)
    case .setStanding(let command): setStanding(command, into: &events)
    case .setTradingState(let command): setTradingState(command, into: &events)
    case .setInterestStep(let command): setInterestStep(command, into: &events)
    case .remark(let command): remark(command, into: &events)
    case .requestWithdrawal(let command): requestWithdrawal(command, into: &events)
    case .resolveWithdrawal(let command): resolveWithdrawal(command, into: &events)
    default: preconditionFailure("not a rare command: \(command)")
    }
  }

  func reject(_ account: AccountID, _ reason: Rejection, _ detail: Int64 = 0, into events: inout EventBuffer) {
    events.reject(account, reason, detail)
  }
}

extension EventBuffer {
  /// States a refusal.
  @inline(never) mutating func reject(_ account: AccountID, _ reason: Rejection, _ detail: Int64 = 0) {
    append(.rejected(Rejected(account: account, reason: reason, detail: detail)))
  }
}
