/// An event with the entry that caused it.
public struct Happening: Hashable, Sendable, BitwiseCopyable {
  /// The entry's number.
  public var sequence: UInt64
  /// The entry's time.
  public var time: Timestamp
  /// What happened.
  public var event: Event

  /// An event caused by an entry.
  @inlinable public init(sequence: UInt64, time: Timestamp, event: Event) {
    self.sequence = sequence
    self.time = time
    self.event = event
  }
}
