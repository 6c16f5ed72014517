import ApusModel

// What a position is worth at the mark and the orders that can enlarge it stay within the risk limit its owner chose.

extension Market {
  /// The risk limit a position needs for more orders on a side when it has less, else nothing.
  ///
  /// First as if no order closed anything and the position were worth a little more, which spares most orders the
  /// divisions that tell exactly.
  @inline(__always)
  mutating func riskLimitNeeded(
    _ slot: Slot, adding contracts: Contracts, worth value: Amount, on side: Side, accounts: inout Accounts
  ) -> Amount? {
    let held = accounts.positions[slot].position.quantity.magnitude.rawValue
    let buying = Int64(side.rawValue) &- 1
    let buys = accounts.positions[slot].position.buys.value.rawValue &+ value.rawValue & buying
    let sells = accounts.positions[slot].position.sells.value.rawValue &+ value.rawValue & ~buying
    let most = markContractValue.rawValue &* held &+ max(buys, sells)
    if most <= riskBase.rawValue &+ riskStep.rawValue &* Int64(accounts.positions[slot].position.riskSteps) {
      return nil
    }
    return exactRiskLimitNeeded(slot, adding: contracts, worth: value, on: side, accounts: &accounts)
  }

  @inline(never)
  private mutating func exactRiskLimitNeeded(
    _ slot: Slot, adding contracts: Contracts, worth value: Amount, on side: Side, accounts: inout Accounts
  ) -> Amount? {
    var position = accounts.positions[slot].position
    let before = position.openingValue
    let limit = terms.riskLimit(at: position.riskSteps)
    position.add(contracts, worth: value, on: side)
    let value = riskValue(of: position)
    // Orders that open no more than was open already are never kept from closing.
    if position.openingValue <= before || value <= limit { return nil }
    return terms.riskLimit.limit(at: terms.riskLimit.steps(for: value))
  }

  /// What a position and its orders hold against the risk limit.
  func riskValue(of position: Position) -> Amount {
    if position.quantity == .zero { return position.openingValue }
    return position.riskValue(worth: terms.value(of: position.quantity, at: mark))
  }
}
