/// A whole number with a unit: the arithmetic shared by prices, contracts, amounts and rates.
///
/// Every operation traps on overflow; inputs are bounded at the door so that none can be reached from outside.
public protocol Whole: RawRepresentable, Comparable, Hashable, Sendable, BitwiseCopyable where RawValue == Int64 {
  /// The number of smallest units.
  var rawValue: Int64 { get set }
  /// A value of that many smallest units.
  init(rawValue: Int64)
}

extension Whole {
  /// A value of that many smallest units.
  @inlinable @inline(__always) public init(_ rawValue: Int64) { self.init(rawValue: rawValue) }

  /// Nothing.
  @inlinable @inline(__always) public static var zero: Self { Self(rawValue: 0) }

  /// The value without its sign, by arithmetic: signs are too many to be guessed right.
  @inlinable @inline(__always) public var magnitude: Self {
    let negative = rawValue >> 63
    return Self(rawValue: (rawValue ^ negative) - negative)
  }

  /// −1, 0 or 1.
  @inlinable @inline(__always) public var sign: Int64 { rawValue.signum() }

  @inlinable @inline(__always) public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  @inlinable @inline(__always) public static func + (left: Self, right: Self) -> Self {
    Self(rawValue: left.rawValue + right.rawValue)
  }
  @inlinable @inline(__always) public static func - (left: Self, right: Self) -> Self {
    Self(rawValue: left.rawValue - right.rawValue)
  }
  @inlinable @inline(__always) public static prefix func - (value: Self) -> Self { Self(rawValue: -value.rawValue) }
  @inlinable @inline(__always) public static func += (left: inout Self, right: Self) { left.rawValue += right.rawValue }
  @inlinable @inline(__always) public static func -= (left: inout Self, right: Self) { left.rawValue -= right.rawValue }
  @inlinable @inline(__always) public static func * (left: Self, count: Int64) -> Self {
    Self(rawValue: left.rawValue * count)
  }

  // For what one order is worth or asks for beside what its account has: the bounds of `Instrument.maximumHolding` keep
  // that within 64 bits, so nothing is checked again. Sums that are kept are always checked.
  @inlinable @inline(__always) public static func &+ (left: Self, right: Self) -> Self {
    Self(rawValue: left.rawValue &+ right.rawValue)
  }
  @inlinable @inline(__always) public static func &- (left: Self, right: Self) -> Self {
    Self(rawValue: left.rawValue &- right.rawValue)
  }
  @inlinable @inline(__always) public static func &* (left: Self, count: Int64) -> Self {
    Self(rawValue: left.rawValue &* count)
  }
}
