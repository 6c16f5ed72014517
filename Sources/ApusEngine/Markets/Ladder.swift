/// One side of a book: its price levels, best first, and the orders of each, oldest first.
///
/// Levels are kept under a key that counts away from the best end of the window: the tick itself for sellers, its
/// distance from the top for buyers. The lowest key is then the best price on either side, and every rule here is
/// written once. Levels live in pages of 64 that exist only while one of them is occupied.
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
  private let flip: UInt32
  private let offset: UInt32

  /// The key of the best level, or `TickSet.none` when the side is empty.
  private(set) var best: UInt32 = TickSet.none

  private static var noPage: UInt32 { .max }

  /// A side without orders over the ticks `0..<ticks`.
  ///
  /// - Parameter orders: how many orders it may ever hold, hence how many levels may be occupied at once.
  init(_ side: BookSide, ticks: UInt32, orders: UInt32, touched: Bool) {
    occupied = TickSet(count: ticks)
    levels = Slab(unwritten: 64 * min((ticks + 63) / 64, orders), touched: touched)
    flip = side == .buy ? .max : 0
    offset = side == .buy ? ticks : 0
  }

  var ticks: UInt32 { occupied.count }

  /// The key of a tick, and the tick of a key: distance from the best end is its own inverse up to the offset.
  @inline(__always) func key(of tick: UInt32) -> UInt32 { (tick ^ flip) &+ offset }
  @inline(__always) func tick(of key: UInt32) -> UInt32 { (key &- offset) ^ flip }

  @inline(__always) private func place(of key: UInt32) -> UInt32 { occupied.label(of: key) &* 64 &+ (key & 63) }

  /// The oldest order at an occupied level.
  @inline(__always) func head(ofKey key: UInt32) -> Slot { levels[place(of: key)].head }

  /// The first occupied key at or after `key`, or `TickSet.none`.
  @inline(__always) func level(from key: UInt32) -> UInt32 { occupied.first(from: key) }

  /// Puts an order at the end of its level's queue.
  @inline(__always) mutating func append(_ slot: Slot, at tick: UInt32, in orders: inout Pool<RestingOrder>) {
    let key = key(of: tick)
    orders[slot].next = noSlot
    guard occupied.contains(key) else { return open(key, with: slot, in: &orders) }
    let place = place(of: key)
    let tail = levels[place].tail
    orders[slot].previous = tail
    orders[tail].next = slot
    levels[place].tail = slot
  }

  @inline(__always) private mutating func open(_ key: UInt32, with slot: Slot, in orders: inout Pool<RestingOrder>) {
    orders[slot].previous = noSlot
    if occupied.groupIsEmpty(of: key) {
      occupied.insert(key, labelling: takePage())
    } else {
      occupied.insert(key)
    }
    levels[place(of: key)] = Level(head: slot, tail: slot)
    if key < best { best = key }
  }

  /// Takes an order out of its level's queue; its own links are left as they were.
  @inline(__always) mutating func remove(_ slot: Slot, in orders: inout Pool<RestingOrder>) {
    let previous = orders[slot].previous
    let next = orders[slot].next
    if previous != noSlot {
      orders[previous].next = next
      if next != noSlot { orders[next].previous = previous; return }
      levels[place(of: key(of: orders[slot].tick))].tail = previous
    } else if next != noSlot {
      orders[next].previous = noSlot
      levels[place(of: key(of: orders[slot].tick))].head = next
    } else {
      close(key(of: orders[slot].tick))
    }
  }

  @inline(__always) private mutating func close(_ key: UInt32) {
    let page = occupied.label(of: key)
    if occupied.remove(key) { give(back: page) }
    if key == best { best = occupied.first(from: key) }
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

  /// Asks the processor for what says whether a tick is occupied; any tick is harmless.
  @inline(__always) func prefetch(tick: UInt32) { occupied.prefetch(key(of: tick)) }
}
