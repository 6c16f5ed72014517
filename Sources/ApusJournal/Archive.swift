/// A journal that is only read, also where nothing may be written: nothing is made, mended or changed, and what a start
/// would cut or keep of an interrupted commit is left out.
public struct Archive: ~Copyable, Sendable {
  /// The number that marks all files of this journal.
  public let identity: UInt64
  /// The last durable entry.
  public let lastSequence: UInt64

  private let storage: any Storage
  private let options: JournalOptions
  private let durable: DurableEnd
  private let segments: [Segment]
  private let held: HeldStorage

  /// Opens the journal in a directory of the disk.
  ///
  /// - Throws: `JournalError.inUse` if it is open elsewhere; `damaged`, `missing` or `lost` if acknowledged entries are
  ///   not there as written.
  public init(directory: String, options: JournalOptions = JournalOptions()) throws(JournalError) {
    try self.init(storage: try DiskStorage(reading: directory), options: options)
  }

  /// Opens the journal that a storage holds; throws as `init(directory:options:)` does.
  public init(storage: any Storage, options: JournalOptions = JournalOptions()) throws(JournalError) {
    let held = try HeldStorage(storage)
    let recovery = try Recovery(storage, options)
    guard let active = recovery.active else { throw .missing(file: Segment.name(recovery.mark.oldestSegment)) }
    self.held = held
    self.storage = storage
    self.options = options
    identity = recovery.mark.identity
    segments = recovery.segments
    lastSequence = active.end.sequence
    durable = DurableEnd(active.end.sequence)
  }

  /// The first entry kept.
  public var firstSequence: UInt64 { segments[0].first }

  /// The snapshots of this journal.
  public var snapshots: Snapshots { Snapshots(storage: storage, identity: identity, durable: durable) }

  /// The entries from `sequence` on, which may be the one after the last.
  ///
  /// - Throws: `JournalError.unavailable` if earlier entries were pruned or the journal ends before.
  public func entries(from sequence: UInt64) throws(JournalError) -> Entries {
    try .of(
      segments, in: storage, identity: identity, durable: durable, from: sequence, readLength: options.readLength)
  }
}
