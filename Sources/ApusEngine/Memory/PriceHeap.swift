/// Slots in the order of a key, then of a number: the lowest key first, of equals the lowest number.
///
/// Putting in and taking out cost a few steps for each doubling of what it holds. The order depends on keys and numbers
/// alone, never on the order in which they came.
struct PriceHeap: ~Copyable {
  /// One slot and what it is ordered by.
  struct Entry: BitwiseCopyable {
    var key: Int64
    var number: UInt64
    var slot: Slot

    fileprivate func isAhead(of other: Entry) -> Bool {
      key != other.key ? key < other.key : number < other.number
    }
  }

  private var entries: Slab<Entry>
  /// Where each slot stands.
  private var places: Slab<UInt32>
  private(set) var count: UInt32 = 0

  /// A heap for the slots `1...capacity`.
  init(capacity: UInt32) {
    entries = Slab(unwritten: capacity + 1)
    places = Slab(unwritten: capacity + 1)
  }

  /// The entry that comes first, or nothing.
  var first: Entry? { count == 0 ? nil : entries[0] }

  /// Adds a slot that is not in it.
  mutating func insert(_ slot: Slot, key: Int64, number: UInt64) {
    count += 1
    raise(Entry(key: key, number: number, slot: slot), from: count - 1)
  }

  /// Takes out a slot that is in it.
  mutating func remove(_ slot: Slot) {
    let place = places[slot]
    precondition(place < count && entries[place].slot == slot, "slot \(slot) is not in the heap")
    count -= 1
    if place == count { return }
    let last = entries[count]
    if place > 0 && last.isAhead(of: entries[(place - 1) / 2]) { raise(last, from: place) } else { sink(last, place) }
  }

  private mutating func put(_ entry: Entry, at place: UInt32) {
    entries[place] = entry
    places[entry.slot] = place
  }

  private mutating func raise(_ entry: Entry, from start: UInt32) {
    var place = start
    while place > 0 {
      let parent = (place - 1) / 2
      guard entry.isAhead(of: entries[parent]) else { break }
      put(entries[parent], at: place)
      place = parent
    }
    put(entry, at: place)
  }

  private mutating func sink(_ entry: Entry, _ start: UInt32) {
    var place = start
    while 2 * place + 1 < count {
      var child = 2 * place + 1
      if child + 1 < count && entries[child + 1].isAhead(of: entries[child]) { child += 1 }
      guard entries[child].isAhead(of: entry) else { break }
      put(entries[child], at: place)
      place = child
    }
    put(entry, at: place)
  }
}
