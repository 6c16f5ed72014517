/// The last acknowledged commit, written after it without a flush, so that a shortened journal is noticed.
///
/// It survives the death of the process; after a power cut it may be older than the truth, never newer. Two copies
/// 512 bytes apart are written in turn, so that a torn write leaves the other.
///
///     0  magic          4  format
///     8  identity of the journal
///     16 last sequence before the journal's first entry
///     24 last acknowledged sequence
///     32 link of its block
///     40 number of the oldest segment kept
///     48 generation: the copy with the higher one counts
///     56 zeros
///     60 crc32c of bytes 0 ..< 60
struct Watermark: Equatable, Sendable {
  static let name = "watermark"
  static let magic: UInt32 = 0x4B52_4D41  // "AMRK"
  static let spacing = 512

  var identity: UInt64
  /// The last sequence before the journal's first entry.
  var origin: UInt64
  var end: ChainEnd
  var oldestSegment: UInt64
  var generation: UInt64

  init(identity: UInt64, origin: UInt64) {
    self.identity = identity
    self.origin = origin
    end = ChainEnd(sequence: origin, link: .root(of: identity))
    oldestSegment = 0
    generation = 0
  }

  /// Where the chain of the journal's first block begins.
  var start: ChainEnd { ChainEnd(sequence: origin, link: .root(of: identity)) }

  private init(readFrom memory: borrowing Memory, at offset: Int) {
    identity = memory.load(UInt64.self, at: offset + 8)
    origin = memory.load(UInt64.self, at: offset + 16)
    end = ChainEnd(
      sequence: memory.load(UInt64.self, at: offset + 24), link: Link(value: memory.load(UInt64.self, at: offset + 32)))
    oldestSegment = memory.load(UInt64.self, at: offset + 40)
    generation = memory.load(UInt64.self, at: offset + 48)
  }

  /// Writes the next generation over the older of the two copies.
  mutating func write(to file: borrowing OpenFile, using memory: inout Memory) throws(JournalError) {
    generation += 1
    memory.clear(0, Format.size)
    memory.store(Self.magic, at: 0)
    memory.store(Format.current, at: 4)
    memory.store(identity, at: 8)
    memory.store(origin, at: 16)
    memory.store(end.sequence, at: 24)
    memory.store(end.link.value, at: 32)
    memory.store(oldestSegment, at: 40)
    memory.store(generation, at: 48)
    _ = Format.seal(&memory, at: 0)
    let offset = Int(generation & 1) * Self.spacing
    try memory.write(0, Format.size, to: file, at: offset)
  }

  /// The newer of the two copies that are whole; nil if neither is.
  static func read(from file: borrowing OpenFile) throws(JournalError) -> Watermark? {
    var memory = Memory(capacity: 2 * spacing)
    let count = try unsafe memory.withMutableBytes(0, 2 * spacing) { bytes throws(JournalError) in
      try unsafe file.read(into: bytes, at: 0)
    }
    var newest: Watermark?
    for offset in [0, spacing] where offset + Format.size <= count {
      if Format.fault(in: memory, at: offset, magic: magic) != nil { continue }
      let format = Format.format(in: memory, at: offset)
      guard format == Format.current else { throw .unsupported(file: name, format: format) }
      let copy = Watermark(readFrom: memory, at: offset)
      if copy.generation >= newest?.generation ?? 0 { newest = copy }
    }
    return newest
  }
}
