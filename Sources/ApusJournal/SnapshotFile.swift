/// What precedes the bytes of a snapshot.
///
///     0  magic          4  format
///     8  identity of the journal
///     16 sequence of the last entry it includes
///     24 fingerprint of the state
///     32 length of the bytes that follow
///     40 crc32c of those bytes
///     44 zeros
///     60 crc32c of bytes 0 ..< 60
struct SnapshotHeader: Equatable {
  static let size = 64
  static let magic: UInt32 = 0x504E_5341  // "ASNP"
  static let prefix = "snapshot-"
  static let suffix = ".state"

  var identity: UInt64
  var sequence: UInt64
  var fingerprint: UInt64
  var length: UInt64
  var checksum: UInt32

  static func name(_ sequence: UInt64) -> String {
    let digits = String(sequence)
    return prefix + String(repeating: "0", count: 20 - digits.count) + digits + suffix
  }

  /// The sequence in a file's name; nil for files that are no snapshots.
  static func sequence(in name: String) -> UInt64? {
    guard name.hasPrefix(prefix), name.hasSuffix(suffix) else { return nil }
    guard let sequence = UInt64(name.dropFirst(prefix.count).dropLast(suffix.count)) else { return nil }
    return Self.name(sequence) == name ? sequence : nil
  }

  func write(to memory: inout Memory) {
    memory.store(Self.magic, at: 0)
    memory.store(Format.current, at: 4)
    memory.store(identity, at: 8)
    memory.store(sequence, at: 16)
    memory.store(fingerprint, at: 24)
    memory.store(length, at: 32)
    memory.store(checksum, at: 40)
    _ = Format.seal(&memory, at: 0)
  }

  init(identity: UInt64, sequence: UInt64, fingerprint: UInt64, length: UInt64, checksum: UInt32) {
    self.identity = identity
    self.sequence = sequence
    self.fingerprint = fingerprint
    self.length = length
    self.checksum = checksum
  }

  fileprivate init(readFrom memory: borrowing Memory) {
    identity = memory.load(UInt64.self, at: 8)
    sequence = memory.load(UInt64.self, at: 16)
    fingerprint = memory.load(UInt64.self, at: 24)
    length = memory.load(UInt64.self, at: 32)
    checksum = memory.load(UInt32.self, at: 40)
  }
}

extension OpenFile {
  /// The header of a snapshot of the journal `identity`; throws `damaged` if it is not as it was written.
  func snapshotHeader(_ sequence: UInt64, of identity: UInt64) throws(JournalError) -> SnapshotHeader {
    var memory = Memory(capacity: SnapshotHeader.size)
    let count = try unsafe memory.withMutableBytes(0, SnapshotHeader.size) { bytes throws(JournalError) in
      try unsafe read(into: bytes, at: 0)
    }
    let length = UInt64(try length())
    guard count == SnapshotHeader.size else {
      throw damage(0, sequence, (.length, UInt64(SnapshotHeader.size), length))
    }
    if let fault = Format.fault(in: memory, at: 0, magic: SnapshotHeader.magic) { throw damage(0, sequence, fault) }
    let format = Format.format(in: memory, at: 0)
    guard format == Format.current else { throw .unsupported(file: name, format: format) }
    let header = SnapshotHeader(readFrom: memory)
    if header.identity != identity { throw damage(8, sequence, (.identity, identity, header.identity)) }
    if header.sequence != sequence { throw damage(16, sequence, (.sequence, sequence, header.sequence)) }
    let expected = UInt64(SnapshotHeader.size) + header.length
    if length != expected { throw damage(Int(min(length, expected)), sequence, (.length, expected, length)) }
    return header
  }

  /// Reads the bytes after the header piece by piece and throws `damaged` if they are not those it was written for.
  func checkSnapshot(_ header: SnapshotHeader) throws(JournalError) {
    var memory = Memory(capacity: 1 << 16)
    var checksum: UInt32 = 0
    var offset = 0
    while offset < Int(header.length) {
      let count = try unsafe memory.withMutableBytes(0, min(memory.capacity, Int(header.length) - offset)) {
        bytes throws(JournalError) in try unsafe read(into: bytes, at: SnapshotHeader.size + offset)
      }
      if count == 0 { break }
      checksum = memory.checksum(0, count, from: checksum)
      offset += count
    }
    if checksum != header.checksum { throw damage(checksum, header) }
  }

  /// The bytes after the header; throws `damaged` if they are not those it was written for.
  func snapshotBytes(_ header: SnapshotHeader) throws(JournalError) -> [UInt8] {
    var failure: JournalError?
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: Int(header.length)) { target, count in
      do throws(JournalError) {
        count = try unsafe read(into: UnsafeMutableRawBufferPointer(target), at: SnapshotHeader.size)
      } catch { failure = error }
    }
    if let failure { throw failure }
    let checksum = Checksum.crc32c(bytes)
    if checksum != header.checksum { throw damage(checksum, header) }
    return bytes
  }

  private func damage(_ checksum: UInt32, _ header: SnapshotHeader) -> JournalError {
    damage(SnapshotHeader.size, header.sequence, (.checksum, UInt64(header.checksum), UInt64(checksum)))
  }

  private func damage(_ offset: Int, _ sequence: UInt64, _ fault: Format.Fault) -> JournalError {
    .damaged(Damage(file: name, offset: offset, sequence: sequence, fault: fault))
  }
}
