/// How a journal is laid out on disk.
public struct JournalOptions: Sendable {
  /// The length of a segment in bytes; a batch that is longer gets a longer segment.
  public var segmentLength: Int
  /// The last sequence before the first entry of a new journal; an existing one keeps its own.
  public var origin: UInt64
  /// The number that marks all files of a new journal as one; random unless a test fixes it.
  public var identity: UInt64?
  /// The bytes of memory held for a batch from the start; a larger batch makes it grow once.
  public var batchCapacity: Int
  /// The size in bytes of one read while entries are read in order.
  public var readLength: Int

  /// Options with the given values.
  public init(
    segmentLength: Int = 64 << 20, origin: UInt64 = 0, identity: UInt64? = nil,
    batchCapacity: Int = 1 << 20, readLength: Int = 1 << 20
  ) {
    precondition(segmentLength >= 1024 && segmentLength % 8 == 0, "a segment of \(segmentLength) bytes")
    self.segmentLength = segmentLength
    self.origin = origin
    self.identity = identity
    self.batchCapacity = batchCapacity
    self.readLength = readLength
  }
}

/// What was found when a journal was opened.
public struct Opening: Equatable, Sendable {
  /// How many entries are kept.
  public var entries: UInt64 = 0
  /// How many segments hold them.
  public var segments = 0
  /// The torn tail that was cut off; nil after a clean end.
  public var cut: Damage?
  /// How many entries of the torn batch were whole and are kept.
  public var kept = 0
}
