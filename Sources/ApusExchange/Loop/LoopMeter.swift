/// What the engine's loop has done since the start.
public struct LoopMeter: Sendable {
  /// Entries applied.
  public var entries: UInt64 = 0
  /// Batches they came in.
  public var batches: UInt64 = 0
  /// From the first byte of a batch given to the log until it is durable.
  public var commit = Histogram()
  /// From the beginning of a batch until everybody who asked or watches is told.
  public var turn = Histogram()
  /// Commands that wait for the engine now.
  public var waiting = 0

  /// Nothing done yet.
  public init() {}

  mutating func note(_ count: Int, commit: Int64, turn: Int64) {
    entries += UInt64(count)
    batches += 1
    self.commit.note(commit)
    self.turn.note(turn)
  }
}
