/// The frames collected for one commit, with room in front for the headers, so that they leave in one write.
struct Batch: ~Copyable, Sendable {
  static let blockHeader = SegmentHeader.size
  static let frames = SegmentHeader.size + BlockHeader.size

  private(set) var memory: Memory
  private(set) var end = Batch.frames
  private(set) var count: UInt32 = 0
  private var checksum: UInt32 = 0

  init(capacity: Int) { memory = Memory(capacity: Batch.frames + capacity) }

  var isEmpty: Bool { count == 0 }

  /// The size of the block in bytes, its header included.
  var blockSize: Int { end - Self.blockHeader }

  mutating func append(_ sequence: UInt64, _ payload: RawSpan) {
    makeRoom(for: payload.byteCount)
    memory.store(payload, at: end + Frame.header)
    seal(sequence, payload.byteCount)
  }

  mutating func append<Failure>(
    _ sequence: UInt64, capacity: Int, _ write: (inout OutputRawSpan) throws(Failure) -> Void
  ) throws(Failure) {
    makeRoom(for: capacity)
    let payload = try unsafe memory.withMutableBytes(end + Frame.header, capacity) { bytes throws(Failure) in
      var output = unsafe OutputRawSpan(buffer: bytes, initializedCount: 0)
      try write(&output)
      return unsafe output.finalize(for: bytes)
    }
    seal(sequence, payload)
  }

  private mutating func makeRoom(for payload: Int) {
    let size = Frame.size(payload: payload)
    precondition(end + size <= Int(UInt32.max), "a batch of \(end + size) bytes")
    memory.reserve(end + size)
  }

  private mutating func seal(_ sequence: UInt64, _ payload: Int) {
    let size = Frame.size(payload: payload)
    memory.clear(end + Frame.header + payload, size - Frame.header - payload)
    // Each frame's checksum covers its bytes, so the block need only cover the checksums.
    Frame.seal(&memory, at: end, sequence: sequence, payload: payload)
    checksum = memory.checksum(end, 4, from: checksum)
    end += size
    count += 1
  }

  /// Puts the block's header before the frames and returns the link to it.
  mutating func seal(identity: UInt64, after end: ChainEnd) -> Link {
    let header = BlockHeader(
      identity: identity, first: end.sequence + 1, previous: end.link, count: count,
      length: UInt32(blockSize - BlockHeader.size), framesChecksum: checksum)
    return header.write(to: &memory, at: Self.blockHeader)
  }

  /// Puts a segment's header before the block's.
  mutating func begin(_ segment: SegmentHeader) { segment.write(to: &memory, at: 0) }

  func write(from start: Int, to file: borrowing OpenFile, at offset: Int) throws(JournalError) {
    try memory.write(start, end - start, to: file, at: offset)
  }

  mutating func clear() {
    end = Self.frames
    count = 0
    checksum = 0
  }
}
