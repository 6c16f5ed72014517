/// Finds what a directory holds and refuses what cannot be trusted.
///
/// It only reads: a refused start leaves the evidence as it was. `Repair` then makes the end fit to be continued.
struct Recovery {
  var mark: Watermark
  var segments: [Segment] = []
  var opening = Opening()
  /// The segment to continue; nil in a new journal.
  var active: SegmentScan?
  var activeNumber: UInt64
  /// Segments to remove: pruned before, or begun without one whole entry.
  var leftovers: [String] = []

  init(_ storage: any Storage, _ options: JournalOptions) throws(JournalError) {
    let names = try storage.names()
    let numbers = names.compactMap { Segment.number(in: $0) }.sorted()
    mark = try Self.watermark(storage, options, isKnown: names.contains(Watermark.name), isNew: numbers.isEmpty)
    activeNumber = mark.oldestSegment
    let kept = numbers.filter { $0 >= mark.oldestSegment }
    leftovers = numbers.filter { $0 < mark.oldestSegment }.map { Segment.name($0) }
    try checkNoneMissing(kept)
    for number in kept {
      try examine(Window(OpenFile(storage, Segment.name(number)), chunk: options.readLength), number, kept.last)
    }
    try checkEnd()
  }

  private static func watermark(
    _ storage: any Storage, _ options: JournalOptions, isKnown: Bool, isNew: Bool
  ) throws(JournalError) -> Watermark {
    if isKnown, let mark = try Watermark.read(from: OpenFile(storage, Watermark.name)) { return mark }
    // The first watermark is durable before the first segment is made, so without segments nothing was acknowledged.
    guard isNew else {
      if !isKnown { throw .missing(file: Watermark.name) }
      throw .damaged(Damage(file: Watermark.name, offset: 0, sequence: 0, fault: (.magic, UInt64(Watermark.magic), 0)))
    }
    return Watermark(identity: options.identity ?? UInt64.random(in: 1...UInt64.max), origin: options.origin)
  }

  private func checkNoneMissing(_ kept: [UInt64]) throws(JournalError) {
    for (index, number) in kept.enumerated() where number != mark.oldestSegment + UInt64(index) {
      throw .missing(file: Segment.name(mark.oldestSegment + UInt64(index)))
    }
    if kept.isEmpty, mark.oldestSegment > 0 || mark.end.sequence > mark.origin {
      throw .missing(file: Segment.name(mark.oldestSegment))
    }
  }

  private mutating func examine(
    _ window: consuming Window, _ number: UInt64, _ lastNumber: UInt64?
  ) throws(JournalError) {
    // A segment is begun only after every block of the earlier ones is durable.
    if let tear = active?.tear, try window.firstNonZero(from: 0, to: window.file.length()) != nil {
      throw .damaged(tear.damage)
    }
    let scan = try window.scan(number, after: active?.end, of: mark)
    if scan.isEmpty {
      guard number == lastNumber else { throw .damaged(window.unbegun(scan)) }
      if active != nil { return leftovers.append(Segment.name(number)) }
    }
    try window.checkLength(scan, isLast: number == lastNumber)
    active = scan
    activeNumber = number
    segments.append(Segment(number: number, first: scan.header?.first ?? scan.end.sequence + 1))
    opening.entries += scan.entries
  }

  private func checkEnd() throws(JournalError) {
    let end = active?.end.sequence ?? mark.origin
    guard end < mark.end.sequence else { return }
    if let tear = active?.tear { throw .damaged(tear.damage) }
    throw .lost(acknowledged: mark.end.sequence, found: end)
  }
}

extension Window {
  /// The damage of a segment that has later ones but was never begun.
  fileprivate func unbegun(_ scan: SegmentScan) -> Damage {
    scan.tear?.damage ?? damage(0, scan.end.sequence + 1, (.magic, UInt64(SegmentHeader.magic), 0))
  }

  /// Refuses a segment that lost a part of its unused end, unless it is the last, which is made longer again.
  fileprivate func checkLength(_ scan: SegmentScan, isLast: Bool) throws(JournalError) {
    guard !isLast, let header = scan.header else { return }
    let length = UInt64(try file.length())
    guard length < header.length else { return }
    throw .damaged(damage(Int(length), scan.end.sequence + 1, (.length, header.length, length)))
  }
}
