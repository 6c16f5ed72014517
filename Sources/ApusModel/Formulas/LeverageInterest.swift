/// Interest on the opened notional of a position, Actual/365: paid to the venue each day and never mixed with funding.
///
/// Source: the article on leverage interest, `principal × leverage × rate × days ÷ 365` (`interest-seed-1000`). The base
/// is principal × leverage, the notional.
public enum LeverageInterest {
  /// Days of a year, leap years included.
  public static var daysOfYear: Int64 { 365 }

  /// The interest on a notional over so many days, before anything is rounded, in the settlement unit
  /// (`interest-1000-10x-30d`).
  public static func exact(notional: Amount, rate: Rate, days: Int64) -> Fraction {
    Fraction(
      Int128(notional.rawValue) * Int128(rate.rawValue) * Int128(days), over: Int128(Rate.scale) * Int128(daysOfYear))
  }

  /// The notional a stake opens at a leverage, rounded down.
  public static func notional(principal: Amount, leverage: Leverage) -> Amount {
    Amount(rawValue: Whole64.multiply(principal.rawValue, leverage.rawValue, dividedBy: 100, rounding: .down))
  }
}

/// What of a position's interest was earned and is not yet a whole unit: carried from day to day (`interest-daily-carry`).
@frozen public struct InterestCarry: Hashable, Sendable, BitwiseCopyable {
  /// In units of 1 ÷ (365 × 10⁸) of the smallest settlement unit, below one of these.
  public var remainder: Int64

  /// Nothing carried.
  @inlinable public init() { remainder = 0 }

  /// The whole units due after so many more days on a notional, truncated; the rest is carried exactly.
  public mutating func post(notional: Amount, rate: Rate, days: Int64) -> Amount {
    let earned = Int128(notional.rawValue) * Int128(rate.rawValue) * Int128(days) + Int128(remainder)
    let unit = Int128(Rate.scale) * Int128(LeverageInterest.daysOfYear)
    let (whole, rest) = earned.quotientAndRemainder(dividingBy: unit)
    remainder = Int64(rest)
    return Amount(rawValue: Int64(whole))
  }
}
