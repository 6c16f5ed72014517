/// A command with its place in the log: the engine's only input.
public struct Entry: Hashable, Sendable, BitwiseCopyable {
  /// Counted from 1 without a gap.
  public let sequence: UInt64
  /// When it was stamped; never earlier than the entry before.
  public let time: Timestamp
  /// What is asked, in short.
  public let brief: Brief
  /// What is asked.
  public let command: Command

  /// An entry.
  @inlinable public init(_ sequence: UInt64, at time: Timestamp, _ command: Command) {
    self.sequence = sequence
    self.time = time
    self.command = command
    brief = Brief(of: command, sequence: sequence)
  }
}
