/// Where the record with a given 64-bit number is: number → slot, by open addressing with a fixed hash.
///
/// An entry is 8 bytes: 32 bits of the number's hash and the slot. The map does not hold the numbers themselves, so
/// it offers candidates and the caller's pool confirms them. There are at least twice as many entries as
/// records, and removal closes the gap it leaves, so the map never ages.
struct SlotMap: ~Copyable {
  private var entries: Ring<UInt64>
  private let shift: UInt32
  private(set) var count: UInt32 = 0

  /// A map for at most `capacity` numbers.
  ///
  /// - Parameter touched: makes its memory resident now rather than at first use.
  init(capacity: UInt32, touched: Bool = false) {
    precondition(capacity <= 1 << 30, "a map of \(capacity) numbers")
    var size: UInt32 = 16
    while size < 2 * capacity { size *= 2 }
    entries = Ring(unwritten: size, touched: touched)
    shift = UInt32(size.leadingZeroBitCount + 1)
  }

  /// One place where a number may be found.
  struct Candidate: BitwiseCopyable {
    fileprivate var position: UInt32
    fileprivate let tag: UInt32
    /// The slot to confirm, or `noSlot` when the number is not in the map.
    fileprivate(set) var slot: Slot
  }

  /// The finaliser of splitmix64, of which the upper half is kept.
  @inline(__always) private static func tag(of number: UInt64) -> UInt32 {
    var bits = number
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return UInt32(truncatingIfNeeded: (bits ^ (bits >> 31)) >> 32)
  }

  // The upper bits choose the place, so that an entry's home is known from the entry alone.
  @inline(__always) private func home(of tag: UInt32) -> UInt32 { tag &>> shift }

  /// The first slot that may hold `number`.
  @inline(__always) func candidate(for number: UInt64) -> Candidate {
    let tag = SlotMap.tag(of: number)
    return nextMatch(from: home(of: tag), tag: tag)
  }

  /// The next slot that may hold the same number, after `candidate` turned out to hold another.
  @inline(__always) func candidate(after candidate: Candidate) -> Candidate {
    nextMatch(from: candidate.position &+ 1, tag: candidate.tag)
  }

  @inline(__always) private func nextMatch(from start: UInt32, tag: UInt32) -> Candidate {
    var position = start
    while true {
      let entry = entries[position]
      if UInt32(truncatingIfNeeded: entry >> 32) == tag || entry == 0 {
        return Candidate(position: position, tag: tag, slot: Slot(truncatingIfNeeded: entry))
      }
      position &+= 1
    }
  }

  /// Adds a number that is not in the map.
  @inline(__always) mutating func insert(_ number: UInt64, at slot: Slot) {
    precondition(slot != noSlot && count <= entries.mask / 2, "slot \(slot) into a map of \(count) numbers")
    let tag = SlotMap.tag(of: number)
    var position = home(of: tag)
    while entries[position] != 0 { position &+= 1 }
    entries[position] = UInt64(tag) << 32 | UInt64(slot)
    count &+= 1
  }

  /// Removes a number that is in the map at `slot`.
  @inline(__always) mutating func remove(_ number: UInt64, at slot: Slot) {
    let tag = SlotMap.tag(of: number)
    let entry = UInt64(tag) << 32 | UInt64(slot)
    var position = home(of: tag)
    while entries[position] != entry {
      precondition(entries[position] != 0, "number \(number) is not in the map")
      position &+= 1
    }
    closeGap(at: position)
    count &-= 1
  }

  // Moves back every later entry of the cluster that may stand at the gap, so that no search ends early.
  @inline(__always) private mutating func closeGap(at start: UInt32) {
    var gap = start
    var position = gap &+ 1
    while true {
      let entry = entries[position]
      if entry == 0 { break }
      let home = home(of: UInt32(truncatingIfNeeded: entry >> 32))
      if (position &- home) & entries.mask >= position &- gap {
        entries[gap] = entry
        gap = position
      }
      position &+= 1
    }
    entries[gap] = 0
  }

  /// Asks the processor for the place where `number` would be.
  @inline(__always) func prefetch(_ number: UInt64) { entries.prefetch(home(of: SlotMap.tag(of: number))) }

  /// A slot that may hold `number`, good only for fetching ahead: nobody has confirmed it.
  @inline(__always) func guess(for number: UInt64) -> Slot {
    Slot(truncatingIfNeeded: entries[home(of: SlotMap.tag(of: number))])
  }
}
