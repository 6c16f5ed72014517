import ApusModel

// Every invariant, checked from scratch. M is money, B the book, D what must survive.

extension Engine {
  /// The invariants that do not hold, in words; empty when the state is sound. Slow: it recomputes everything.
  public func audit() -> [String] {
    var findings: [String] = []
    for currency in Currency.allCases { auditMoney(in: currency, &findings) }
    for market in 0..<markets.count {
      auditContracts(in: market, &findings)
      auditBook(of: market, &findings)
      auditStops(of: market, &findings)
    }
    for number in 0...accounts.count {
      for market in 0..<markets.count { auditPosition(of: AccountID(rawValue: number), in: market, &findings) }
    }
    auditLiquidations(&findings)
    return findings
  }

  /// M2 and M9: all purses sum to zero, and clearing owes exactly the cost of the open positions.
  private func auditMoney(in currency: Currency, _ findings: inout [String]) {
    let house = accounts.ledger.house(in: currency)
    var sum = house.clearing + house.fees + house.outside + house.interest + house.fundingDust
    sum += house.withdrawals
    var waiting = Amount.zero
    var cost = Amount.zero
    var fees = accounts.retiredFees[Int(currency.rawValue)]
    // The insurance fund is the wallet of account 0.
    for number in 0...accounts.count {
      let account = AccountID(rawValue: number)
      sum += accounts.ledger.balance(of: account, in: currency)
      waiting += accounts.withdrawal(of: account, in: currency).amount
      for market in 0..<markets.count where markets[market].terms.settlement == currency {
        let slot = accounts.slot(account, in: markets[market].id)
        if slot == noSlot { continue }
        cost += accounts.positions[slot].position.cost - settled(slot, in: market)
        fees += accounts.positions[slot].position.fees
      }
    }
    if waiting != house.withdrawals {
      findings.append("M2: withdrawals in \(currency) hold \(house.withdrawals.rawValue), \(waiting.rawValue) wait")
    }
    if sum != .zero { findings.append("M2: purses in \(currency) sum to \(sum.rawValue)") }
    if house.clearing + cost != .zero {
      findings.append("M9: clearing in \(currency) holds \(house.clearing.rawValue) against a cost of \(cost.rawValue)")
    }
    if fees != house.fees {
      findings.append("M8: fees in \(currency): \(house.fees.rawValue), charged \(fees.rawValue)")
    }
  }

  /// While a contract is being paid out, those who are still to be paid are worth what clearing owes them.
  private func settled(_ slot: Slot, in market: Int) -> Amount {
    let life = markets[market].life
    guard life.settling == .paying, life.price > .zero else { return .zero }
    let terms = markets[market].terms
    let quantity = accounts.positions[slot].position.quantity
    let value = terms.value(ofOneLotAt: life.price) * (quantity.rawValue / terms.lot.rawValue)
    return terms.kind == .inverse ? -value : value
  }

  /// M1: contracts of all accounts sum to zero.
  private func auditContracts(in market: Int, _ findings: inout [String]) {
    if markets[market].life.settling == .paying { return }
    var sum = Contracts.zero
    for number in 0...accounts.count {
      let slot = accounts.slot(AccountID(rawValue: number), in: markets[market].id)
      if slot != noSlot { sum += accounts.positions[slot].position.quantity }
    }
    if sum != .zero { findings.append("M1: \(markets[market].terms.symbol) contracts sum to \(sum.rawValue)") }
  }

  /// B1, B2 and B5: never crossed, price then time, every order found by its number and none empty.
  private func auditBook(of market: Int, _ findings: inout [String]) {
    let name = markets[market].terms.symbol
    if let bid = markets[market].book.best(.buy), let ask = markets[market].book.best(.sell), bid >= ask {
      findings.append("B1: \(name) is crossed at ticks \(bid) and \(ask)")
    }
    var counted: UInt32 = 0
    for side in [BookSide.buy, .sell] {
      var slot = markets[market].book.head(side)
      while slot != noSlot {
        counted += 1
        auditOrder(slot, market, &findings)
        slot = markets[market].book.next(after: slot)
      }
    }
    if counted != markets[market].book.count {
      findings.append("B7: \(name) counts \(markets[market].book.count) orders and queues \(counted)")
    }
  }

  private func auditOrder(_ slot: Slot, _ market: Int, _ findings: inout [String]) {
    let order = markets[market].book[slot]
    let detail = markets[market].details[slot]
    if markets[market].book.find(order.id) != slot { findings.append("B7: order \(order.id) is not found") }
    if order.leaves == 0 || order.leaves > detail.lots {
      findings.append("B5: order \(order.id) leaves \(order.leaves) of \(detail.lots) lots")
    }
    if detail.lotValue != markets[market].terms.value(ofOneLotAt: markets[market].price(of: order.tick)) {
      findings.append("M15: order \(order.id) values a lot at \(detail.lotValue.rawValue)")
    }
    if detail.name != noSlot && accounts.names[detail.name].order.rawValue != order.id {
      findings.append("D10: order \(order.id) has another's name")
    }
  }

  /// M11 and M12: the sums of open orders and the margins kept equal those computed afresh.
  private func auditPosition(of account: AccountID, in market: Int, _ findings: inout [String]) {
    let slot = accounts.slot(account, in: markets[market].id)
    guard slot != noSlot else { return }
    let record = accounts.positions[slot]
    let fresh = sums(of: slot, in: market)
    let position = record.position
    if fresh.buys != position.buys || fresh.sells != position.sells || fresh.reducing != position.reduceOnlyOrders
      || fresh.premium != position.premium
    {
      findings.append("M11: account \(account.rawValue) keeps other order sums than its orders make")
    }
    if record.gate != accounts.gate(of: account) {
      findings.append("R5: account \(account.rawValue) keeps another gate than its standing")
    }
    if fresh.count != record.orders {
      findings.append("M11: account \(account.rawValue) counts \(record.orders) orders and has \(fresh.count)")
    }
    if record.orderMargin != position.orderMargin(of: markets[market].terms) {
      findings.append("M12: account \(account.rawValue) reserves \(record.orderMargin.rawValue)")
    }
    let isFresh = record.markVersion != 0 && record.markVersion == markets[market].markVersion
    let isolated = accounts.isolatedMargin(slot)
    let margin = position.margin(at: markets[market].mark, isolated: isolated, of: markets[market].terms).kept
    if isFresh && record.tiedUp != margin {
      findings.append("M12: account \(account.rawValue) ties up \(record.tiedUp.rawValue), not \(margin.rawValue)")
    }
    if isolated != .none && (position.quantity == .zero || position.leverage == .cross || isolated.lost < .zero) {
      findings.append("M14: account \(account.rawValue) has isolated margin without an isolated position")
    }
    if account != .venue && position.quantity == .zero && position.cost != .zero {
      findings.append("M13: account \(account.rawValue) is flat at a cost of \(position.cost.rawValue)")
    }
  }

  /// What an account's list of orders adds up to.
  private struct Sums {
    var buys = OpenOrders()
    var sells = OpenOrders()
    var premium = Amount.zero
    var reducing: UInt16 = 0
    var count: UInt32 = 0
  }

  private func sums(of position: Slot, in market: Int) -> Sums {
    var sums = Sums()
    var slot = accounts.positions[position].newestOrder
    while slot != noSlot {
      let order = markets[market].book[slot]
      let contracts = markets[market].contracts(order.leaves)
      let value = markets[market].details[slot].lotValue * Int64(order.leaves)
      if order.side == .buy { sums.buys.add(contracts, worth: value) } else { sums.sells.add(contracts, worth: value) }
      sums.premium += markets[market].details[slot].premium * Int64(order.leaves)
      if order.flags & OrderFlag.reduceOnly != 0 { sums.reducing += 1 }
      sums.count += 1
      slot = markets[market].details[slot].older
    }
    return sums
  }
}
