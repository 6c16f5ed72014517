/// Money in the smallest unit of a settlement currency: 10⁻⁸ XBT (XBt) or 10⁻⁶ USDT (USDt).
@frozen public struct Amount: Whole {
  public var rawValue: Int64
  @inlinable public init(rawValue: Int64) { self.rawValue = rawValue }

  /// The largest sum of deposits a venue takes: 10¹⁵ units, ten million XBT or a billion USDT.
  @inlinable public static var limit: Amount { Amount(rawValue: 1_000_000_000_000_000) }

  /// More than anybody has, 2⁶¹ units: a margin that would be larger is this.
  @inlinable public static var unaffordable: Amount { Amount(rawValue: 1 << 61) }
}
