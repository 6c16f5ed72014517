import ApusModel

extension Market {
  /// Cancels a resting order and says why.
  mutating func cancel(
    _ slot: Slot, _ reason: CancelReason, accounts: inout Accounts, events: inout EventBuffer
  ) {
    let resting = book[slot]
    let account = AccountID(rawValue: resting.account)
    let owner = accounts.slot(account, in: id)
    events.append(
      .orderCanceled(
        OrderCanceled(
          execution: accounts.nextExecution(), order: OrderID(rawValue: resting.id), account: account, instrument: id,
          reason: reason, leaves: contracts(resting.leaves))))
    let value = Amount(rawValue: details[slot].lotValue.rawValue &* Int64(resting.leaves))
    accounts.positions[owner].remove(
      Side(resting.side), contracts(resting.leaves), worth: value,
      premium: details[slot].premium &* Int64(resting.leaves))
    forget(slot, owner: owner, isFilled: false, accounts: &accounts)
    accounts.touch(owner)
  }

  /// States that an order which never rested, or what is left of it, is canceled; answers that it does not rest.
  mutating func cancel(
    _ order: IncomingOrder, leaves: UInt32, _ reason: CancelReason, accounts: inout Accounts,
    events: inout EventBuffer
  ) -> Bool {
    events.append(
      .orderCanceled(
        OrderCanceled(
          execution: accounts.nextExecution(), order: order.id, account: order.account, instrument: id, reason: reason,
          leaves: contracts(leaves))))
    if order.flags & OrderFlag.conditional != 0 { free(linkedTo: order.id, .orphaned, accounts: &accounts) }
    return false
  }

  /// Takes an order that is done out of the book, of its owner's list and of the open names.
  @inline(__always) mutating func forget(_ slot: Slot, owner: Slot, isFilled: Bool, accounts: inout Accounts) {
    release(slot, owner: owner, isFilled: isFilled, accounts: &accounts)
    book.remove(slot)
  }

  /// Takes an order that is done out of its owner's list and of the open names.
  @inline(__always) mutating func release(_ slot: Slot, owner: Slot, isFilled: Bool, accounts: inout Accounts) {
    unlink(slot, from: owner, accounts: &accounts)
    if book[slot].flags & OrderFlag.all != 0 { releaseMarked(slot, owner: owner, isFilled, accounts: &accounts) }
    let name = details[slot].name
    if name != noSlot { accounts.names.finish(name) }
  }

  // Apart from plain orders, which carry none of this.
  @inline(never) private mutating func releaseMarked(
    _ slot: Slot, owner: Slot, _ isFilled: Bool, accounts: inout Accounts
  ) {
    let flags = book[slot].flags
    if flags & OrderFlag.reduceOnly != 0 { accounts.positions[owner].position.reduceOnlyOrders -= 1 }
    if flags & OrderFlag.conditional != 0 {
      free(linkedTo: OrderID(rawValue: book[slot].id), isFilled ? .released : .orphaned, accounts: &accounts)
      stops.remove(stops.find(OrderID(rawValue: book[slot].id)))
    }
  }

  // MARK: The owner's list, newest first
  // The detail of `noSlot` is nobody's: writing its links costs less than asking whether there is a neighbour.

  @inline(__always) mutating func link(_ slot: Slot, to owner: Slot, accounts: inout Accounts) {
    let newest = accounts.positions[owner].newestOrder
    details[slot].older = newest
    details[slot].newer = noSlot
    details[newest].newer = slot
    accounts.positions[owner].newestOrder = slot
    accounts.positions[owner].orders &+= 1
  }

  @inline(__always) mutating func unlink(_ slot: Slot, from owner: Slot, accounts: inout Accounts) {
    let older = details[slot].older
    let newer = details[slot].newer
    details[older].newer = newer
    details[newer].older = older
    let newest = accounts.positions[owner].newestOrder
    // Whether it was the newest is as good as random, and a wrong guess costs more than all of this.
    let wasNewest = UInt32(truncatingIfNeeded: (UInt64(newer) &- 1) >> 32)
    accounts.positions[owner].newestOrder = newest ^ (newest ^ older) & wasNewest
    accounts.positions[owner].orders &-= 1
  }
}
