/// A divisor that is known long before its dividends: a multiplication and a correction take the place of a division,
/// which costs ten times as much.
struct Reciprocal: BitwiseCopyable {
  let divisor: UInt64
  /// 2⁶⁴ ÷ divisor, rounded down.
  private let inverse: UInt64

  /// Precondition: the divisor is positive.
  init(_ divisor: Int64) {
    precondition(divisor > 0, "a divisor of \(divisor)")
    self.divisor = UInt64(divisor)
    inverse = divisor == 1 ? .max : UInt64.max / UInt64(divisor)
  }

  /// `dividend / divisor`, rounded down, and what is left. The dividend is not negative.
  @inline(__always) func divide(_ dividend: Int64) -> (quotient: UInt64, remainder: UInt64) {
    let dividend = UInt64(bitPattern: dividend)
    // Short of the truth by at most two, since both the inverse and the product are rounded down.
    var quotient = dividend.multipliedFullWidth(by: inverse).high
    var remainder = dividend &- quotient &* divisor
    while remainder >= divisor {
      quotient &+= 1
      remainder &-= divisor
    }
    return (quotient, remainder)
  }
}
