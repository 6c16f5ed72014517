/// A divisor that is known long before its dividends: a multiplication and a correction take the place of a division,
/// which costs ten times as much.
struct Reciprocal: BitwiseCopyable {
  let divisor: UInt64
  /// 2⁶³ ÷ divisor, rounded up.
  private let inverse: UInt64

  /// Precondition: the divisor is positive.
  init(_ divisor: Int64) {
    precondition(divisor > 0, "a divisor of \(divisor)")
    self.divisor = UInt64(divisor)
    inverse = UInt64(Int64.max) / UInt64(divisor) + 1
  }

  /// `dividend / divisor`, rounded down, and what is left. The dividend is not negative.
  @inline(__always) func divide(_ dividend: Int64) -> (quotient: UInt64, remainder: UInt64) {
    let dividend = UInt64(bitPattern: dividend)
    // Since the inverse is rounded up, at most one too many, and never for a multiple of the divisor.
    let quotient = (dividend &<< 1).multipliedFullWidth(by: inverse).high
    let remainder = dividend &- quotient &* divisor
    if Int64(bitPattern: remainder) < 0 { return (quotient &- 1, remainder &+ divisor) }
    return (quotient, remainder)
  }
}
