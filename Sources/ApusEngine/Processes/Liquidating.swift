import ApusModel

/// What is tried before a position is taken over.
private enum RescueStep: CaseIterable {
  case lowerWithOrders
  case cancelOrders
  case lowerAlone
  case closePart
}

extension Engine {
  /// What is done with a position that the mark has reached, each step only if those before were not enough: above the
  /// lowest tier its risk limit is lowered to what it and its orders need; its orders go; the limit is lowered to what
  /// it needs alone; parts are closed that bring it under lower tiers; it is taken over.
  mutating func liquidate(_ slot: Slot, _ judgement: Judgement, into events: inout EventBuffer) {
    let market = Int(accounts.positions[slot].position.instrument.rawValue)
    var judgement = judgement
    for step in RescueStep.allCases {
      while rescue(slot, in: market, by: step, judgement, into: &events) {
        guard let fresh = due(slot, in: market) else { return }
        judgement = fresh
      }
    }
    takeOver(slot, judgement, into: &events)
  }

  /// Takes a step, if there is anything it can do.
  private mutating func rescue(
    _ slot: Slot, in market: Int, by step: RescueStep, _ judgement: Judgement, into events: inout EventBuffer
  ) -> Bool {
    switch step {
    case .lowerWithOrders, .lowerAlone: return lowerRiskLimit(slot, in: market, judgement, into: &events)
    case .cancelOrders: return cancelOrders(of: slot, in: market, judgement, into: &events)
    case .closePart: return closePart(slot, in: market, judgement, into: &events)
    }
  }

  /// What decides over a position that is still to be liquidated, as it stands now.
  private mutating func due(_ slot: Slot, in market: Int) -> Judgement? {
    let account = accounts.positions[slot].position.account
    let available = accounts.available(account, in: markets[market].settlement, markets: markets)
    guard let fresh = judgement(of: slot, in: market, available: available), isDue(slot, in: market, fresh) else {
      return nil
    }
    return fresh
  }

  private mutating func cancelOrders(
    of slot: Slot, in market: Int, _ judgement: Judgement, into events: inout EventBuffer
  ) -> Bool {
    guard accounts.positions[slot].newestOrder != noSlot || accounts.waiting[slot].count > 0 else { return false }
    let position = accounts.positions[slot].position
    cancelAll(of: position.account, in: position.instrument, .liquidation, into: &events)
    state(.ordersCanceled, of: position, at: judgement.prices.bankruptcy, into: &events)
    return true
  }

  /// Lowers the risk limit to the tier that fits the position and its orders.
  private mutating func lowerRiskLimit(
    _ slot: Slot, in market: Int, _ judgement: Judgement, into events: inout EventBuffer
  ) -> Bool {
    let position = accounts.positions[slot].position
    let needed = markets[market].terms.riskLimit.steps(for: markets[market].riskValue(of: position))
    guard needed < Int64(position.riskSteps) else { return false }
    accounts.positions[slot].position.riskSteps = UInt16(needed)
    accounts.positions[slot].rate(markets[market].terms)
    accounts.positions[slot].markVersion = 0
    accounts.touch(slot)
    state(.riskLimitLowered, of: position, at: judgement.prices.bankruptcy, into: &events)
    return true
  }

  /// Closes what brings the position under the next lower tier, all of it no worse than at the bankruptcy price or nothing.
  private mutating func closePart(
    _ slot: Slot, in market: Int, _ judgement: Judgement, into events: inout EventBuffer
  ) -> Bool {
    let position = accounts.positions[slot].position
    guard position.riskSteps > 0 else { return false }
    let terms = markets[market].terms
    let limit = terms.riskLimit.limit(at: Int64(position.riskSteps) - 1)
    let excess = terms.value(of: position.quantity, at: markets[market].mark).magnitude - limit
    let lotValue = markets[market].markLotValue.rawValue
    guard excess > .zero, lotValue > 0 else { return false }
    let lots = Whole64.divide(excess.rawValue, by: lotValue, rounding: .up)
    guard lots <= Int64(markets[market].maximumLots), lots < markets[market].wholeLots(in: position.quantity.magnitude)
    else { return false }
    let arrival = Arrival(
      id: OrderID(liquidation: liquidations.orders, in: position.instrument), time: time, uncommitted: .zero)
    liquidations.orders += 1
    let tick = takeoverTick(of: slot, at: judgement.prices.bankruptcy)
    markets[market].closePart(
      slot, UInt32(lots), within: tick, arrival, accounts: &accounts, events: &events)
    guard accounts.positions[slot].position.quantity != position.quantity else { return false }
    state(.partlyClosed, of: position, at: judgement.prices.bankruptcy, into: &events)
    _ = lowerRiskLimit(slot, in: market, judgement, into: &events)
    return true
  }

  /// States a step of a liquidation.
  func state(
    _ step: LiquidationStep, of position: Position, at bankruptcy: Price, into events: inout EventBuffer
  ) {
    events.append(
      .liquidationStepped(
        LiquidationStepped(
          account: position.account, instrument: position.instrument, step: step,
          mark: markets[Int(position.instrument.rawValue)].mark, bankruptcy: bankruptcy)))
  }

  /// States what the insurance fund holds where it changed.
  mutating func stateInsurance(into events: inout EventBuffer) {
    for currency in Currency.allCases {
      let balance = accounts.ledger.insurance(in: currency)
      if balance == liquidations.stated[Int(currency.rawValue)] { continue }
      liquidations.stated[Int(currency.rawValue)] = balance
      events.append(.insuranceChanged(InsuranceChanged(currency: currency, balance: balance)))
    }
  }
}
