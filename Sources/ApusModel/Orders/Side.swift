/// Which way an order trades.
public enum Side: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  case buy = 0
  case sell = 1

  /// The other side.
  @inlinable public var opposite: Side { self == .buy ? .sell : .buy }
  /// +1 for buy, −1 for sell.
  ///
  /// Sides come at random, so arithmetic costs less than a branch that is guessed wrong every other time.
  @inlinable public var sign: Int64 { 1 &- 2 &* Int64(rawValue) }
}
