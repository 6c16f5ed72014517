import Synchronization

/// The last durable entry, read by followers on other threads.
final class DurableEnd: Sendable {
  let sequence: Atomic<UInt64>
  init(_ sequence: UInt64) { self.sequence = Atomic(sequence) }
}

/// An ordered log of numbered byte strings in one directory, in which an acknowledged entry is never lost.
///
/// One thread owns it. Entries are appended to a batch in memory; `commit` writes the batch with one write, makes it
/// durable with one flush, and only then are its entries visible.
public struct Journal: ~Copyable, Sendable {
  /// The number that marks all files of this journal.
  public let identity: UInt64
  /// What was found at the start.
  public let opening: Opening
  /// The last appended entry, durable or not.
  public private(set) var lastSequence: UInt64

  let storage: any Storage
  let options: JournalOptions
  let durable: DurableEnd
  private(set) var segments: [Segment]
  private var mark: Watermark
  private let markFile: OpenFile
  private var markMemory = Memory(capacity: Format.size)
  private var tail: Tail
  private var next: OpenFile?
  private var nextFailure: JournalError?
  private var batch: Batch
  private var hasFailed = false
  private let held: HeldStorage

  /// Opens the journal in a directory of the disk, made if needed.
  ///
  /// - Throws: `JournalError.inUse` if it is open elsewhere; `damaged`, `missing` or `lost` if acknowledged entries are
  ///   not there as written.
  public init(directory: String, options: JournalOptions = JournalOptions()) throws(JournalError) {
    try self.init(storage: try DiskStorage(directory: directory), options: options)
  }

  /// Opens the journal that a storage holds; throws as `init(directory:options:)` does.
  public init(storage: any Storage, options: JournalOptions = JournalOptions()) throws(JournalError) {
    let held = try HeldStorage(storage)
    var recovery = try Recovery(storage, options)
    let tail = try recovery.repair(storage, options)
    let markFile = try OpenFile(storage, Watermark.name)
    self.held = held
    self.tail = tail
    self.markFile = markFile
    self.storage = storage
    self.options = options
    batch = Batch(capacity: options.batchCapacity)
    mark = recovery.mark
    segments = recovery.segments
    opening = recovery.opening
    identity = mark.identity
    lastSequence = mark.end.sequence
    durable = DurableEnd(mark.end.sequence)
  }

  /// The first entry kept.
  public var firstSequence: UInt64 { segments[0].first }

  /// The last entry that is durable.
  public var durableSequence: UInt64 { mark.end.sequence }

  /// Adds an entry to the batch; its sequence must be the one after `lastSequence`.
  public mutating func append(_ sequence: UInt64, _ payload: RawSpan) {
    check(sequence)
    batch.append(sequence, payload)
    lastSequence = sequence
  }

  /// Adds an entry to the batch; its sequence must be the one after `lastSequence`.
  public mutating func append(_ sequence: UInt64, _ payload: [UInt8]) { unsafe append(sequence, payload.span.bytes) }

  /// Adds an entry of at most `capacity` bytes, written in place; nothing is added if `write` throws.
  public mutating func append<Failure>(
    _ sequence: UInt64, capacity: Int, _ write: (inout OutputRawSpan) throws(Failure) -> Void
  ) throws(Failure) {
    check(sequence)
    try batch.append(sequence, capacity: capacity, write)
    lastSequence = sequence
  }

  private func check(_ sequence: UInt64) {
    precondition(sequence == lastSequence + 1, "entry \(sequence) appended after entry \(lastSequence)")
  }

  /// Makes the batch durable and returns the last durable entry.
  ///
  /// - Throws: what the storage refused, once; from then on `JournalError.failed`, because after a failed flush only a
  ///   new start can tell what is durable.
  @discardableResult
  public mutating func commit() throws(JournalError) -> UInt64 {
    if hasFailed { throw .failed }
    if batch.isEmpty { return mark.end.sequence }
    hasFailed = true
    let beginsSegment = try write()
    try acknowledge(andFlush: beginsSegment)
    hasFailed = false
    if next == nil, tail.offset > tail.capacity / 16 { beginNext() }
    return mark.end.sequence
  }

  /// Writes and flushes the batch; returns whether it is the first of its segment.
  private mutating func write() throws(JournalError) -> Bool {
    if tail.offset > 0, tail.offset + batch.blockSize > tail.capacity { try roll() }
    let link = batch.seal(identity: identity, after: mark.end)
    let beginsSegment = tail.offset == 0
    if beginsSegment {
      tail.capacity = max(tail.capacity, Batch.blockHeader + batch.blockSize)
      batch.begin(
        SegmentHeader(
          identity: identity, number: tail.number, first: mark.end.sequence + 1, previous: mark.end.link,
          length: UInt64(tail.capacity)))
    }
    let start = beginsSegment ? 0 : Batch.blockHeader
    try batch.write(from: start, to: tail.file, at: tail.offset)
    try tail.file.flush()
    tail.offset += batch.end - start
    mark.end = ChainEnd(sequence: lastSequence, link: link)
    batch.clear()
    return beginsSegment
  }

  /// Notes what is durable; flushed once a segment, so that even after a power cut the loss of a segment is noticed.
  private mutating func acknowledge(andFlush flush: Bool) throws(JournalError) {
    try mark.write(to: markFile, using: &markMemory)
    if flush { try markFile.flush() }
    durable.sequence.store(mark.end.sequence, ordering: .releasing)
  }

  // MARK: Segments

  /// Begins the next segment early, so that its zeros are on disk when this one is full.
  ///
  /// A failure takes nothing from the entries already durable: it is kept for the commit that needs the segment.
  private mutating func beginNext() {
    do throws(JournalError) {
      let file = try OpenFile(storage, Segment.name(tail.number + 1), create: true)
      file.beginFilling(length: options.segmentLength)
      next = consume file
    } catch { nextFailure = error }
  }

  /// Waits until the next segment is there in full, as a benchmark does before it takes the time.
  mutating func settle() throws(JournalError) {
    if next == nil, nextFailure == nil { beginNext() }
    try next?.finishFilling()
  }

  private mutating func roll() throws(JournalError) {
    if next == nil, nextFailure == nil { beginNext() }
    if let nextFailure { throw nextFailure }
    guard let file = next.take() else { preconditionFailure("segment \(tail.number + 1) was not begun") }
    try file.finishFilling()
    try storage.flushDirectory()
    tail = Tail(file: file, number: tail.number + 1, offset: 0, capacity: options.segmentLength)
    segments.append(Segment(number: tail.number, first: mark.end.sequence + 1))
  }

  /// Removes the segments that hold no entry after `point`; returns how many.
  ///
  /// - Throws: what the storage refused; the journal stops as after a failed commit.
  @discardableResult
  public mutating func prune(_ point: PrunePoint) throws(JournalError) -> Int {
    if hasFailed { throw .failed }
    let count = segments.dropFirst().prefix { $0.first <= point.sequence + 1 }.count
    if count == 0 { return 0 }
    hasFailed = true
    let old = segments.prefix(count)
    segments.removeFirst(count)
    mark.oldestSegment = segments[0].number
    // Both copies, one after the other, so that damage to one cannot bring back the demand for a removed segment.
    for _ in 0..<2 {
      try mark.write(to: markFile, using: &markMemory)
      try markFile.flush()
    }
    for segment in old { try storage.remove(Segment.name(segment.number)) }
    try storage.flushDirectory()
    hasFailed = false
    return count
  }
}
