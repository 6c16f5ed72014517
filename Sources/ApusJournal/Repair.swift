/// The end of a journal, ready for the next block.
struct Tail: ~Copyable, Sendable {
  var file: OpenFile
  var number: UInt64
  /// Where the next block goes; zero if the segment is to be begun with its header.
  var offset: Int
  var capacity: Int

  init(file: consuming OpenFile, number: UInt64, offset: Int, capacity: Int) {
    self.file = file
    self.number = number
    self.offset = offset
    self.capacity = capacity
  }
}

extension Recovery {
  /// Cuts what is torn, makes all that is kept durable, and returns where to continue.
  mutating func repair(_ storage: any Storage, _ options: JournalOptions) throws(JournalError) -> Tail {
    for name in leftovers { try storage.remove(name) }
    guard let scan = active else { return try create(storage, options) }
    let window = Window(try OpenFile(storage, Segment.name(activeNumber)), chunk: options.readLength)
    return try mend(window, scan, length: max(options.segmentLength, Int(scan.header?.length ?? 0)), storage)
  }

  private mutating func create(_ storage: any Storage, _ options: JournalOptions) throws(JournalError) -> Tail {
    try publish(storage)
    let file = try OpenFile(storage, Segment.name(activeNumber), create: true)
    file.beginFilling(length: options.segmentLength)
    try file.finishFilling()
    try storage.flushDirectory()
    segments = [Segment(number: activeNumber, first: mark.end.sequence + 1)]
    return Tail(file: file, number: activeNumber, offset: 0, capacity: options.segmentLength)
  }

  private mutating func mend(
    _ window: consuming Window, _ scan: SegmentScan, length: Int, _ storage: any Storage
  ) throws(JournalError) -> Tail {
    var offset = scan.isEmpty ? 0 : scan.offset
    var lastBlock = scan.lastBlock
    mark.end = scan.end
    if let tear = scan.tear {
      opening.cut = tear.damage
      if tear.whole > 0 {
        lastBlock = offset
        offset = try window.seal(tear, at: offset, &mark)
        opening.kept = tear.whole
        opening.entries += UInt64(tear.whole)
      }
    }
    try window.clear(from: offset, to: length)
    // A start after a failed flush may read bytes that never reached the disk, so the last block is written again.
    if let lastBlock {
      try window.rewrite(from: lastBlock == SegmentHeader.size ? 0 : lastBlock, to: offset)
    }
    try window.file.flush()
    try publish(storage)
    opening.segments = segments.count
    let capacity = max(length, try window.file.length())
    return Tail(file: window.release(), number: activeNumber, offset: offset, capacity: capacity)
  }

  /// Makes the watermark and the directory durable.
  private mutating func publish(_ storage: any Storage) throws(JournalError) {
    var memory = Memory(capacity: Format.size)
    let file = try OpenFile(storage, Watermark.name, create: true)
    try mark.write(to: file, using: &memory)
    try file.flush()
    try storage.flushDirectory()
  }
}

extension Window {
  /// Writes a header for the whole frames of a torn block; returns where the block now ends.
  fileprivate mutating func seal(_ tear: Tear, at offset: Int, _ mark: inout Watermark) throws(JournalError) -> Int {
    let header = BlockHeader(
      identity: mark.identity, first: mark.end.sequence + 1, previous: mark.end.link, count: UInt32(tear.whole),
      length: UInt32(tear.length), framesChecksum: tear.checksum)
    var memory = Memory(capacity: BlockHeader.size)
    mark.end = ChainEnd(sequence: header.last, link: header.write(to: &memory, at: 0))
    try memory.write(0, BlockHeader.size, to: file, at: offset)
    forget()
    return offset + BlockHeader.size + tear.length
  }

  /// Writes zeros over all that is not zero from `offset` on, and up to `length` if the file is shorter.
  fileprivate mutating func clear(from offset: Int, to length: Int) throws(JournalError) {
    let zeros = Memory(capacity: 1 << 16)
    let end = try file.length()
    var position = offset
    while let stray = try firstNonZero(from: position, to: end) {
      let count = min(zeros.capacity, end - stray)
      try zeros.write(0, count, to: file, at: stray)
      forget()
      position = stray + count
    }
    position = max(end, offset)
    while position < length {
      let count = min(zeros.capacity, length - position)
      try zeros.write(0, count, to: file, at: position)
      position += count
    }
    forget()
  }

  fileprivate mutating func rewrite(from start: Int, to end: Int) throws(JournalError) {
    guard let place = try place(of: start, needed: end - start) else {
      preconditionFailure("\(file.name) became shorter than \(end) bytes while it was opened")
    }
    try memory.write(place, end - start, to: file, at: start)
  }
}
