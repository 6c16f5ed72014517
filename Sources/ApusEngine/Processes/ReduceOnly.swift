import ApusModel

extension Engine {
  /// Shrinks or cancels reduce-only orders that exceed what is left to reduce, the least aggressive first.
  @inline(__always) mutating func trimReduceOnlyOrders(into events: inout EventBuffer) {
    // The list may grow no further: trimming touches only positions that are already on it.
    for index in 0..<accounts.touchedPositions {
      let position = accounts.touchedPosition(index)
      if accounts.positions[position].position.reduceOnlyOrders > 0 { trim(position, into: &events) }
    }
  }

  private mutating func trim(_ slot: Slot, into events: inout EventBuffer) {
    let market = Int(accounts.positions[slot].position.instrument.rawValue)
    while let (order, excess) = leastAggressiveExcess(slot, market) {
      let leaves = markets[market].book[order].leaves
      if excess >= leaves {
        markets[market].cancel(order, .nothingToReduce, accounts: &accounts, events: &events)
      } else {
        shrink(order, to: leaves - excess, slot, market, into: &events)
      }
    }
  }

  /// The reduce-only order farthest from trading and the lots by which all of its side exceed the position.
  private func leastAggressiveExcess(_ slot: Slot, _ market: Int) -> (order: Slot, excess: UInt32)? {
    let position = accounts.positions[slot].position
    for side in [Side.buy, .sell] {
      var total: Int64 = 0
      var farthest = noSlot
      var order = accounts.positions[slot].newestOrder
      while order != noSlot {
        let resting = markets[market].book[order]
        if Side(resting.side) == side && resting.flags & OrderFlag.reduceOnly != 0 {
          total += Int64(resting.leaves)
          if farthest == noSlot || isFarther(resting.tick, than: markets[market].book[farthest].tick, side) {
            farthest = order
          }
        }
        order = markets[market].details[order].older
      }
      let excess = total - position.closable(by: side).rawValue / markets[market].terms.lot.rawValue
      if excess > 0 && farthest != noSlot { return (farthest, UInt32(excess)) }
    }
    return nil
  }

  private func isFarther(_ tick: UInt32, than other: UInt32, _ side: Side) -> Bool {
    side == .buy ? tick < other : tick > other
  }

  private mutating func shrink(
    _ order: Slot, to leaves: UInt32, _ slot: Slot, _ market: Int, into events: inout EventBuffer
  ) {
    let before = markets[market].book[order]
    let less = before.leaves - leaves
    accounts.positions[slot].remove(
      Side(before.side), markets[market].contracts(less),
      worth: markets[market].details[order].lotValue * Int64(less),
      premium: markets[market].details[order].premium * Int64(less))
    markets[market].details[order].lots -= less
    markets[market].book.reduce(order, to: leaves)
    accounts.touch(slot)
    stateAmended(market, order, byVenue: true, into: &events)
  }
}
