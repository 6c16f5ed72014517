/// What stands in a segment where the next block is expected.
enum BlockFinding {
  /// A header that continues the chain; its frames have not been looked at.
  case block(BlockHeader, Link)
  /// Zeros, or the end of the file.
  case blank
  /// Bytes that are no header: a torn write or damage, told apart by what follows.
  case unreadable(Damage)
  /// A whole header that does not belong here: never the work of a torn write.
  case contradiction(Damage)
}

/// What the frames of a block turned out to be.
struct FramesFinding {
  /// How many frames from the first are whole.
  var whole = 0
  /// How many bytes they fill.
  var length = 0
  /// The checksum of their checksums.
  var checksum: UInt32 = 0
  /// What is wrong with the next one; nil if all are whole.
  var damage: Damage?
  /// The frames are whole but not those the header was written for: never the work of a torn write.
  var contradicts = false
}

extension Window {
  /// Looks at the header at `offset`, where the block after `end` is expected.
  mutating func header(at offset: Int, after end: ChainEnd, of identity: UInt64) throws(JournalError) -> BlockFinding {
    let next = end.sequence + 1
    guard let place = try place(of: offset, needed: BlockHeader.size) else {
      let length = try file.length()
      guard let rest = try firstNonZero(from: offset, to: length) else { return .blank }
      return .unreadable(damage(rest, next, (.length, UInt64(offset + BlockHeader.size), UInt64(length))))
    }
    if let fault = Format.fault(in: memory, at: place, magic: BlockHeader.magic) {
      return memory.isZero(place, BlockHeader.size) ? .blank : .unreadable(damage(offset, next, fault))
    }
    let format = Format.format(in: memory, at: place)
    guard format == Format.current else { throw .unsupported(file: file.name, format: format) }
    let header = BlockHeader(readFrom: memory, at: place)
    if let fault = header.contradiction(after: end, of: identity) {
      return .contradiction(damage(offset, next, fault))
    }
    let checksum = Format.checksum(in: memory, at: place)
    return .block(header, Link(value: UInt64(checksum) << 32 | UInt64(header.framesChecksum)))
  }

  /// Checks the frames of the block whose header is at `offset`.
  mutating func frames(of header: BlockHeader, at offset: Int) throws(JournalError) -> FramesFinding {
    var finding = FramesFinding()
    let start = offset + BlockHeader.size
    // A file cut short still shows its whole frames.
    let length = min(Int(header.length), max(0, try file.length() - start))
    guard let place = try place(of: start, needed: length) else {
      finding.damage = damage(start, header.first, (.length, UInt64(header.length), UInt64(length)))
      return finding
    }
    for sequence in header.first...header.last {
      let at = place + finding.length
      if let fault = Frame.fault(in: memory, at: at, room: length - finding.length, sequence: sequence) {
        finding.damage = damage(start + finding.length, sequence, fault)
        return finding
      }
      finding.checksum = memory.checksum(at, 4, from: finding.checksum)
      finding.length += Frame.size(payload: Int(memory.load(UInt32.self, at: at + 4)))
      finding.whole += 1
    }
    if finding.length != length || finding.checksum != header.framesChecksum {
      finding.contradicts = true
      finding.damage = damage(
        offset, header.first, (.blockChecksum, UInt64(header.framesChecksum), UInt64(finding.checksum)))
    }
    return finding
  }

  /// Whether a whole block header of this journal stands anywhere at or after `offset`.
  mutating func holdsBlock(from offset: Int, of identity: UInt64) throws(JournalError) -> Bool {
    let end = try file.length()
    var position = (offset + 7) & ~7
    while let candidate = try firstNonZero(from: position, to: end) {
      position = candidate & ~7
      if let place = try place(of: position, needed: BlockHeader.size),
        Format.fault(in: memory, at: place, magic: BlockHeader.magic) == nil,
        BlockHeader(readFrom: memory, at: place).identity == identity
      {
        return true
      }
      position += 8
    }
    return false
  }

  func damage(_ offset: Int, _ sequence: UInt64, _ fault: Format.Fault) -> Damage {
    Damage(file: file.name, offset: offset, sequence: sequence, fault: fault)
  }
}

extension BlockHeader {
  /// Why a whole header cannot be the one after `end`; nil if it can.
  func contradiction(after end: ChainEnd, of journal: UInt64) -> Format.Fault? {
    if identity != journal { return (.identity, journal, identity) }
    if first != end.sequence + 1 { return (.sequence, end.sequence + 1, first) }
    if previous != end.link { return (.previous, end.link.value, previous.value) }
    if count == 0 { return (.count, 1, 0) }
    return nil
  }
}
