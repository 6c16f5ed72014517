/// Which way an order trades.
public enum Side: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  case buy = 0
  case sell = 1

  /// The other side.
  @inlinable public var opposite: Side { self == .buy ? .sell : .buy }
  /// +1 for buy, −1 for sell.
  @inlinable public var sign: Int64 { self == .buy ? 1 : -1 }
}
