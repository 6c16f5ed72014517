import ApusModel

extension Engine {
  mutating func amendOrder(_ command: AmendOrder, into events: inout EventBuffer) {
    switch find(command.order, of: command.account) {
    case .failure(let refusal): events.append(.rejected(refusal))
    case .success(let (market, slot)):
      switch prepare(command, market, slot) {
      case .failure(let refusal): events.append(.rejected(refusal))
      case .success(let amendment):
        if let name = command.clientID, amendment.leaves > 0 { rename(market, slot, name) }
        carryOut(amendment, market, slot, into: &events)
      }
    }
  }

  /// What an amendment makes of an order.
  private struct Amendment {
    var tick: UInt32
    var lots: UInt32
    var leaves: UInt32
    var lotValue: Amount
    var premium: Amount
    var closes: Bool
  }

  @inline(__always) private mutating func carryOut(
    _ amendment: Amendment, _ market: Int, _ slot: Slot, into events: inout EventBuffer
  ) {
    if amendment.leaves == 0 {
      return markets[market].cancel(slot, .requested, accounts: &accounts, events: &events)
    }
    let before = markets[market].book[slot]
    let keepsPlace = amendment.tick == before.tick && amendment.leaves <= before.leaves
    restate(amendment, market, slot)
    if keepsPlace {
      markets[market].book.reduce(slot, to: amendment.leaves)
    } else {
      markets[market].book.requeue(slot, tick: amendment.tick, leaves: amendment.leaves)
    }
    stateAmended(market, slot, byVenue: false, into: &events)
    if !keepsPlace { markets[market].reenter(slot, accounts: &accounts, events: &events) }
    trimReduceOnlyOrders(into: &events)
  }

  /// Replaces the order's share in the owner's sums and its detail.
  @inline(__always) private mutating func restate(_ amendment: Amendment, _ market: Int, _ slot: Slot) {
    let before = markets[market].book[slot]
    let owner = accounts.slot(AccountID(rawValue: before.account), in: markets[market].id)
    let side = Side(before.side)
    let worthBefore = markets[market].details[slot].lotValue * Int64(before.leaves)
    let premiumBefore = markets[market].details[slot].premium * Int64(before.leaves)
    accounts.positions[owner].add(
      side, markets[market].contracts(amendment.leaves) - markets[market].contracts(before.leaves),
      worth: amendment.lotValue * Int64(amendment.leaves) - worthBefore,
      premium: amendment.premium * Int64(amendment.leaves) - premiumBefore, reduces: false)
    markets[market].details[slot].lotValue = amendment.lotValue
    markets[market].details[slot].premium = amendment.premium
    markets[market].details[slot].lots = amendment.lots
    accounts.touch(owner)
  }

  private mutating func rename(_ market: Int, _ slot: Slot, _ name: ClientOrderID) {
    let order = markets[market].book[slot]
    let old = markets[market].details[slot].name
    if old != noSlot { accounts.names.finish(old) }
    markets[market].details[slot].name = accounts.names.insert(
      name, of: AccountID(rawValue: order.account), for: OrderID(rawValue: order.id))
  }

  @inline(__always) mutating func stateAmended(
    _ market: Int, _ slot: Slot, byVenue: Bool, into events: inout EventBuffer
  ) {
    let order = markets[market].order(slot, names: accounts.names)
    events.append(
      .orderAmended(OrderAmended(execution: accounts.nextExecution(), order: order, byVenue: byVenue)))
  }
}

// MARK: Checks

extension Engine {
  @inline(__always) private mutating func prepare(_ command: AmendOrder, _ market: Int, _ slot: Slot) -> Result<
    Amendment, Rejected
  > {
    let order = markets[market].book[slot]
    let detail = markets[market].details[slot]
    func refuse(_ reason: Rejection, _ amount: Int64 = 0) -> Result<Amendment, Rejected> {
      .failure(
        Rejected(account: command.account, reason: reason, detail: amount, order: OrderID(rawValue: order.id)))
    }
    if command.price == nil && command.quantity == nil && command.leaves == nil && command.clientID == nil {
      return refuse(.nothingToAmend)
    }
    if command.quantity != nil && command.leaves != nil { return refuse(.invalidQuantity) }
    if let name = command.clientID {
      guard !name.isEmpty else { return refuse(.nothingToAmend) }
      if let reason = accounts.refusal(ofName: name, of: command.account) { return refuse(reason) }
    }
    guard let lots = amendedLots(command, market, lots: detail.lots, filled: detail.lots - order.leaves) else {
      return refuse(.invalidQuantity)
    }
    var tick = order.tick
    if let price = command.price {
      guard price > .zero, price <= markets[market].terms.maximumPrice else { return refuse(.invalidPrice) }
      guard let level = markets[market].tick(of: price) else { return refuse(.invalidPriceTick) }
      tick = level
    }
    var amendment = Amendment(
      tick: tick, lots: lots, leaves: lots - (detail.lots - order.leaves),
      lotValue: tick == order.tick ? detail.lotValue : markets[market].lotValue(at: tick), premium: detail.premium,
      closes: false)
    if tick != order.tick || amendment.leaves > order.leaves { weigh(&amendment, market, slot) }
    if amendment.leaves > order.leaves && isTooMuch(amendment, market, slot) { return refuse(.riskLimitExceeded) }
    if let shortage = shortage(of: amendment, market, slot) {
      return refuse(.insufficientAvailableBalance, shortage.rawValue)
    }
    return .success(amendment)
  }

  /// The order's new total in lots, or nil when it is no multiple, too large or less than what is done.
  @inline(__always)
  private func amendedLots(_ command: AmendOrder, _ market: Int, lots: UInt32, filled: UInt32) -> UInt32? {
    if let leaves = command.leaves {
      if leaves == .zero { return filled }
      guard let left = markets[market].lots(of: leaves) else { return nil }
      let total = UInt64(filled) + UInt64(left)
      return total <= markets[market].maximumLots ? UInt32(total) : nil
    }
    guard let quantity = command.quantity else { return lots }
    guard let total = markets[market].lots(of: quantity) else { return nil }
    return total >= filled ? total : nil
  }

  /// Whether a larger order could take its account beyond what it may hold. What only reduces never does.
  private func isTooMuch(_ amendment: Amendment, _ market: Int, _ slot: Slot) -> Bool {
    let order = markets[market].book[slot]
    let owner = accounts.slot(AccountID(rawValue: order.account), in: markets[market].id)
    return order.flags & OrderFlag.reduceOnly == 0
      && !accounts.positions[owner].mayHold(
        markets[market].contracts(amendment.leaves - order.leaves), on: Side(order.side),
        within: markets[market].maximumHolding)
  }

  /// Measures a changed order against the mark and the position as if it were new.
  @inline(__always) private func weigh(_ amendment: inout Amendment, _ market: Int, _ slot: Slot) {
    let order = markets[market].book[slot]
    let owner = accounts.slot(AccountID(rawValue: order.account), in: markets[market].id)
    let side = Side(order.side)
    let others = accounts.positions[owner].position[side].quantity - markets[market].contracts(order.leaves)
    let unclaimed = max(.zero, accounts.positions[owner].position.closable(by: side) - others)
    amendment.closes = markets[market].contracts(amendment.leaves) <= unclaimed
    amendment.premium = markets[market].premium(side, closes: amendment.closes, lotValue: amendment.lotValue)
  }

  /// The margin the change asks for when the account cannot spare it, else nothing.
  @inline(__always) private mutating func shortage(of amendment: Amendment, _ market: Int, _ slot: Slot) -> Amount? {
    let order = markets[market].book[slot]
    let account = AccountID(rawValue: order.account)
    let owner = accounts.slot(account, in: markets[market].id)
    let side = Side(order.side)
    guard amendment.leaves > order.leaves || amendment.tick != order.tick else { return nil }
    let before = markets[market].contracts(order.leaves)
    let after = markets[market].contracts(amendment.leaves)
    // At a new price it may trade at once, like a new order.
    let charged = markets[market].chargedLotValue(side, amendment.tick, amendment.lotValue)
    let worthMore =
      charged * Int64(amendment.leaves)
      - markets[market].details[slot].lotValue * Int64(order.leaves)
    let more = accounts.positions[owner].orderMarginGrowth(adding: after - before, worth: worthMore, on: side)
    let required =
      more + amendment.premium * Int64(amendment.leaves)
      - markets[market].details[slot].premium * Int64(order.leaves)
    guard required > .zero else { return nil }
    let currency = markets[market].settlement
    var available = accounts.available(account, in: currency, markets: markets)
    if amendment.closes { available += accounts.positions[owner].tiedUp }
    return required > available ? required : nil
  }
}
