/// Which way a position stands.
enum Direction: BitwiseCopyable {
  case long
  case short
}

/// Where a position hangs on the ladder, and the lights its owner was last told of.
struct RiskPlace: BitwiseCopyable {
  fileprivate var previous: Slot = noSlot
  fileprivate var next: Slot = noSlot
  fileprivate var key: UInt32 = TickSet.none
  /// Lights of the deleveraging queue, 1 to 5; 0 while none was told.
  var lights: UInt8 = 0

  /// Whether it hangs on the ladder at all.
  var isPlaced: Bool { key != TickSet.none }
}

/// The positions of one market by the mark that reaches them first: longs from above, shorts from below.
///
/// A mark that moves looks at the levels it has reached and at no other, so its cost grows with the positions it reaches.
/// A level is a tick, or several neighbouring ones in a market with very many. Like the ladder of a book it counts in
/// keys away from the price: those of longs lie below all of those of shorts.
struct RiskLadder: ~Copyable {
  private var occupied: TickSet
  /// The first position of each level; undefined while the level is empty.
  private var heads: Slab<Slot>
  private let shift: UInt32
  /// Levels of each direction.
  private let window: UInt32
  private let ticks: UInt32

  private static var mostLevels: UInt32 { 1 << 22 }

  /// No positions, for marks of the ticks `0..<ticks`.
  init(ticks: UInt32) {
    var shift: UInt32 = 0
    while ticks >> shift > RiskLadder.mostLevels { shift += 1 }
    self.shift = shift
    self.ticks = ticks
    window = (ticks >> shift) + 1
    occupied = TickSet(count: 2 * window)
    heads = Slab(unwritten: 2 * window)
  }

  private func key(of tick: UInt32, _ direction: Direction) -> UInt32 {
    let level = min(tick, ticks - 1) >> shift
    return direction == .long ? window - 1 - level : window + level
  }

  /// The highest level of a direction to be reached that the mark has reached, as any of its positions; else `noSlot`.
  ///
  /// - Parameter tick: the mark's, for longs rounded up and for shorts down.
  func reached(_ direction: Direction, by tick: UInt32) -> Slot {
    let first = occupied.first(from: direction == .long ? 0 : window)
    guard first != TickSet.none, first <= key(of: tick, direction) else { return noSlot }
    return heads[first]
  }

  /// Hangs a position up at the mark that will reach it.
  mutating func place(_ slot: Slot, _ direction: Direction, at tick: UInt32, in places: inout Slab<RiskPlace>) {
    let key = key(of: tick, direction)
    places[slot].previous = noSlot
    places[slot].next = noSlot
    places[slot].key = key
    if occupied.contains(key) {
      places[slot].next = heads[key]
      places[heads[key]].previous = slot
    } else {
      occupied.include(key)
    }
    heads[key] = slot
  }

  /// Takes a position down, if it hangs.
  mutating func remove(_ slot: Slot, in places: inout Slab<RiskPlace>) {
    let place = places[slot]
    guard place.isPlaced else { return }
    places[slot].key = TickSet.none
    if place.next != noSlot { places[place.next].previous = place.previous }
    if place.previous != noSlot {
      places[place.previous].next = place.next
    } else if place.next != noSlot {
      heads[place.key] = place.next
    } else {
      _ = occupied.remove(place.key)
    }
  }

  /// Whether a position hangs where this mark, or an earlier one, reaches it.
  func covers(_ slot: Slot, _ direction: Direction, at tick: UInt32, in places: borrowing Slab<RiskPlace>) -> Bool {
    places[slot].isPlaced && places[slot].key <= key(of: tick, direction)
  }
}
