/// The natural logarithm of a price over the one before, in units of 10⁻¹⁴.
@frozen public struct LogReturn: Whole {
  public var rawValue: Int64
  @inlinable public init(rawValue: Int64) { self.rawValue = rawValue }

  /// Units in one: 10¹⁴.
  @inlinable public static var scale: Int64 { 100_000_000_000_000 }

  /// `ln(price ÷ before)`, right to the last unit or one beside it. Precondition: both are positive.
  public init(of price: Price, after before: Price) {
    precondition(price > .zero && before > .zero, "no logarithm of \(price.rawValue) over \(before.rawValue)")
    var above = Int128(price.rawValue)
    var below = Int128(before.rawValue)
    var doublings: Int128 = 0
    // Brings the ratio to between 3/4 and 3/2, where the series is short.
    while above * 2 > below * 3 {
      below *= 2
      doublings += 1
    }
    while above * 4 < below * 3 {
      above *= 2
      doublings -= 1
    }
    // ln(a ÷ b) = 2 (z + z³/3 + z⁵/5 + …) with z = (a − b) ÷ (a + b), in units of 10⁻¹⁸.
    let one: Int128 = 1_000_000_000_000_000_000
    let z = (above - below) * one / (above + below)
    let square = z * z / one
    var power = z
    var sum: Int128 = 0
    var odd: Int128 = 1
    while power != 0 {
      sum += power / odd
      power = power * square / one
      odd += 2
    }
    let whole = 2 * sum + doublings * 693_147_180_559_945_309
    rawValue = Whole64.divideWide(whole, by: one / Int128(LogReturn.scale), rounding: .halfUp)
  }
}
