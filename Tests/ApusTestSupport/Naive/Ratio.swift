/// An exact fraction of 128-bit numbers; the denominator is positive.
///
/// The twin states every rule as a fraction and rounds it once, by name, at the very end.
struct Ratio {
  let numerator: Int128
  let denominator: Int128

  init(_ numerator: Int128, over denominator: Int128 = 1) {
    precondition(denominator > 0, "a fraction over \(denominator)")
    self.numerator = numerator
    self.denominator = denominator
  }

  /// The nearest whole number below or equal.
  var floor: Int128 {
    let (quotient, rest) = numerator.quotientAndRemainder(dividingBy: denominator)
    return rest < 0 ? quotient - 1 : quotient
  }

  /// The nearest whole number above or equal.
  var ceiling: Int128 { -Ratio(-numerator, over: denominator).floor }

  /// Without the part behind the point.
  var truncated: Int128 { numerator < 0 ? ceiling : floor }

  /// The nearest whole number, halves away from zero.
  var nearest: Int128 {
    let magnitude = Ratio(2 * Int128(numerator.magnitude) + denominator, over: 2 * denominator).floor
    return numerator < 0 ? -magnitude : magnitude
  }

  static func * (left: Ratio, right: Int128) -> Ratio { Ratio(left.numerator * right, over: left.denominator) }
}
