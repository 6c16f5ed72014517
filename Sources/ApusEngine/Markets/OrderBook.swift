/// The orders resting in one market: price, then time, on both sides, and found again by their number.
///
/// The book knows nothing of accounts' money or of matching rules; it keeps order. An order's slot stays the same
/// from `rest` to `remove`, so the caller may keep more about it in a slab of its own under the same number.
/// Nothing is allocated after the start.
struct OrderBook: ~Copyable {
  private var orders: Pool<RestingOrder>
  private var index: SlotMap
  private var ladder: Ladder

  /// An empty book.
  ///
  /// - Parameters:
  ///   - capacity: how many orders may rest at once.
  ///   - ticks: prices are the ticks `0..<ticks`.
  ///   - touched: makes all memory resident now, for a venue that expects a full book.
  init(capacity: UInt32, ticks: UInt32, touched: Bool = false) {
    orders = Pool(capacity: capacity, touched: touched)
    index = SlotMap(capacity: capacity, touched: touched)
    ladder = Ladder(ticks: ticks, orders: capacity, touched: touched)
  }

  /// How many orders rest.
  var count: UInt32 { orders.count }
  /// How many orders the index knows: as many as rest, or the book is broken.
  var indexedCount: UInt32 { index.count }
  var capacity: UInt32 { orders.capacity }
  var isFull: Bool { orders.isFull }
  var ticks: UInt32 { ladder.ticks }

  /// The order in a slot that is in use.
  @inline(__always) subscript(slot: Slot) -> RestingOrder {
    @inline(__always) _read { yield orders[slot] }
  }

  // MARK: Finding

  /// The slot of the order with this number, or `noSlot`.
  @inline(__always) func find(_ id: UInt64) -> Slot {
    var candidate = index.candidate(for: id)
    while candidate.slot != noSlot && orders[candidate.slot].id != id {
      candidate = index.candidate(after: candidate)
    }
    return candidate.slot
  }

  /// The best tick of a side, or nothing when it is empty.
  @inline(__always) func best(_ side: BookSide) -> UInt32? {
    let key = ladder.best(side)
    return key == TickSet.none ? nil : ladder.tick(of: key, side)
  }

  /// The same without a branch on the side.
  @inline(__always) func bestUnguessed(_ side: BookSide) -> UInt32? {
    let key = ladder.bestUnguessed(side)
    return key == TickSet.none ? nil : ladder.tick(of: key, side)
  }

  /// The order of `side` that trades first, or `noSlot` when the side is empty.
  @inline(__always) func head(_ side: BookSide) -> Slot {
    let best = ladder.best(side)
    return best == TickSet.none ? noSlot : ladder.head(ofKey: best)
  }

  /// The order of `side` that trades first, if a taker who goes no further than `limit` reaches it; else `noSlot`.
  ///
  /// - Parameter limit: below `ticks`; the last tick or 0 for a taker who goes as far as it takes.
  @inline(__always) func head(_ side: BookSide, within limit: UInt32) -> Slot {
    let best = ladder.best(side)
    return best > ladder.key(of: limit, side) ? noSlot : ladder.head(ofKey: best)
  }

  // MARK: Walking, best level first

  /// The first occupied tick of `side` that is worse than `tick`, or nothing.
  func level(of side: BookSide, after tick: UInt32) -> UInt32? {
    let key = ladder.level(from: ladder.key(of: tick, side) &+ 1, side)
    return key == TickSet.none ? nil : ladder.tick(of: key, side)
  }

  /// The oldest order at an occupied tick; the next younger one is `book[slot].next`, until `noSlot`.
  func front(of side: BookSide, at tick: UInt32) -> Slot { ladder.head(ofKey: ladder.key(of: tick, side)) }

  /// The order that trades after `slot` on its side, or `noSlot` after the last.
  @inline(__always) func next(after slot: Slot) -> Slot {
    let order = orders[slot]
    if order.next != noSlot { return order.next }
    guard let tick = level(of: order.side, after: order.tick) else { return noSlot }
    return front(of: order.side, at: tick)
  }

  // MARK: Changing

  /// Puts a new order at the end of its level's queue; answers its slot, or `noSlot` when the book is full.
  ///
  /// - Parameters:
  ///   - id: a number that no resting order has.
  ///   - tick: below `ticks`.
  ///   - flags: 30 bits of the caller's own, and whether it stands behind; bit 0 is overwritten with the side.
  @inline(__always) mutating func rest(
    _ id: UInt64, _ side: BookSide, tick: UInt32, leaves: UInt32, account: UInt32, flags: UInt32 = 0
  ) -> Slot {
    let slot = orders.take()
    guard slot != noSlot else { return noSlot }
    orders[slot] = RestingOrder(
      id: id, tick: tick, leaves: leaves, account: account, flags: flags & ~1 | side.index)
    index.insert(id, at: slot)
    ladder.append(slot, in: &orders)
    return slot
  }

  /// Takes an order out of the book for good; its slot is free at once.
  @inline(__always) mutating func remove(_ slot: Slot) {
    lift(slot)
    index.remove(orders[slot].id, at: slot)
    orders.give(back: slot)
  }

  /// Sets what is left of an order; it keeps its place in the queue. `leaves` must not be zero.
  @inline(__always) mutating func reduce(_ slot: Slot, to leaves: UInt32) {
    orders[slot].leaves = leaves
  }

  /// Changes the caller's own bits of an order; bit 0, the side, stays.
  @inline(__always) mutating func mark(_ slot: Slot, flags: UInt32) {
    orders[slot].flags = flags & ~1 | orders[slot].flags & 1
  }

  /// Moves an order to the end of the queue at `tick`, with new leaves, under the same number and slot.
  @inline(__always) mutating func requeue(_ slot: Slot, tick: UInt32, leaves: UInt32) {
    lift(slot)
    settle(slot, tick: tick, leaves: leaves)
  }

  /// Takes an order out of its queue but keeps its slot and number, until `settle` or `discard`.
  @inline(__always) mutating func lift(_ slot: Slot) {
    ladder.remove(slot, in: &orders)
  }

  /// Puts a lifted order at the end of the queue at `tick`.
  @inline(__always) mutating func settle(_ slot: Slot, tick: UInt32, leaves: UInt32) {
    orders[slot].tick = tick
    orders[slot].leaves = leaves
    ladder.append(slot, in: &orders)
  }

  /// Forgets a lifted order; its slot is free at once.
  @inline(__always) mutating func discard(_ slot: Slot) {
    index.remove(orders[slot].id, at: slot)
    orders.give(back: slot)
  }

  // MARK: Looking ahead

  /// Whether the book has outgrown the nearer caches, so that fetching ahead pays; before, it costs a third more.
  var wantsLookAhead: Bool { count > OrderBook.lookAheadFrom }

  private static var lookAheadFrom: UInt32 { 65_536 }

  // Three steps bring a coming command's memory near, each following what the step before it fetched. They take the
  // command's fields unchecked, since any value is harmless, and do not ask what kind of command it is:
  // fetching too much costs less than a branch guessed wrong.

  /// First step, about 24 commands early: where the order's number would be found, and which levels are occupied.
  @inline(__always) func fetchIndex(of id: UInt64, _ side: BookSide, tick: UInt32) {
    index.prefetch(id)
    ladder.prefetchGroup(tick, side)
  }

  /// The first step without the levels.
  @inline(__always) func fetchIndex(of id: UInt64) { index.prefetch(id) }

  /// Second step, about 12 commands early: the order itself; answers the slot it asked for.
  @discardableResult
  @inline(__always) func fetchOrder(_ id: UInt64) -> Slot {
    let slot = index.guess(for: id)
    orders.prefetch(slot)
    return slot
  }

  /// Third step, about 6 commands early: the order's neighbours in the queue; answers the order's own slot.
  @discardableResult
  @inline(__always) func fetchNeighbours(_ id: UInt64) -> Slot {
    let slot = index.guess(for: id)
    orders.prefetch(orders[slot].previous)
    orders.prefetch(orders[slot].next)
    return slot
  }

  /// While a taker eats through a queue: what removing the next order will need, and the order after that.
  @inline(__always) func fetchFollowers(of slot: Slot) {
    let next = orders[slot].next
    index.prefetch(orders[next].id)
    orders.prefetch(orders[next].next)
  }
}
