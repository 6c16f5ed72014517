import ApusModel

/// What is still to be done about a position that changed, one bit each.
enum PositionNews {
  static let none: UInt8 = 0
  /// It waits to be stated at the end of the command.
  static let touched: UInt8 = 1
  /// Its place on the risk ladder is to be found anew when a mark moves.
  static let unjudged: UInt8 = 2
}

/// A position with what the engine derives from it and keeps at hand, in 128 bytes: two cache lines, which no other
/// position shares. What only a few positions need belongs into a slab of its own.
struct PositionRecord: BitwiseCopyable {
  var position: Position
  /// Margin of the position at the mark of `markVersion`.
  var tiedUp: Amount = .zero
  /// What an opening order reserves, by leverage.
  var orderRate: Rate
  /// Initial margin, by leverage.
  var marginRate: Rate
  /// The newest resting order of this account in this market, or `noSlot`.
  var newestOrder: Slot = noSlot
  /// The mark at which `tiedUp` was computed; zero when the position changed since.
  var markVersion: UInt32 = 0
  /// True when the position has isolated margin besides its initial margin (`Accounts.isolated`).
  var hasIsolatedMargin = false
  /// What keeps the account's orders out by itself.
  var gate: Gate = []
  /// The row of its market's fees.
  var feeTier: UInt8 = 0
  /// What is still to be done about its last change.
  var news = PositionNews.none
  /// How many resting orders this account has in this market.
  var orders: UInt32 = 0

  init(_ position: Position, terms: borrowing Instrument) {
    self.position = position
    orderRate = .zero
    marginRate = .zero
    rate(terms)
  }

  /// Takes the margin rates of its leverage and risk step.
  mutating func rate(_ terms: borrowing Instrument) {
    orderRate = terms.orderMarginRate(at: position.leverage, steps: position.riskSteps)
    marginRate = terms.initialMargin(at: position.leverage, steps: position.riskSteps)
  }

  /// Takes new terms of its market.
  mutating func restate(_ terms: borrowing Instrument) {
    rate(terms)
    markVersion = 0
  }

  /// Whether its own margin answers for it alone.
  @inline(__always) var isIsolated: Bool { position.leverage != .cross }

  /// The margin of the open orders.
  var orderMargin: Amount { position.orderMargin(rate: orderRate) }

  /// Whether a sum certainly covers the margin of the open orders when some are added on one side.
  ///
  /// It takes the dearer side at its full value, as if no order closed anything, which spares the division that tells
  /// how much of a side closes. With a rebate the margin may be negative, but never above zero.
  @inline(__always)
  func isSurelyCovered(by free: Amount, adding value: Amount, premium: Amount, on side: Side) -> Bool {
    let buying = Int64(side.rawValue) &- 1
    let dearer = max(
      position.buys.value.rawValue &+ value.rawValue & buying, position.sells.value.rawValue &+ value.rawValue & ~buying
    )
    let most = max(.zero, orderRate.marginAtMost(on: Amount(rawValue: dearer)))
    return most &+ position.premium &+ premium <= free
  }

  /// The margin that orders ask for when a sum, all that this market may commit, does not cover it; else nothing.
  ///
  /// - Parameter closes: whether the margin of the position, which closing sets free, may pay as well.
  @inline(never)
  mutating func shortage(
    of free: Amount, adding contracts: Contracts, worth value: Amount, premium: Amount, on side: Side, closes: Bool
  ) -> Amount? {
    let before = orderRate.margin(on: position.openingValue)
    let after = orderRate.margin(on: position.openingValue(adding: contracts, worth: value, on: side))
    let required = after + premium - before
    guard required > .zero else { return nil }
    let available = free - before - position.premium + (closes ? tiedUp : .zero)
    return required > available ? required : nil
  }

  /// The contracts an order on a side could close that no other order of that side closes already; one that is there
  /// counts itself out.
  @inline(__always) func unclaimed(by side: Side, without own: Contracts = .zero) -> Contracts {
    max(.zero, position.closable(by: side) &- (position[side].quantity &- own))
  }

  /// Whether the position in the direction of a side, that side's orders and these contracts stay within a bound.
  @inline(__always) func mayHold(_ contracts: Contracts, on side: Side, within bound: Contracts) -> Bool {
    max(.zero, position.quantity &* side.sign) &+ position[side].quantity &+ contracts <= bound
  }

  /// Counts a resting order in.
  @inline(__always)
  mutating func add(
    _ side: Side, _ contracts: Contracts, worth value: Amount, premium: Amount, reduces: Bool
  ) {
    position.add(contracts, worth: value, on: side)
    position.premium += premium
    if reduces { position.reduceOnlyOrders += 1 }
  }

  /// Counts a resting order, or the part of it that is done, out.
  @inline(__always)
  mutating func remove(_ side: Side, _ contracts: Contracts, worth value: Amount, premium: Amount) {
    position.add(.zero &- contracts, worth: .zero &- value, on: side)
    position.premium -= premium
  }

  /// Books one side of a match and returns the profit it realised.
  @inline(__always)
  mutating func trade(_ contracts: Contracts, worth value: Amount, fee: Amount) -> Amount {
    let profit = position.trade(contracts, worth: value)
    position.realised += profit - fee
    position.fees += fee
    markVersion = 0
    return profit
  }
}
