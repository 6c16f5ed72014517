import ApusModel

/// A position with what the engine derives from it and keeps at hand.
struct PositionRecord: BitwiseCopyable {
  var position: Position
  /// Margin of the position at the mark of `markVersion`.
  var tiedUp: Amount = .zero
  /// Margin of the open orders, while `reservedIsKnown`.
  var reserved: Amount = .zero
  /// What an opening order reserves, by leverage.
  var orderRate: Rate
  /// Initial margin, by leverage.
  var marginRate: Rate
  /// The newest resting order of this account in this market, or `noSlot`.
  var newestOrder: Slot = noSlot
  /// The mark at which `tiedUp` was computed; zero when the position changed since.
  var markVersion: UInt32 = 0
  /// False while orders changed since `reserved` was computed.
  var reservedIsKnown = false
  /// True while the position waits to be stated at the end of the command.
  var isTouched = false
  /// How many resting orders this account has in this market.
  var orders: UInt32 = 0

  init(_ position: Position, terms: borrowing Instrument) {
    self.position = position
    orderRate = terms.orderMarginRate(at: position.leverage)
    marginRate = terms.initialMargin(at: position.leverage)
  }

  /// The margin of the open orders.
  @inline(__always) mutating func orderMargin() -> Amount {
    if !reservedIsKnown {
      reserved = position.orderMargin(rate: orderRate)
      reservedIsKnown = true
    }
    return reserved
  }

  /// By how much the margin of the open orders grows when orders are added on one side, their premium apart.
  @inline(__always)
  mutating func orderMarginGrowth(adding contracts: Contracts, worth value: Amount, on side: Side) -> Amount {
    let after = orderRate.margin(on: position.openingValue(adding: contracts, worth: value, on: side))
    // Kept, because what is available asks for it next.
    return after + position.premium - orderMargin()
  }

  /// The contracts an order on a side could close that no other order of that side closes already.
  @inline(__always) func unclaimed(by side: Side) -> Contracts {
    max(.zero, position.closable(by: side) - position[side].quantity)
  }

  /// Whether the position in the direction of a side, that side's orders and these contracts stay within a bound.
  @inline(__always) func mayHold(_ contracts: Contracts, on side: Side, within bound: Contracts) -> Bool {
    max(.zero, position.quantity * side.sign) + position[side].quantity + contracts <= bound
  }

  /// Counts a resting order in.
  @inline(__always)
  mutating func add(
    _ side: Side, _ contracts: Contracts, worth value: Amount, premium: Amount, reduces: Bool
  ) {
    position.add(contracts, worth: value, on: side)
    position.premium += premium
    if reduces { position.reduceOnlyOrders += 1 }
    reservedIsKnown = false
  }

  /// Counts a resting order, or the part of it that is done, out.
  @inline(__always)
  mutating func remove(_ side: Side, _ contracts: Contracts, worth value: Amount, premium: Amount) {
    position.add(-contracts, worth: -value, on: side)
    position.premium -= premium
    reservedIsKnown = false
  }

  /// Books one side of a match and returns the profit it realised.
  @inline(__always)
  mutating func trade(_ contracts: Contracts, worth value: Amount, fee: Amount) -> Amount {
    let profit = position.trade(contracts, worth: value)
    position.realised += profit - fee
    position.fees += fee
    markVersion = 0
    reservedIsKnown = false
    return profit
  }
}
