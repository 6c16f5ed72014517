/// A command with its place in the log: the engine's only input.
public struct Entry: Hashable, Sendable, BitwiseCopyable {
  /// Counted from 1 without a gap.
  public var sequence: UInt64
  /// When it was stamped; never earlier than the entry before.
  public var time: Timestamp
  /// What is asked.
  public var command: Command

  /// An entry.
  @inlinable public init(_ sequence: UInt64, at time: Timestamp, _ command: Command) {
    self.sequence = sequence
    self.time = time
    self.command = command
  }
}
