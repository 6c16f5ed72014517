/// Quote currency per unit of the underlying, in units of 10⁻¹⁰; one scale for orders, marks and indices.
@frozen public struct Price: Whole {
  public var rawValue: Int64
  @inlinable public init(rawValue: Int64) { self.rawValue = rawValue }

  /// Units in one: 10¹⁰.
  @inlinable public static var scale: Int64 { 10_000_000_000 }

  /// A whole number of quote units, or a decimal fraction of it: `Price(units: 5, over: 10)` is 0.5.
  public init(units: Int64, over divisor: Int64 = 1) { self.init(rawValue: units * (Price.scale / divisor)) }
}

/// The number of a price level: price ÷ tick size, always a whole number.
public typealias Tick = UInt32
