import CMemory

/// A fixed number of records in one flat block; every access is checked, in release builds too.
@safe
struct Slab<Record: BitwiseCopyable>: ~Copyable {
  private let region: Region
  private let records: UnsafeMutablePointer<Record>
  let count: UInt32

  /// A slab of `count` copies of `record`, all resident.
  init(count: UInt32, repeating record: Record) {
    self.init(unwritten: count, touchedFirst: 1)
    unsafe records.initialize(repeating: record, count: Int(count))
  }

  /// A slab of records whose bytes are all zero, so that memory in reserve costs nothing.
  ///
  /// - Parameter touched: makes every page resident now rather than at first use.
  init(unwritten count: UInt32, touched: Bool = false) {
    self.init(unwritten: count, touchedFirst: touched ? count : 0)
  }

  /// A slab of which the first `first` records are zero and resident; the others are zero if there are none, else undefined.
  init(unwritten count: UInt32, touchedFirst first: UInt32) {
    precondition(count > 0, "a slab without records")
    self.count = count
    let stride = MemoryLayout<Record>.stride
    region = Region(byteCount: Int(count) * stride, touched: Int(min(first, count)) * stride)
    unsafe records = region.start.bindMemory(to: Record.self, capacity: Int(count))
  }

  subscript(index: UInt32) -> Record {
    @inline(__always) unsafeAddress { unsafe address(of: index) }
    @inline(__always) unsafeMutableAddress { unsafe mutableAddress(of: index) }
  }

  /// Where a record is; for containers in this folder that hand it on.
  @inline(__always) func address(of index: UInt32) -> UnsafePointer<Record> {
    precondition(index < count, "record \(index) of \(count)")
    return unsafe UnsafePointer(records + Int(index))
  }

  /// Where a record is, to change it; for containers in this folder that hand it on.
  @inline(__always) func mutableAddress(of index: UInt32) -> UnsafeMutablePointer<Record> {
    precondition(index < count, "record \(index) of \(count)")
    return unsafe records + Int(index)
  }

  /// The first four bytes of a record, read as a link; how a pool threads its free records.
  @inline(__always) func link(at index: UInt32) -> UInt32 {
    precondition(index < count, "record \(index) of \(count)")
    return unsafe UnsafeRawPointer(records + Int(index)).load(as: UInt32.self)
  }

  /// Overwrites the first four bytes of a record with a link.
  @inline(__always) mutating func setLink(at index: UInt32, to link: UInt32) {
    precondition(index < count, "record \(index) of \(count)")
    unsafe UnsafeMutableRawPointer(records + Int(index)).storeBytes(of: link, as: UInt32.self)
  }

  /// Asks the processor for a record that will be needed soon; any index is harmless.
  @inline(__always) func prefetch(_ index: UInt32) {
    let record = unsafe UnsafeRawPointer(records + Int(index < count ? index : 0))
    unsafe apus_prefetch(record)
    // The second line of a record that fills two.
    if MemoryLayout<Record>.stride > 64 { unsafe apus_prefetch(record + 64) }
  }
}

// The records belong to this value alone, so it may move between threads like any other value.
extension Slab: @unchecked Sendable {}
