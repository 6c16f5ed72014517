import ApusModel

/// What keeps an order from a market, in one octet: nothing at all in the open market of an unrestricted account, so that
/// a plain order asks once.
struct Gate: OptionSet, BitwiseCopyable {
  let rawValue: UInt8

  // Of the market, or of all of them.
  /// Only the anchor market maker may be short.
  static var profitContract: Gate { Gate(rawValue: 1) }
  /// Not listed yet, being settled, or settled.
  static var closed: Gate { Gate(rawValue: 2) }
  static var cancelOnly: Gate { Gate(rawValue: 4) }
  static var reduceOnly: Gate { Gate(rawValue: 8) }
  static var halted: Gate { Gate(rawValue: 16) }
  // Of the account.
  static var accountReduceOnly: Gate { Gate(rawValue: 32) }
  static var accountClosed: Gate { Gate(rawValue: 64) }
  /// The account's own record has to be asked: it has no position here yet, or sends too many small orders.
  static var unasked: Gate { Gate(rawValue: 128) }

  init(rawValue: UInt8) { self.rawValue = rawValue }

  /// What a trading state keeps out.
  init(_ state: TradingState) {
    switch state {
    case .open: self = []
    case .cancelOnly: self = .cancelOnly
    case .reduceOnly, .indexInvalid: self = .reduceOnly
    case .halted: self = .halted
    }
  }

  /// What a restriction keeps out.
  init(_ restriction: Restriction) {
    switch restriction {
    case .none: self = []
    case .reduceOnly: self = .accountReduceOnly
    case .closed, .liquidateAndClose: self = .accountClosed
    }
  }

  /// Why an order may not come or grow, or nothing; one that can only reduce passes more.
  func refusal(reduces: Bool) -> Rejection? {
    if contains(.halted) { return .venueHalted }
    if contains(.closed) { return .marketClosed }
    if contains(.accountClosed) { return .accountClosed }
    if contains(.cancelOnly) { return .marketCancelOnly }
    if reduces { return nil }
    if contains(.accountReduceOnly) { return .accountReduceOnly }
    return contains(.reduceOnly) ? .marketReduceOnly : nil
  }

  /// Why a position's leverage, risk limit or margin may not be changed, or nothing.
  var positionRefusal: Rejection? {
    if contains(.halted) { return .venueHalted }
    if contains(.closed) { return .marketClosed }
    return contains(.accountClosed) ? .accountClosed : nil
  }
}

extension Accounts {
  /// What keeps an account's orders out by itself.
  func gate(of account: AccountID) -> Gate {
    let gate = Gate(self[account].restriction)
    return self[account].sendsSpam ? gate.union(.unasked) : gate
  }

  /// Tells all positions of an account what it may do.
  mutating func setGates(of account: AccountID) {
    let gate = gate(of: account)
    for number in 0..<instruments {
      let slot = slot(account, in: InstrumentID(UInt16(number)))
      if slot != noSlot { positions[slot].gate = gate }
    }
  }
}

extension Engine {
  /// Why an account may not change how a position in a market is held, or nothing.
  func positionRefusal(_ account: AccountID, in market: Int) -> Rejection? {
    markets[market].gate.union(accounts.gate(of: account)).positionRefusal
  }

  /// Puts together what keeps orders from a market: its life, its own state and the venue's.
  mutating func setGate(of market: Int) {
    var gate = Gate(markets[market].life.trading).union(Gate(trading))
    if markets[market].life.state != .open { gate.insert(.closed) }
    if markets[market].terms.type.isOption { gate.insert(.profitContract) }
    markets[market].gate = gate
    // What fell due while the market was limited comes to the book now.
    if markets[market].stops.isDue { accounts.triggersAreDue = true }
  }
}
