import CMemory

/// A power of two of records in one flat block, where an index past the end wraps round, so that none is out of bounds.
@safe
struct Ring<Record: BitwiseCopyable>: ~Copyable {
  private let region: Region
  private let records: UnsafeMutablePointer<Record>
  /// One less than the number of records.
  let mask: UInt32

  /// A ring of `count` copies of `record`, all resident; `count` must be a power of two.
  init(count: UInt32, repeating record: Record) {
    self.init(unwritten: count, touchedFirst: 1)
    unsafe records.initialize(repeating: record, count: Int(count))
  }

  /// A ring of `count` records whose bytes are all zero; `count` must be a power of two.
  ///
  /// - Parameter touched: makes every page resident now rather than at first use.
  init(unwritten count: UInt32, touched: Bool) {
    self.init(unwritten: count, touchedFirst: touched ? count : 0)
  }

  /// A ring of which the first `first` records are zero and resident; the others are zero if there are none, else undefined.
  private init(unwritten count: UInt32, touchedFirst first: UInt32) {
    precondition(count.nonzeroBitCount == 1, "a ring of \(count) records")
    mask = count - 1
    let stride = MemoryLayout<Record>.stride
    region = Region(byteCount: Int(count) * stride, touched: Int(first) * stride)
    unsafe records = region.start.bindMemory(to: Record.self, capacity: Int(count))
  }

  subscript(index: UInt32) -> Record {
    @inline(__always) unsafeAddress { unsafe UnsafePointer(records + Int(index & mask)) }
    @inline(__always) unsafeMutableAddress { unsafe records + Int(index & mask) }
  }

  /// Asks the processor for a record that will be needed soon.
  @inline(__always) func prefetch(_ index: UInt32) { unsafe apus_prefetch(records + Int(index & mask)) }
}

// The records belong to this value alone, so it may move between threads like any other value.
extension Ring: @unchecked Sendable {}
