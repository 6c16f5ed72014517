import ApusModel

extension Engine {
  mutating func cancelOrder(_ command: CancelOrder, into events: inout EventBuffer) {
    switch find(command.order, of: command.account) {
    case .failure(let refusal): events.append(.rejected(refusal))
    case .success(let (market, slot)):
      markets[market].cancel(slot, .requested, accounts: &accounts, events: &events)
    }
  }

  /// The market and slot of an account's resting order. Another account's order is as unknown as none.
  @inline(__always)
  func find(_ key: OrderKey, of account: AccountID) -> Result<(market: Int, slot: Slot), Rejected> {
    func refuse(_ reason: Rejection, _ order: OrderID? = nil) -> Result<(market: Int, slot: Slot), Rejected> {
      .failure(Rejected(account: account, reason: reason, order: order))
    }
    guard accounts.contains(account) else { return refuse(.unknownAccount) }
    let id: OrderID
    switch key {
    case .id(let given): id = given
    case .client(let text):
      let name = accounts.names.find(text, of: account)
      guard name != noSlot else { return refuse(.unknownOrder) }
      id = accounts.names[name].order
      guard accounts.names[name].isOpen else { return refuse(.orderDone, id) }
    }
    let market = Int(id.instrument.rawValue)
    guard market < markets.count else { return refuse(.unknownOrder, id) }
    let slot = markets[market].book.find(id.rawValue)
    guard slot != noSlot, markets[market].book[slot].account == account.rawValue else {
      return refuse(.unknownOrder, id)
    }
    return .success((market, slot))
  }
}
