/// One file of blocks; its number is in its name and in its header.
struct Segment: Equatable, Sendable {
  var number: UInt64
  /// The first entry of the segment.
  var first: UInt64

  static let prefix = "segment-"
  static let suffix = ".journal"

  static func name(_ number: UInt64) -> String {
    let digits = String(number)
    return prefix + String(repeating: "0", count: 20 - digits.count) + digits + suffix
  }

  /// The number in a file's name; nil for files that are no segments.
  static func number(in name: String) -> UInt64? {
    guard name.hasPrefix(prefix), name.hasSuffix(suffix) else { return nil }
    guard let number = UInt64(name.dropFirst(prefix.count).dropLast(suffix.count)) else { return nil }
    return Self.name(number) == name ? number : nil
  }
}

/// The first 64 bytes of a segment, written together with its first block.
///
///     0  magic          4  format
///     8  identity of the journal
///     16 number of the segment
///     24 first sequence
///     32 link of the block before
///     40 length of the file
///     48 zeros
///     60 crc32c of bytes 0 ..< 60
struct SegmentHeader: Equatable {
  static let size = 64
  static let magic: UInt32 = 0x4745_5341  // "ASEG"

  var identity: UInt64
  var number: UInt64
  var first: UInt64
  var previous: Link
  var length: UInt64

  func write(to memory: inout Memory, at offset: Int) {
    memory.clear(offset, Self.size)
    memory.store(Self.magic, at: offset)
    memory.store(Format.current, at: offset + 4)
    memory.store(identity, at: offset + 8)
    memory.store(number, at: offset + 16)
    memory.store(first, at: offset + 24)
    memory.store(previous.value, at: offset + 32)
    memory.store(length, at: offset + 40)
    _ = Format.seal(&memory, at: offset)
  }

  /// Reads a header whose checksum has been found good.
  init(readFrom memory: borrowing Memory, at offset: Int) {
    identity = memory.load(UInt64.self, at: offset + 8)
    number = memory.load(UInt64.self, at: offset + 16)
    first = memory.load(UInt64.self, at: offset + 24)
    previous = Link(value: memory.load(UInt64.self, at: offset + 32))
    length = memory.load(UInt64.self, at: offset + 40)
  }

  init(identity: UInt64, number: UInt64, first: UInt64, previous: Link, length: UInt64) {
    self.identity = identity
    self.number = number
    self.first = first
    self.previous = previous
    self.length = length
  }
}
