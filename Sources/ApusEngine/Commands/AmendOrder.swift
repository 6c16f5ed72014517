import ApusModel

extension Engine {
  /// Changes an order, however it is called and whatever else it is to be called.
  mutating func amendOrder(_ command: AmendOrder, into events: inout EventBuffer) {
    switch number(of: command.order, account: command.account) {
    case .failure(let refusal):
      if refusal.reason == .orderDone, let order = refusal.order, !command.asksConditions, command.clientID == nil,
        revive(order, of: command.account, command.changes, into: &events)
      {
        return
      }
      events.append(.rejected(refusal))
    case .success(let order):
      let (market, waiting) = findWaiting(order, of: command.account)
      if waiting != noSlot { return amendWaiting(command, market, waiting, into: &events) }
      if command.asksConditions { return refuseConditions(order, of: command.account, into: &events) }
      if command.clientID == nil { return amend(order, of: command.account, command.changes, into: &events) }
      amend(order, of: command.account, command.changes, name: command.clientID, into: &events)
    }
  }

  /// Changes an account's order.
  @inline(__always) mutating func amend(
    _ order: OrderID, of account: AccountID, _ changes: Changes, name: ClientOrderID? = nil,
    into events: inout EventBuffer
  ) {
    let (market, slot) = find(order, of: account)
    guard slot != noSlot else {
      return amendElsewhere(order, of: account, changes, isRenamed: name != nil, into: &events)
    }
    let uncommitted = accounts.uncommitted(account, outside: market, markets: markets)
    markets[market].amend(
      slot, changes, name: name, uncommitted: uncommitted, accounts: &accounts, events: &events)
    trimReduceOnlyOrders(into: &events)
  }

  /// Changes an order that is not in the book, which may still wait for a trigger or live again.
  @inline(never) private mutating func amendElsewhere(
    _ order: OrderID, of account: AccountID, _ changes: Changes, isRenamed: Bool, into events: inout EventBuffer
  ) {
    let (market, waiting) = findWaiting(order, of: account)
    guard waiting != noSlot else {
      if isRenamed || !revive(order, of: account, changes, into: &events) {
        refuseUnknown(order, account, into: &events)
      }
      return
    }
    let command = AmendOrder(
      account: account, order: .id(order), price: changes.price, quantity: changes.quantity, leaves: changes.leaves)
    amendWaiting(command, market, waiting, into: &events)
  }

  /// Lets an order live again that was filled within the last minute; answers whether it is such a one.
  private mutating func revive(
    _ order: OrderID, of account: AccountID, _ changes: Changes, into events: inout EventBuffer
  ) -> Bool {
    let market = Int(order.instrument.rawValue)
    guard let leaves = changes.leaves, leaves != .zero, market < markets.count, accounts.contains(account),
      accounts.slot(account, in: markets[market].id) != noSlot,
      let place = markets[market].filled.find(order, of: account, at: time)
    else { return false }
    let name = markets[market].filled[place].name
    guard name == noSlot || accounts.names.isFinished(name, of: order) else { return false }
    let uncommitted = accounts.uncommitted(account, outside: market, markets: markets)
    markets[market].revive(place, changes, uncommitted: uncommitted, accounts: &accounts, events: &events)
    trimReduceOnlyOrders(into: &events)
    return true
  }

  /// An order in the book waits for no trigger any more.
  private mutating func refuseConditions(_ order: OrderID, of account: AccountID, into events: inout EventBuffer) {
    guard find(order, of: account).slot != noSlot else { return refuseUnknown(order, account, into: &events) }
    events.append(.rejected(Rejected(account: account, reason: .invalidStopPrice, order: order)))
  }

  mutating func stateAmended(_ market: Int, _ slot: Slot, byVenue: Bool, into events: inout EventBuffer) {
    markets[market].stateAmended(slot, byVenue: byVenue, accounts: &accounts, events: &events)
  }
}
