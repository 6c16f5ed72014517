import ApusModel

// The liquidation engine's side of a match. Each of its orders closes what was taken over at that order's own price, so
// one that trades at its price or better never costs the insurance fund anything, whatever else the engine holds.

extension Market {
  /// Books the engine's side of a match: what was taken over leaves at its own value, what is earned on it is profit.
  @inline(never)
  mutating func closeOwn(
    _ slot: Slot, _ side: Side, _ quantity: Contracts, _ value: Amount, basis: Amount, accounts: inout Accounts
  ) -> Outcome {
    let released = terms.signed(basis, bought: side)
    let profit = released - terms.signed(value, bought: side)
    accounts.positions[slot].position.quantity += quantity * side.sign
    accounts.positions[slot].position.cost += released
    accounts.positions[slot].position.realised += profit
    accounts.positions[slot].markVersion = 0
    accounts.ledger.post(.profit, from: .clearing, to: .insurance, profit, in: settlement)
    return Outcome(fee: .zero, profit: profit, balance: accounts.ledger.insurance(in: settlement))
  }

  /// An order of the engine as everybody sees it, with so much left.
  func offer(_ order: RestingOrder, leaves: UInt32) -> LiquidationOrder {
    LiquidationOrder(
      order: OrderID(rawValue: order.id), instrument: id, side: Side(order.side), price: price(of: order.tick),
      leaves: contracts(leaves))
  }

  /// The same of one that does not rest yet.
  func offer(_ taker: Taker) -> LiquidationOrder {
    LiquidationOrder(
      order: taker.order, instrument: id, side: taker.side, price: price(of: taker.limit),
      leaves: contracts(taker.leaves))
  }

  /// States what a resting order of the engine has left and, with nothing, that it rests no more.
  @inline(never) mutating func reduceOffer(_ order: RestingOrder, to leaves: UInt32, into events: inout EventBuffer) {
    if leaves == 0 { offers -= 1 }
    events.append(.liquidationOrder(offer(order, leaves: leaves)))
  }

  /// Puts what is left of an order of the engine into the book.
  mutating func rest(_ taker: Taker, tick: UInt32, of lots: UInt32, at time: Timestamp, accounts: inout Accounts) {
    let slot = book.rest(
      taker.order.rawValue, BookSide(taker.side), tick: tick, leaves: taker.leaves, account: taker.account.rawValue)
    precondition(slot != noSlot, "no room for the liquidation engine's order")
    details[slot] = OrderDetail(
      lotValue: taker.basis, premium: .zero, filledValue: taker.filledValue, placed: time, lots: lots, name: noSlot,
      type: .limit, timeInForce: .goodTillCancel, instructions: [])
    link(slot, to: taker.position, accounts: &accounts)
    accounts.positions[taker.position].add(
      taker.side, contracts(taker.leaves), worth: taker.basis * Int64(taker.leaves), premium: .zero, reduces: false)
    accounts.touch(taker.position)
    offers += 1
  }

  /// Takes a resting order of the engine out of its queue and of the sums, to trade or to be closed otherwise.
  mutating func liftOwn(_ slot: Slot, of owner: Slot, accounts: inout Accounts) -> Taker {
    let order = book[slot]
    var taker = Taker(
      order: OrderID(rawValue: order.id), account: .venue, side: Side(order.side), limit: order.tick, position: owner,
      reduces: false, leaves: order.leaves, basis: details[slot].lotValue)
    taker.filledValue = details[slot].filledValue
    book.lift(slot)
    accounts.positions[owner].remove(
      taker.side, contracts(taker.leaves), worth: taker.basis * Int64(taker.leaves), premium: .zero)
    accounts.touch(owner)
    return taker
  }

  /// Puts a lifted order back with what is left of it, or forgets it, and states it if it changed.
  mutating func settleOwn(
    _ slot: Slot, _ taker: Taker, at time: Timestamp, accounts: inout Accounts, events: inout EventBuffer
  ) {
    let before = book[slot]
    details[slot].placed = time
    details[slot].filledValue = taker.filledValue
    if taker.leaves != before.leaves { reduceOffer(before, to: taker.leaves, into: &events) }
    guard taker.leaves > 0 else {
      release(slot, owner: taker.position, isFilled: true, accounts: &accounts)
      return book.discard(slot)
    }
    book.settle(slot, tick: before.tick, leaves: taker.leaves)
    accounts.positions[taker.position].add(
      taker.side, contracts(taker.leaves), worth: taker.basis * Int64(taker.leaves), premium: .zero, reduces: false)
  }
}
