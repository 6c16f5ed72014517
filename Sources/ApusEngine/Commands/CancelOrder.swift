import ApusModel

extension Engine {
  /// Cancels an order, however it is called.
  mutating func cancelOrder(_ command: CancelOrder, into events: inout EventBuffer) {
    switch number(of: command.order, account: command.account) {
    case .failure(let refusal): events.append(.rejected(refusal))
    case .success(let order): cancel(order, of: command.account, into: &events)
    }
  }

  /// Cancels an account's order.
  @inline(__always) mutating func cancel(_ order: OrderID, of account: AccountID, into events: inout EventBuffer) {
    let (market, slot) = find(order, of: account)
    guard slot != noSlot else { return cancelElsewhere(order, of: account, into: &events) }
    if markets[market].gate.contains(.halted) { return reject(account, .venueHalted, into: &events) }
    markets[market].cancel(slot, .requested, accounts: &accounts, events: &events)
  }

  /// Cancels an order that is not in the book, which may still wait for a trigger.
  @inline(never) private mutating func cancelElsewhere(
    _ order: OrderID, of account: AccountID, into events: inout EventBuffer
  ) {
    let (market, waiting) = findWaiting(order, of: account)
    guard waiting != noSlot else { return refuseUnknown(order, account, into: &events) }
    if markets[market].gate.contains(.halted) { return reject(account, .venueHalted, into: &events) }
    markets[market].cancelWaiting(waiting, .requested, accounts: &accounts, events: &events)
  }

  /// The market and slot of an account's resting order, or `noSlot`. Another account's order is as unknown as none.
  @inline(__always) func find(_ order: OrderID, of account: AccountID) -> (market: Int, slot: Slot) {
    let market = Int(order.instrument.rawValue)
    guard market < markets.count else { return (0, noSlot) }
    let slot = markets[market].book.find(order.rawValue)
    // What the liquidation engine offers is nobody's to change.
    guard slot != noSlot, markets[market].book[slot].account == account.rawValue, account != .venue else {
      return (market, noSlot)
    }
    return (market, slot)
  }

  /// The venue's number of the order an account means; a failure when it has none of that name any more.
  func number(of key: OrderKey, account: AccountID) -> Result<OrderID, Rejected> {
    func refuse(_ reason: Rejection, _ order: OrderID? = nil) -> Result<OrderID, Rejected> {
      .failure(Rejected(account: account, reason: reason, order: order))
    }
    guard accounts.contains(account) else { return refuse(.unknownAccount) }
    switch key {
    case .id(let given): return .success(given)
    case .client(let text):
      let name = accounts.names.find(text, of: account)
      guard name != noSlot else { return refuse(.unknownOrder) }
      let order = accounts.names[name].order
      return accounts.names[name].isOpen ? .success(order) : refuse(.orderDone, order)
    }
  }

  /// Nobody's order has account 0, so an unknown account is found here too.
  @inline(never) func refuseUnknown(_ order: OrderID, _ account: AccountID, into events: inout EventBuffer) {
    let known = accounts.contains(account)
    let reason: Rejection = known ? .unknownOrder : .unknownAccount
    events.append(.rejected(Rejected(account: account, reason: reason, order: known ? order : nil)))
  }
}
