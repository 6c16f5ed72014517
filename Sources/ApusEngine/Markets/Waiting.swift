import ApusModel

extension Market {
  /// Puts an order outside of the book, into its owner's list, and states its conditions.
  mutating func wait(_ order: ConditionalOrder, owner: Slot, accounts: inout Accounts) -> Slot {
    let slot = stops.insert(order)
    linkWaiting(slot, to: owner, accounts: &accounts)
    return slot
  }

  /// Takes an order out of what waits; its conditions stay known until `stops.remove`.
  mutating func stopWaiting(_ slot: Slot, accounts: inout Accounts) {
    let order = stops[slot]
    let owner = accounts.slot(order.order.account, in: id)
    stops.stopWaiting(slot)
    if order.older != noSlot { stops[order.older].newer = order.newer }
    if order.newer != noSlot {
      stops[order.newer].older = order.older
    } else {
      accounts.waiting[owner].newest = order.older
    }
    accounts.waiting[owner].count -= 1
  }

  /// Cancels a waiting order and says why.
  mutating func cancelWaiting(
    _ slot: Slot, _ reason: CancelReason, accounts: inout Accounts, events: inout EventBuffer
  ) {
    stopWaiting(slot, accounts: &accounts)
    dropWaiting(slot, reason, accounts: &accounts, events: &events)
  }

  /// States that an order which waits no longer, and never came to the book, is canceled.
  mutating func dropWaiting(
    _ slot: Slot, _ reason: CancelReason, accounts: inout Accounts, events: inout EventBuffer
  ) {
    let order = stops[slot]
    free(linkedTo: order.id, .orphaned, accounts: &accounts)
    events.append(
      .orderCanceled(
        OrderCanceled(
          execution: accounts.nextExecution(), order: order.id, account: order.order.account, instrument: id,
          reason: reason, leaves: order.order.quantity)))
    if order.name != noSlot { accounts.names.finish(order.name) }
    stops.remove(slot)
  }

  // By number, since a snapshot restores them in any order.
  private mutating func linkWaiting(_ slot: Slot, to owner: Slot, accounts: inout Accounts) {
    var newer = noSlot
    var older = accounts.waiting[owner].newest
    while older != noSlot && stops[older].id > stops[slot].id {
      newer = older
      older = stops[older].older
    }
    stops[slot].older = older
    stops[slot].newer = newer
    if older != noSlot { stops[older].newer = slot }
    if newer != noSlot { stops[newer].older = slot } else { accounts.waiting[owner].newest = slot }
    accounts.waiting[owner].count += 1
  }

  /// Moves the order that was linked last to where its number belongs in its owner's list: a triggered order is older
  /// than its arrival in the book.
  mutating func sortIntoOwnersList(_ slot: Slot, owner: Slot, accounts: inout Accounts) {
    var newer = noSlot
    var older = details[slot].older
    while older != noSlot && book[older].id > book[slot].id {
      newer = older
      older = details[older].older
    }
    guard newer != noSlot else { return }
    let first = details[slot].older
    accounts.positions[owner].newestOrder = first
    details[first].newer = noSlot
    details[slot].older = older
    details[slot].newer = newer
    details[newer].older = slot
    if older != noSlot { details[older].newer = slot }
  }
}
