/// A way in which a book contradicts itself; each is a bug, never a state an order can cause.
enum BookFault: Equatable {
  /// The queues, the pool and the index do not hold equally many orders.
  case counts(queued: UInt32, pooled: UInt32, indexed: UInt32)
  /// An order is not found under its own number.
  case lost(id: UInt64)
  /// An order stands on a side or level that is not its own, has nothing left, or does not know its neighbour.
  case misplaced(id: UInt64)
  /// A level comes after one that is worse.
  case levels(tick: UInt32)
}

extension OrderBook {
  /// Checks from scratch that levels are in order, that queues are whole, and that every order is found by its number.
  ///
  /// Takes time in proportion to the orders; answers the first fault, or nothing.
  func audit() -> BookFault? {
    var queued: UInt32 = 0
    for side in [BookSide.buy, .sell] {
      var tick = best(side)
      while let here = tick {
        if let fault = auditQueue(side, here, &queued) { return fault }
        tick = level(of: side, after: here)
        if let worse = tick, side == .buy ? worse >= here : worse <= here { return .levels(tick: worse) }
      }
    }
    if queued != count || queued != indexedCount {
      return .counts(queued: queued, pooled: count, indexed: indexedCount)
    }
    return nil
  }

  private func auditQueue(_ side: BookSide, _ tick: UInt32, _ queued: inout UInt32) -> BookFault? {
    var previous = noSlot
    var slot = front(of: side, at: tick)
    while slot != noSlot {
      let order = self[slot]
      if order.side != side || order.tick != tick || order.previous != previous || order.leaves == 0 || queued == count
      {
        return .misplaced(id: order.id)
      }
      if find(order.id) != slot { return .lost(id: order.id) }
      queued += 1
      previous = slot
      slot = order.next
    }
    return nil
  }
}
