/// A fraction in units of 10⁻⁸: fees, margins, funding.
@frozen public struct Rate: Whole {
  public var rawValue: Int64
  @inlinable public init(rawValue: Int64) { self.rawValue = rawValue }

  /// Units in one: 10⁸.
  @inlinable public static var scale: Int64 { 100_000_000 }

  /// A rate given in millionths: `Rate(millionths: 750)` is 0.075 %.
  public init(millionths: Int64) { self.init(rawValue: millionths * 100) }
}
