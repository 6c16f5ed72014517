/// Leverage in hundredths: 2 500 is 25×; zero means cross margin.
@frozen public struct Leverage: Whole {
  public var rawValue: Int64
  @inlinable public init(rawValue: Int64) { self.rawValue = rawValue }

  /// More than any contract offers, 2³² hundredths less one.
  @inlinable public static var highest: Leverage { Leverage(rawValue: Int64(UInt32.max)) }

  /// The whole account backs the position.
  @inlinable public static var cross: Leverage { Leverage(rawValue: 0) }

  /// The fraction of a position's value asked for as margin, rounded up to 10⁻⁸ so that margin is never short.
  public var initialMargin: Rate {
    Rate(rawValue: Whole64.divide(Rate.scale * 100, by: rawValue, rounding: .up))
  }
}
