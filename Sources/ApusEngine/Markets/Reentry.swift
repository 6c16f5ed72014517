import ApusModel

extension Market {
  /// Lets an order that was queued at a new price trade what it can there.
  @inline(__always)
  mutating func reenter(_ slot: Slot, owner: Slot, accounts: inout Accounts, events: inout EventBuffer) {
    if book.head(book[slot].side.opposite, within: book[slot].tick) == noSlot { return }
    trade(slot, owner: owner, accounts: &accounts, events: &events)
  }

  @inline(never)
  private mutating func trade(_ slot: Slot, owner: Slot, accounts: inout Accounts, events: inout EventBuffer) {
    let order = book[slot]
    let side = Side(order.side)
    var taker = Taker(
      order: OrderID(rawValue: order.id), account: AccountID(rawValue: order.account), side: side, limit: order.tick,
      position: owner, reduces: details[slot].instructions.reduces, leaves: order.leaves)
    if details[slot].instructions.isPostOnly {
      return cancel(slot, .wouldTake, accounts: &accounts, events: &events)
    }
    // Its share leaves the owner's sums while it trades, so that each fill settles like a new order's.
    book.lift(slot)
    count(out: taker.leaves, of: slot, owner: owner, accounts: &accounts)
    match(&taker, accounts: &accounts, events: &events)
    details[slot].filledValue += taker.filledValue
    if order.flags & OrderFlag.cancelsOthers != 0 && taker.leaves < order.leaves {
      cancelLinked(to: taker.order, accounts: &accounts, events: &events)
    }
    if taker.leaves == 0 {
      keepFilled(slot, worth: details[slot].filledValue, at: accounts.now)
      return discard(slot, owner: owner, accounts: &accounts)
    }
    count(out: 0 - Int64(taker.leaves), of: slot, owner: owner, accounts: &accounts)
    book.settle(slot, tick: order.tick, leaves: taker.leaves)
    if taker.reduces && !accounts.mayReduce(taker) {
      cancel(slot, .nothingToReduce, accounts: &accounts, events: &events)
    }
  }

  private func count(out lots: some BinaryInteger, of slot: Slot, owner: Slot, accounts: inout Accounts) {
    let lots = Int64(lots)
    accounts.positions[owner].remove(
      Side(book[slot].side), Contracts(rawValue: lots * terms.lot.rawValue), worth: details[slot].lotValue * lots,
      premium: details[slot].premium * lots)
    accounts.touch(owner)
  }

  private mutating func discard(_ slot: Slot, owner: Slot, accounts: inout Accounts) {
    release(slot, owner: owner, isFilled: true, accounts: &accounts)
    book.discard(slot)
    accounts.touch(owner)
  }
}
