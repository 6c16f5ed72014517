import ApusModel

extension Engine {
  /// The market and slot of an account's waiting order, or `noSlot`.
  @inline(never) func findWaiting(_ order: OrderID, of account: AccountID) -> (market: Int, slot: Slot) {
    let market = Int(order.instrument.rawValue)
    guard market < markets.count, markets[market].stops.count > 0 else { return (0, noSlot) }
    let slot = markets[market].stops.find(order)
    guard slot != noSlot, markets[market].stops[slot].isWaiting, markets[market].stops[slot].order.account == account
    else { return (market, noSlot) }
    return (market, slot)
  }

  /// Changes an order that waits for a trigger.
  mutating func amendWaiting(_ command: AmendOrder, _ market: Int, _ slot: Slot, into events: inout EventBuffer) {
    var order = markets[market].stops[slot]
    if let reason = change(&order, as: command, in: market) {
      return events.append(.rejected(Rejected(account: command.account, reason: reason, order: order.id)))
    }
    if command.leaves == .zero {
      return markets[market].cancelWaiting(slot, .requested, accounts: &accounts, events: &events)
    }
    if let name = command.clientID {
      if order.name != noSlot { accounts.names.finish(order.name) }
      order.name = accounts.names.insert(name, of: command.account, for: order.id)
      order.order.clientID = name
    }
    let before = markets[market].stops[slot].conditions
    markets[market].stops[slot].order = order.order
    markets[market].stops[slot].name = order.name
    // A stop that is due and waits for its turn stays so, unless its stop price moves.
    if order.conditions != before {
      markets[market].stops.change(slot, to: order.conditions, extreme: order.extreme)
      events.append(.conditionsSet(order.statedConditions))
    }
    events.append(
      .orderAmended(OrderAmended(execution: accounts.nextExecution(), order: order.stated, byVenue: false)))
  }

  /// Makes the change, or says why it is refused.
  private mutating func change(_ order: inout ConditionalOrder, as command: AmendOrder, in market: Int) -> Rejection? {
    let before = order
    let gate = markets[market].gate.union(accounts.gate(of: command.account))
    if !gate.isEmpty, let reason = gate.refusal(reduces: order.order.instructions.reduces) { return reason }
    if !command.asksAnything { return .nothingToAmend }
    if command.quantity != nil && command.leaves != nil { return .invalidQuantity }
    if let name = command.clientID {
      if name.isEmpty { return .nothingToAmend }
      if let reason = accounts.refusal(ofName: name, of: command.account) { return reason }
    }
    if let quantity = command.quantity ?? command.leaves, quantity != .zero || command.quantity != nil {
      guard markets[market].lots(of: quantity) != nil else { return .invalidQuantity }
      if !order.conditions.mayShow(quantity) { return .invalidDisplay }
      order.order.quantity = quantity
    }
    if let price = command.price {
      guard order.order.type == .limit else { return .invalidPrice }
      order.order.price = price
      if markets[market].tick(of: price) == nil { return markets[market].priceRefusal(of: order.order) }
    }
    if let reason = changeStop(&order, as: command, in: market) { return reason }
    let isChanged = order.order != before.order || order.conditions != before.conditions
    return isChanged || command.clientID != nil || command.leaves == .zero ? nil : .nothingToAmend
  }

  private func changeStop(_ order: inout ConditionalOrder, as command: AmendOrder, in market: Int) -> Rejection? {
    let list = order.list
    if let offset = command.pegOffset {
      guard order.isTrailing, markets[market].takes(offset, on: list) else { return .invalidPeg }
      order.conditions.pegOffset = offset
      order.conditions.stopPrice = markets[market].trailingStop(order, from: order.extreme)
      if markets[market].tick(of: order.conditions.stopPrice) == nil { return .invalidPeg }
    }
    if let stop = command.stopPrice {
      // A trailing stop finds its stop price itself.
      guard !order.isTrailing, order.conditions.waits, markets[market].tick(of: stop) != nil else {
        return .invalidStopPrice
      }
      order.conditions.stopPrice = stop
    }
    guard command.asksConditions, !order.isHeld else { return nil }
    let isDue = markets[market].stops.triggers(
      list, stop: order.conditions.stopPrice, at: markets[market].price(of: list))
    return isDue ? .immediatelyTriggered : nil
  }
}
