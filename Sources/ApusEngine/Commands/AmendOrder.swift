import ApusModel

extension Engine {
  /// Changes an order, however it is called and whatever else it is to be called.
  mutating func amendOrder(_ command: AmendOrder, into events: inout EventBuffer) {
    switch number(of: command.order, account: command.account) {
    case .failure(let refusal): events.append(.rejected(refusal))
    case .success(let order):
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
    guard slot != noSlot else { return refuseUnknown(order, account, into: &events) }
    let uncommitted = accounts.uncommitted(account, outside: market, markets: markets)
    markets[market].amend(
      slot, changes, name: name, uncommitted: uncommitted, accounts: &accounts, events: &events)
    trimReduceOnlyOrders(into: &events)
  }

  mutating func stateAmended(_ market: Int, _ slot: Slot, byVenue: Bool, into events: inout EventBuffer) {
    markets[market].stateAmended(slot, byVenue: byVenue, accounts: &accounts, events: &events)
  }
}
