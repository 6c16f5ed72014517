extension Whole64 {
  /// The square root of a number that is not negative, rounded down.
  public static func squareRoot(of number: Int128) -> Int64 {
    guard number > 0 else { return 0 }
    var root = Int128(1) << ((128 - number.leadingZeroBitCount + 1) / 2)
    while true {
      let next = (root + number / root) / 2
      if next >= root { return Int64(root) }
      root = next
    }
  }

  /// `left × right / divisor` through 256 bits, halves away from zero; traps when the result leaves 64 bits. The divisor
  /// is positive.
  public static func multiplyWide(_ left: Int128, _ right: Int128, dividedBy divisor: Int128) -> Int64 {
    let product = left.magnitude.multipliedFullWidth(by: right.magnitude)
    let (low, carry) = product.low.addingReportingOverflow(divisor.magnitude / 2)
    let quotient = divisor.magnitude.dividingFullWidth((product.high + (carry ? 1 : 0), low)).quotient
    return Int64(quotient) * Int64(left.signum() * right.signum())
  }
}
