import ApusModel

// The venue's own orders, which nothing is asked about.

extension Market {
  /// Closes a position against the book for what that gives, as far as a level; nothing of it rests.
  mutating func closeInBook(
    _ slot: Slot, within worst: UInt32, _ arrival: Arrival, accounts: inout Accounts, events: inout EventBuffer
  ) {
    let position = accounts.positions[slot].position
    let side: Side = position.quantity > .zero ? .sell : .buy
    guard let touch = book.best(BookSide(side.opposite)) else { return }
    let command = PlaceOrder(
      account: position.account, instrument: id, side: side, type: .market, timeInForce: .immediateOrCancel,
      instructions: .reduceOnly, quantity: position.quantity.magnitude)
    // A position may be larger than the largest order, but not than what 32 bits of lots hold.
    var order = IncomingOrder(
      command, arrival, side: side, lots: UInt32(clamping: wholeLots(in: position.quantity.magnitude)), level: touch,
      lotValue: lotValue(at: touch), position: slot)
    // The venue closes nobody at prices it would refuse itself.
    cap(&order)
    order.limit = side == .buy ? min(order.limit, worst) : max(order.limit, worst)
    order.funds = .unaffordable
    accept(&order, command, arrival, accounts: &accounts, events: &events)
  }

  /// Closes a part of a position within a level, all of it or nothing.
  mutating func closePart(
    _ slot: Slot, _ lots: UInt32, within level: UInt32, _ arrival: Arrival, accounts: inout Accounts,
    events: inout EventBuffer
  ) {
    let position = accounts.positions[slot].position
    let command = PlaceOrder(
      account: position.account, instrument: id, side: position.quantity > .zero ? .sell : .buy,
      timeInForce: .fillOrKill, instructions: .reduceOnly, price: price(of: level), quantity: contracts(lots))
    var order = IncomingOrder(
      command, arrival, side: command.side, lots: lots, level: level, lotValue: lotValue(at: level), position: slot)
    accept(&order, command, arrival, accounts: &accounts, events: &events)
  }
}
