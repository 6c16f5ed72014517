import Synchronization

/// The entries of a journal in order, from a chosen one up to the durable end, and on as the end moves.
///
/// It may move to another thread than the journal's and follow it there; what it delivers is durable.
public struct Entries: ~Copyable, Sendable {
  private let storage: any Storage
  private let identity: UInt64
  private let durable: DurableEnd
  private let readLength: Int
  private var window: Window
  private var number: UInt64
  /// Where the next block is expected; zero if the segment's header has not been read.
  private var offset = 0
  /// The last block read.
  private var end: ChainEnd
  /// What was durable when the window was last known to be fresh.
  private var observed: UInt64
  private var isOldest: Bool

  /// The current entry's number; the one before the first asked for until `advance` has been called.
  public private(set) var sequence: UInt64
  private var payloadPlace = 0
  private var payloadLength = 0
  private var nextFrame = 0

  private init(
    _ storage: any Storage, identity: UInt64, durable: DurableEnd, segment: Segment, from first: UInt64,
    readLength: Int
  ) throws(JournalError) {
    let window = Window(try OpenFile(storage, Segment.name(segment.number)), chunk: readLength)
    self.storage = storage
    self.identity = identity
    self.durable = durable
    self.readLength = readLength
    number = segment.number
    end = ChainEnd(sequence: segment.first - 1, link: Link(value: 0))
    isOldest = true
    observed = durable.sequence.load(ordering: .acquiring)
    sequence = first - 1
    self.window = window
  }

  /// Moves to the next entry; false if there is none that is durable yet.
  ///
  /// - Throws: `JournalError.damaged` if the file is not as it was written, `storage` if it cannot be read.
  public mutating func advance() throws(JournalError) -> Bool {
    if sequence == end.sequence {
      guard try block() else { return false }
    }
    sequence += 1
    payloadPlace = nextFrame + Frame.header
    payloadLength = Int(window.memory.load(UInt32.self, at: nextFrame + 4))
    nextFrame += Frame.size(payload: payloadLength)
    return true
  }

  /// Lends the current entry's bytes.
  public func withPayload<Result, Failure>(
    _ body: (RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try unsafe window.memory.withBytes(payloadPlace, payloadLength) { bytes throws(Failure) in
      try unsafe body(bytes.bytes)
    }
  }

  // MARK: Blocks

  /// Reads blocks without their frames up to the one that holds `first`, and stands before `first` in that.
  private mutating func skip(before first: UInt64) throws(JournalError) {
    while let (header, link) = try nextHeader() {
      if header.last >= first {
        try open(header, link)
        sequence = header.first - 1
        while sequence + 1 < first { _ = try advance() }
        return
      }
      end = ChainEnd(sequence: header.last, link: link)
      offset += BlockHeader.size + Int(header.length)
    }
  }

  private mutating func block() throws(JournalError) -> Bool {
    guard let (header, link) = try nextHeader() else { return false }
    try open(header, link)
    return true
  }

  /// Checks the frames of a block and stands before the first.
  private mutating func open(_ header: BlockHeader, _ link: Link) throws(JournalError) {
    if let damage = try window.frames(of: header, at: offset).damage { throw .damaged(damage) }
    let start = offset + BlockHeader.size
    guard let place = try window.place(of: start, needed: Int(header.length)) else {
      preconditionFailure("\(window.file.name) became shorter while it was read")
    }
    nextFrame = place
    offset = start + Int(header.length)
    end = ChainEnd(sequence: header.last, link: link)
  }

  /// The header of the next durable block, in this segment or the next; nil at the durable end.
  private mutating func nextHeader() throws(JournalError) -> (BlockHeader, Link)? {
    if end.sequence >= observed {
      observed = durable.sequence.load(ordering: .acquiring)
      if end.sequence >= observed { return nil }
      // What was read before may have been on its way to the file.
      window.forget()
    }
    while true {
      if offset == 0 { try begin() }
      switch try window.header(at: offset, after: end, of: identity) {
      case .block(let header, let link): return (header, link)
      case .unreadable(let damage), .contradiction(let damage): throw .damaged(damage)
      case .blank:
        number += 1
        offset = 0
        window = Window(try OpenFile(storage, Segment.name(number)), chunk: readLength)
      }
    }
  }

  private mutating func begin() throws(JournalError) {
    let header = try window.segmentHeader(number, after: isOldest ? nil : end, of: identity)
    end = ChainEnd(sequence: header.first - 1, link: header.previous)
    isOldest = false
    offset = SegmentHeader.size
  }
}

extension Entries {
  /// The entries of these segments from `sequence` on, which may be the one after the last.
  ///
  /// Throws `JournalError.unavailable` if earlier entries were pruned or the journal ends before.
  static func of(
    _ segments: [Segment], in storage: any Storage, identity: UInt64, durable: DurableEnd, from sequence: UInt64,
    readLength: Int
  ) throws(JournalError) -> Entries {
    let last = durable.sequence.load(ordering: .acquiring)
    guard let segment = segments.last(where: { $0.first <= sequence }), sequence <= last + 1 else {
      throw .unavailable(sequence: sequence, first: segments[0].first, last: last)
    }
    var entries = try Entries(
      storage, identity: identity, durable: durable, segment: segment, from: sequence, readLength: readLength)
    try entries.skip(before: sequence)
    return entries
  }
}

extension Journal {
  /// The entries from `sequence` on, which may be the one after the last.
  ///
  /// - Throws: `JournalError.unavailable` if earlier entries were pruned or the journal ends before.
  public func entries(from sequence: UInt64) throws(JournalError) -> Entries {
    try .of(
      segments, in: storage, identity: identity, durable: durable, from: sequence, readLength: options.readLength)
  }
}
