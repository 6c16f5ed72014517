/// A stretch of a file held in memory while blocks are read from it in order.
struct Window: ~Copyable, Sendable {
  let file: OpenFile
  private(set) var memory: Memory
  private var start = 0
  private var count = 0
  /// Bytes of the next read: a reader that follows the writer asks for little, one that catches up for much.
  private var stride = Window.firstRead
  private let chunk: Int

  private static let firstRead = 1 << 14

  init(_ file: consuming OpenFile, chunk: Int) {
    self.file = file
    self.chunk = chunk
    memory = Memory(capacity: Self.firstRead)
  }

  /// Where in memory the bytes at `offset` are, read if not held; nil if the file ends before `needed` of them.
  @inline(__always)
  mutating func place(of offset: Int, needed: Int) throws(JournalError) -> Int? {
    if offset >= start && offset + needed <= start + count { return offset - start }
    return try fetch(offset, needed)
  }

  private mutating func fetch(_ offset: Int, _ needed: Int) throws(JournalError) -> Int? {
    memory.reserve(max(needed, stride))
    count = 0
    start = offset
    count = try Self.fill(&memory, max(needed, stride), from: file, at: offset)
    stride = min(chunk, stride * 4)
    return count >= needed ? 0 : nil
  }

  private static func fill(
    _ memory: inout Memory, _ count: Int, from file: borrowing OpenFile, at offset: Int
  ) throws(JournalError) -> Int {
    try unsafe memory.withMutableBytes(0, count) { bytes throws(JournalError) in
      try unsafe file.read(into: bytes, at: offset)
    }
  }

  /// Forgets what is held, because the file may have grown or changed.
  mutating func forget() {
    count = 0
    stride = min(chunk, Self.firstRead)
  }

  /// Gives up the window and returns its file.
  consuming func release() -> OpenFile { file }

  /// The first offset at or after `offset`, in steps of eight, whose bytes are not zero; nil if all are.
  mutating func firstNonZero(from offset: Int, to end: Int) throws(JournalError) -> Int? {
    var position = offset
    while position < end {
      let step = min(4096, end - position)
      guard let place = try place(of: position, needed: step) else { return nil }
      if memory.isZero(place, step) {
        position += step
      } else {
        return (Swift.stride(from: 0, to: step, by: 8).first { !memory.isZero(place + $0, min(8, step - $0)) } ?? 0)
          + position
      }
    }
    return nil
  }
}
