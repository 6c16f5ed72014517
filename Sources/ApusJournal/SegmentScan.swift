/// What one segment turned out to hold.
struct SegmentScan {
  /// The segment's header; nil if the segment was never begun.
  var header: SegmentHeader?
  /// The last entry of the chain after this segment.
  var end: ChainEnd
  /// Where the next block goes.
  var offset = 0
  /// Where the last whole block begins; nil if there is none.
  var lastBlock: Int?
  /// A torn block at `offset`.
  var tear: Tear?
  /// How many entries the whole blocks hold.
  var entries: UInt64 = 0

  /// Whether nothing in the segment is worth keeping.
  var isEmpty: Bool { lastBlock == nil && (tear?.whole ?? 0) == 0 }
}

/// A block of which only a part reached the disk.
struct Tear {
  var damage: Damage
  /// How many frames from the first are whole, and what a header for them alone says.
  var whole = 0
  var length = 0
  var checksum: UInt32 = 0
}

extension Window {
  /// Reads a whole segment; throws what no interrupted write can explain.
  ///
  /// - Parameter end: the end of the segment before; nil for the oldest kept segment, whose header is believed.
  mutating func scan(_ number: UInt64, after end: ChainEnd?, of mark: Watermark) throws(JournalError) -> SegmentScan {
    var scan = SegmentScan(end: end ?? mark.start)
    if let tear = try begin(&scan, number, after: end, of: mark) {
      scan.tear = tear
    } else if scan.header != nil {
      scan.tear = try blocks(&scan, of: mark)
    }
    if let tear = scan.tear, try holdsBlock(from: tear.damage.offset + 8, of: mark.identity) {
      throw .damaged(tear.damage)
    }
    return scan
  }

  /// Reads the segment's header; returns a tear if it is neither whole nor blank.
  private mutating func begin(
    _ scan: inout SegmentScan, _ number: UInt64, after end: ChainEnd?, of mark: Watermark
  ) throws(JournalError) -> Tear? {
    let length = try file.length()
    let next = scan.end.sequence + 1
    guard let place = try place(of: 0, needed: SegmentHeader.size),
      Format.fault(in: memory, at: place, magic: SegmentHeader.magic) == nil
    else {
      guard let found = try firstNonZero(from: 0, to: length) else { return nil }
      let place = try place(of: 0, needed: SegmentHeader.size)
      let fault = place.flatMap { Format.fault(in: memory, at: $0, magic: SegmentHeader.magic) }
      return Tear(damage: damage(found & ~7, next, fault ?? (.length, UInt64(SegmentHeader.size), UInt64(length))))
    }
    let format = Format.format(in: memory, at: place)
    guard format == Format.current else { throw .unsupported(file: file.name, format: format) }
    let header = SegmentHeader(readFrom: memory, at: place)
    let expected = end ?? header.believedEnd(of: mark)
    if let fault = header.contradiction(number: number, after: expected, of: mark.identity) {
      throw .damaged(damage(0, next, fault))
    }
    scan.header = header
    scan.end = expected
    scan.offset = SegmentHeader.size
    return nil
  }

  /// Reads block after block; returns the tear at the end, if there is one.
  private mutating func blocks(_ scan: inout SegmentScan, of mark: Watermark) throws(JournalError) -> Tear? {
    while true {
      switch try header(at: scan.offset, after: scan.end, of: mark.identity) {
      case .contradiction(let damage): throw .damaged(damage)
      case .unreadable(let damage): return Tear(damage: damage)
      case .blank:
        let length = try file.length()
        guard let stray = try firstNonZero(from: min(scan.offset, length), to: length) else { return nil }
        return Tear(damage: damage(stray, scan.end.sequence + 1, (.padding, 0, 1)))
      case .block(let header, let link):
        let frames = try frames(of: header, at: scan.offset)
        if let damage = frames.damage {
          if frames.contradicts { throw .damaged(damage) }
          return Tear(damage: damage, whole: frames.whole, length: frames.length, checksum: frames.checksum)
        }
        if let fault = mark.contradiction(header, link) { throw .damaged(damage(scan.offset, header.first, fault)) }
        scan.end = ChainEnd(sequence: header.last, link: link)
        scan.lastBlock = scan.offset
        scan.offset += BlockHeader.size + Int(header.length)
        scan.entries += UInt64(header.count)
      }
    }
  }
}

extension Window {
  /// Reads the header of a segment that holds durable entries.
  mutating func segmentHeader(
    _ number: UInt64, after end: ChainEnd?, of identity: UInt64
  ) throws(JournalError) -> SegmentHeader {
    let next = (end?.sequence ?? 0) + 1
    guard let place = try place(of: 0, needed: SegmentHeader.size) else {
      throw .damaged(damage(0, next, (.length, UInt64(SegmentHeader.size), UInt64(try file.length()))))
    }
    if let fault = Format.fault(in: memory, at: place, magic: SegmentHeader.magic) {
      throw .damaged(damage(0, next, fault))
    }
    let header = SegmentHeader(readFrom: memory, at: place)
    let believed = ChainEnd(sequence: header.first - 1, link: header.previous)
    if let fault = header.contradiction(number: number, after: end ?? believed, of: identity) {
      throw .damaged(damage(0, next, fault))
    }
    return header
  }
}

extension SegmentHeader {
  /// What precedes the oldest kept segment: the journal's origin, or, where older ones were pruned, its own word.
  func believedEnd(of mark: Watermark) -> ChainEnd {
    if number == 0 { return mark.start }
    return ChainEnd(sequence: first - 1, link: previous)
  }

  /// Why a whole header cannot be that of segment `number` after `end`; nil if it can.
  func contradiction(number expected: UInt64, after end: ChainEnd, of journal: UInt64) -> Format.Fault? {
    if identity != journal { return (.identity, journal, identity) }
    if number != expected { return (.position, expected, number) }
    if first != end.sequence + 1 { return (.sequence, end.sequence + 1, first) }
    if previous != end.link { return (.previous, end.link.value, previous.value) }
    return nil
  }
}

extension Watermark {
  /// Why a whole block is not the history that was acknowledged; nil if it may be.
  func contradiction(_ header: BlockHeader, _ link: Link) -> Format.Fault? {
    guard header.first <= end.sequence, end.sequence <= header.last else { return nil }
    if header.last != end.sequence { return (.count, end.sequence - header.first + 1, UInt64(header.count)) }
    if link != end.link { return (.blockChecksum, end.link.value, link.value) }
    return nil
  }
}
