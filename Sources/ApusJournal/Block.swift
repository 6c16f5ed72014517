/// The number that ties a block to the one before it: its header's checksum above its frames' checksum.
struct Link: Equatable, Sendable {
  var value: UInt64

  /// The link that the first block of a journal continues from.
  static func root(of identity: UInt64) -> Link { Link(value: identity) }
}

/// How far a chain of blocks is known: its last entry and the link of the block that holds it.
struct ChainEnd: Equatable, Sendable {
  var sequence: UInt64
  var link: Link
}

/// What precedes the frames of one commit.
///
///     0  magic          4  format
///     8  identity of the journal
///     16 first sequence
///     24 link of the block before
///     32 number of frames
///     36 bytes of frames
///     40 crc32c of the frames' checksums
///     44 zeros
///     60 crc32c of bytes 0 ..< 60
struct BlockHeader: Equatable {
  static let size = 64
  static let magic: UInt32 = 0x4B4C_4241  // "ABLK"

  var identity: UInt64
  var first: UInt64
  var previous: Link
  var count: UInt32
  var length: UInt32
  var framesChecksum: UInt32

  var last: UInt64 { first + UInt64(count) - 1 }

  /// Writes the header and returns the link to it.
  func write(to memory: inout Memory, at offset: Int) -> Link {
    memory.clear(offset, Self.size)
    memory.store(Self.magic, at: offset)
    memory.store(Format.current, at: offset + 4)
    memory.store(identity, at: offset + 8)
    memory.store(first, at: offset + 16)
    memory.store(previous.value, at: offset + 24)
    memory.store(count, at: offset + 32)
    memory.store(length, at: offset + 36)
    memory.store(framesChecksum, at: offset + 40)
    return Link(value: UInt64(Format.seal(&memory, at: offset)) << 32 | UInt64(framesChecksum))
  }

  /// Reads a header whose checksum has been found good.
  init(readFrom memory: borrowing Memory, at offset: Int) {
    identity = memory.load(UInt64.self, at: offset + 8)
    first = memory.load(UInt64.self, at: offset + 16)
    previous = Link(value: memory.load(UInt64.self, at: offset + 24))
    count = memory.load(UInt32.self, at: offset + 32)
    length = memory.load(UInt32.self, at: offset + 36)
    framesChecksum = memory.load(UInt32.self, at: offset + 40)
  }

  init(identity: UInt64, first: UInt64, previous: Link, count: UInt32, length: UInt32, framesChecksum: UInt32) {
    self.identity = identity
    self.first = first
    self.previous = previous
    self.count = count
    self.length = length
    self.framesChecksum = framesChecksum
  }
}

/// What all 64-byte headers share: magic and format in front, a checksum of the first 60 bytes at the end.
enum Format {
  static let current: UInt32 = 1
  static let size = 64

  typealias Fault = (part: Damage.Part, expected: UInt64, found: UInt64)

  static func seal(_ memory: inout Memory, at offset: Int) -> UInt32 {
    let checksum = memory.checksum(offset, size - 4)
    memory.store(checksum, at: offset + size - 4)
    return checksum
  }

  static func checksum(in memory: borrowing Memory, at offset: Int) -> UInt32 {
    memory.load(UInt32.self, at: offset + size - 4)
  }

  /// What is wrong with the frame of a header; nil if its bytes are as they were written.
  static func fault(in memory: borrowing Memory, at offset: Int, magic: UInt32) -> Fault? {
    let found = memory.load(UInt32.self, at: offset)
    guard found == magic else { return (.magic, UInt64(magic), UInt64(found)) }
    let expected = memory.checksum(offset, size - 4)
    let stored = checksum(in: memory, at: offset)
    guard stored == expected else { return (.headerChecksum, UInt64(expected), UInt64(stored)) }
    return nil
  }

  /// The format number of a header whose checksum has been found good.
  static func format(in memory: borrowing Memory, at offset: Int) -> UInt32 {
    memory.load(UInt32.self, at: offset + 4)
  }
}
