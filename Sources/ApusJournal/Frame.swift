/// One entry on disk: checksum, length, sequence, payload, and zeros up to a multiple of eight bytes.
///
///     0  crc32c of bytes 4 ..< 16 + length
///     4  length of the payload
///     8  sequence
///     16 payload
enum Frame {
  static let header = 16

  @inline(__always)
  static func size(payload: Int) -> Int { (header + payload + 7) & ~7 }

  /// Completes a frame whose payload is already in place.
  @inline(__always)
  static func seal(_ memory: inout Memory, at offset: Int, sequence: UInt64, payload: Int) {
    memory.store(UInt32(payload), at: offset + 4)
    memory.store(sequence, at: offset + 8)
    memory.store(memory.checksum(offset + 4, header - 4 + payload), at: offset)
  }

  /// What is wrong with the frame at `offset`, of which `room` bytes belong to the block; nil if it is whole.
  static func fault(
    in memory: borrowing Memory, at offset: Int, room: Int, sequence: UInt64
  ) -> (part: Damage.Part, expected: UInt64, found: UInt64)? {
    guard room >= header else { return (.frameLength, UInt64(header), UInt64(room)) }
    let payload = Int(memory.load(UInt32.self, at: offset + 4))
    let size = size(payload: payload)
    guard size <= room else { return (.frameLength, UInt64(room), UInt64(size)) }
    let found = memory.load(UInt32.self, at: offset)
    let expected = memory.checksum(offset + 4, header - 4 + payload)
    guard found == expected else { return (.frameChecksum, UInt64(expected), UInt64(found)) }
    let stored = memory.load(UInt64.self, at: offset + 8)
    guard stored == sequence else { return (.frameSequence, sequence, stored) }
    guard memory.isZero(offset + header + payload, size - header - payload) else { return (.padding, 0, 1) }
    return nil
  }
}
