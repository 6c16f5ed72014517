import CJournal

/// Bytes with one owner, grown by doubling and never shrunk; numbers in them are little-endian, every access is checked.
///
/// It may move between threads; `mutating` and ownership keep two of them from using it at once.
@safe struct Memory: ~Copyable, @unchecked Sendable {
  private(set) var capacity: Int
  private var base: UnsafeMutableRawPointer

  init(capacity: Int) {
    self.capacity = capacity
    unsafe base = .allocate(byteCount: capacity, alignment: 4096)
    unsafe memset(base, 0, capacity)
  }

  deinit { unsafe base.deallocate() }

  /// Makes room for `bytes` in all, keeping what is there.
  mutating func reserve(_ bytes: Int) {
    if bytes <= capacity { return }
    var grown = Memory(capacity: max(bytes, capacity * 2))
    unsafe grown.base.copyMemory(from: base, byteCount: capacity)
    swap(&self, &grown)
  }

  @inline(__always)
  private func check(_ offset: Int, _ count: Int) {
    precondition(offset >= 0 && count >= 0 && offset <= capacity - count, "\(offset), \(count) outside of \(capacity)")
  }

  @inline(__always)
  func load<Number: FixedWidthInteger & BitwiseCopyable>(_ type: Number.Type, at offset: Int) -> Number {
    check(offset, MemoryLayout<Number>.size)
    return unsafe Number(littleEndian: base.loadUnaligned(fromByteOffset: offset, as: Number.self))
  }

  @inline(__always)
  mutating func store<Number: FixedWidthInteger & BitwiseCopyable>(_ number: Number, at offset: Int) {
    check(offset, MemoryLayout<Number>.size)
    unsafe base.storeBytes(of: number.littleEndian, toByteOffset: offset, as: Number.self)
  }

  mutating func store(_ bytes: RawSpan, at offset: Int) {
    check(offset, bytes.byteCount)
    let target = unsafe base + offset
    unsafe bytes.withUnsafeBytes { source in
      if let start = source.baseAddress { unsafe target.copyMemory(from: start, byteCount: source.count) }
    }
  }

  mutating func clear(_ offset: Int, _ count: Int) {
    check(offset, count)
    unsafe memset(base + offset, 0, count)
  }

  func isZero(_ offset: Int, _ count: Int) -> Bool {
    check(offset, count)
    // Comparing the bytes with themselves one further on lets the C library do it a vector at a time.
    return unsafe count == 0
      || (load(UInt8.self, at: offset) == 0 && memcmp(base + offset, base + offset + 1, count - 1) == 0)
  }

  @inline(__always)
  func checksum(_ offset: Int, _ count: Int, from seed: UInt32 = 0) -> UInt32 {
    check(offset, count)
    return unsafe apus_crc32c(seed, base + offset, count)
  }

  func write(_ place: Int, _ count: Int, to file: borrowing OpenFile, at offset: Int) throws(JournalError) {
    try unsafe withBytes(place, count) { bytes throws(JournalError) in try unsafe file.write(bytes, at: offset) }
  }

  @inline(__always)
  func withBytes<Result, Failure>(
    _ offset: Int, _ count: Int, _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    check(offset, count)
    return try unsafe body(UnsafeRawBufferPointer(start: base + offset, count: count))
  }

  @inline(__always)
  mutating func withMutableBytes<Result, Failure>(
    _ offset: Int, _ count: Int, _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    check(offset, count)
    return try unsafe body(UnsafeMutableRawBufferPointer(start: base + offset, count: count))
  }
}
