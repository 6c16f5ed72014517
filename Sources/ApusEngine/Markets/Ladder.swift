/// The price levels of a book, both sides, best first, and the orders of each level, oldest first.
///
/// A level is known by a key that counts away from its side's best price: the tick itself for sellers, its distance
/// from the top of the window for buyers, whose keys lie below all sellers' keys. The lowest key of a side is its best
/// price, and every rule here is written once. Levels live in pages of 64 that exist only while one of them is occupied.
struct Ladder: ~Copyable {
  /// The oldest and the newest order of a level. Undefined while the level is empty: the tick set knows.
  private struct Level: BitwiseCopyable {
    var head: Slot
    var tail: Slot
  }

  private var occupied: TickSet
  private var levels: Slab<Level>
  private var freePage: UInt32 = Ladder.noPage
  private var pagesUsed: UInt32 = 0
  /// How many keys each side has: at least its ticks, in whole pages.
  private let window: UInt32
  let ticks: UInt32
  // Two numbers, not an array of two: choosing between registers is quicker than indexing memory.
  private var bestBuy = TickSet.none
  private var bestSell = TickSet.none

  private static var noPage: UInt32 { .max }
  /// What even a book of a million orders keeps in use: 4 MiB of pages.
  private static var usualLevels: UInt32 { 1 << 19 }

  /// Two sides without orders over the ticks `0..<ticks`.
  ///
  /// - Parameter orders: how many orders there may ever be, hence how many levels may be occupied at once.
  init(ticks: UInt32, orders: UInt32, touched: Bool) {
    precondition(ticks > 0 && ticks < 1 << 30, "a window of \(ticks) ticks")
    self.ticks = ticks
    window = (ticks + 63) & ~63
    occupied = TickSet(count: 2 * window, touched: touched)
    levels = Slab(unwritten: 64 * min(window / 32, orders), touchedFirst: touched ? Ladder.usualLevels : 0)
  }

  /// The key of the best level, or `TickSet.none` when the side is empty.
  @inline(__always) func best(_ side: BookSide) -> UInt32 { side == .buy ? bestBuy : bestSell }

  /// The same without a branch, for who asks nothing else about the side: sides come at random, and every other guess
  /// would be wrong.
  @inline(__always) func bestUnguessed(_ side: BookSide) -> UInt32 { bestSell ^ (bestSell ^ bestBuy) & flip(side) }

  @inline(__always) private mutating func setBest(_ side: BookSide, to key: UInt32) {
    if side == .buy { bestBuy = key } else { bestSell = key }
  }

  // All ones for buyers, which turns their ticks round; zero for sellers.
  @inline(__always) private func flip(_ side: BookSide) -> UInt32 { side.index &- 1 }

  @inline(__always) func key(of tick: UInt32, _ side: BookSide) -> UInt32 { (tick ^ flip(side)) &+ window }
  @inline(__always) func tick(of key: UInt32, _ side: BookSide) -> UInt32 { (key &- window) ^ flip(side) }

  @inline(__always) private func place(of key: UInt32) -> UInt32 { occupied.label(of: key) &* 64 &+ (key & 63) }

  /// The oldest order at an occupied level.
  @inline(__always) func head(ofKey key: UInt32) -> Slot { levels[place(of: key)].head }

  /// The first occupied level of a side at or after `key`, or `TickSet.none`.
  @inline(__always) func level(from key: UInt32, _ side: BookSide) -> UInt32 {
    let found = occupied.first(from: key)
    return found < window &<< side.index ? found : TickSet.none
  }

  /// Puts an order at the end of its level's queue.
  @inline(__always) mutating func append(_ slot: Slot, in orders: inout Pool<RestingOrder>) {
    let side = orders[slot].side
    precondition(orders[slot].tick < ticks, "tick \(orders[slot].tick) of \(ticks)")
    let key = key(of: orders[slot].tick, side)
    orders[slot].next = noSlot
    guard occupied.contains(key) else { return open(key, side, with: slot, in: &orders) }
    let place = place(of: key)
    let tail = levels[place].tail
    if orders[tail].standsBehind && !orders[slot].standsBehind { return slip(slot, before: tail, in: &orders) }
    orders[slot].previous = tail
    orders[tail].next = slot
    levels[place].tail = slot
  }

  // Apart from a level where nobody hides.
  /// Puts an order before those of its level that stand behind, of which `last` is the last.
  @inline(never) private mutating func slip(_ slot: Slot, before last: Slot, in orders: inout Pool<RestingOrder>) {
    var first = last
    while orders[first].previous != noSlot && orders[orders[first].previous].standsBehind {
      first = orders[first].previous
    }
    let previous = orders[first].previous
    orders[slot].previous = previous
    orders[slot].next = first
    orders[first].previous = slot
    if previous != noSlot {
      orders[previous].next = slot
    } else {
      levels[place(of: key(of: orders[slot].tick, orders[slot].side))].head = slot
    }
  }

  @inline(__always) private mutating func open(
    _ key: UInt32, _ side: BookSide, with slot: Slot, in orders: inout Pool<RestingOrder>
  ) {
    orders[slot].previous = noSlot
    if occupied.groupIsEmpty(of: key) {
      occupied.insert(key, labelling: takePage())
    } else {
      occupied.insert(key)
    }
    levels[place(of: key)] = Level(head: slot, tail: slot)
    if key < best(side) { setBest(side, to: key) }
  }

  /// Takes an order out of its level's queue; its own links are left as they were.
  @inline(__always) mutating func remove(_ slot: Slot, in orders: inout Pool<RestingOrder>) {
    let previous = orders[slot].previous
    let next = orders[slot].next
    if previous != noSlot {
      orders[previous].next = next
      if next != noSlot {
        orders[next].previous = previous
      } else {
        levels[place(of: key(of: orders[slot].tick, orders[slot].side))].tail = previous
      }
    } else if next != noSlot {
      orders[next].previous = noSlot
      levels[place(of: key(of: orders[slot].tick, orders[slot].side))].head = next
    } else {
      close(key(of: orders[slot].tick, orders[slot].side), orders[slot].side)
    }
  }

  @inline(__always) private mutating func close(_ key: UInt32, _ side: BookSide) {
    let page = occupied.label(of: key)
    if occupied.remove(key) { give(back: page) }
    if key == best(side) { setBest(side, to: level(from: key, side)) }
  }

  // A page is free or used as a whole; a free one keeps the number of the next in its first level.
  private mutating func takePage() -> UInt32 {
    if freePage != Ladder.noPage {
      let page = freePage
      freePage = levels[page &* 64].head
      return page
    }
    precondition(pagesUsed < levels.count / 64, "more than \(pagesUsed) pages of levels")
    pagesUsed += 1
    return pagesUsed - 1
  }

  private mutating func give(back page: UInt32) {
    levels[page &* 64] = Level(head: freePage, tail: noSlot)
    freePage = page
  }

  /// Asks the processor for what says whether a level is occupied; any tick is harmless.
  @inline(__always) func prefetchGroup(_ tick: UInt32, _ side: BookSide) { occupied.prefetch(key(of: tick, side)) }
}
