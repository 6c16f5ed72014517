/// The number of a record in a pool; `noSlot` names none.
typealias Slot = UInt32

/// The slot that names no record.
@inline(__always) var noSlot: Slot { 0 }

/// Records that are taken and given back one at a time, addressed by slots `1...capacity`.
///
/// A slot stays what it is while its record is in use, so another slab may hold more about the same thing under the
/// same number. Free records form a list threaded through their first four bytes; the last given back is the first
/// taken, because it is the likeliest to be in cache.
struct Pool<Record: BitwiseCopyable>: ~Copyable {
  private var records: Slab<Record>
  private var firstFree: Slot = noSlot
  private var lastUsed: Slot = noSlot
  private(set) var count: UInt32 = 0

  /// A pool of at most `capacity` records, all free.
  ///
  /// - Parameter touched: makes the memory resident now rather than at first use.
  init(capacity: UInt32, touched: Bool = false) {
    precondition(MemoryLayout<Record>.size >= MemoryLayout<Slot>.size, "a record too small to hold a link")
    precondition(capacity < .max, "a pool of \(capacity) records leaves no slot for none")
    records = Slab(unwritten: capacity + 1, touched: touched)
  }

  var capacity: UInt32 { records.count &- 1 }
  var isFull: Bool { count == capacity }

  /// The highest slot ever taken; slots above it have never been written.
  var highest: Slot { lastUsed }

  subscript(slot: Slot) -> Record {
    @inline(__always) unsafeAddress { unsafe records.address(of: slot) }
    @inline(__always) unsafeMutableAddress { unsafe records.mutableAddress(of: slot) }
  }

  /// Takes a free record, whose content is undefined, or answers `noSlot` when the pool is full.
  @inline(__always) mutating func take() -> Slot {
    let slot: Slot
    if firstFree != noSlot {
      slot = firstFree
      firstFree = records.link(at: slot)
    } else {
      guard lastUsed < capacity else { return noSlot }
      lastUsed &+= 1
      slot = lastUsed
    }
    count &+= 1
    return slot
  }

  /// Gives a record back; its slot may be handed out again at once.
  @inline(__always) mutating func give(back slot: Slot) {
    precondition(slot != noSlot && count > 0, "slot \(slot) given back with \(count) in use")
    records.setLink(at: slot, to: firstFree)
    firstFree = slot
    count &-= 1
  }

  /// Asks the processor for a record that will be needed soon; any slot is harmless.
  @inline(__always) func prefetch(_ slot: Slot) { records.prefetch(slot) }
}
