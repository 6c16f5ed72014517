/// Money in the smallest unit of a settlement currency: 10⁻⁸ XBT (XBt) or 10⁻⁶ USDT (USDt).
@frozen public struct Amount: Whole {
  public var rawValue: Int64
  @inlinable public init(rawValue: Int64) { self.rawValue = rawValue }

  /// The largest sum of deposits a venue takes: about 10¹⁷ units, so that no sum of balances can overflow.
  @inlinable public static var limit: Amount { Amount(rawValue: 100_000_000_000_000_000) }
}
