import ApusModel

extension Fraction {
  /// A decimal number, or a fraction such as `1/3`; nil when the text is none or has too many digits.
  init?(text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    if parts.count == 2 {
      guard let above = Fraction(text: String(parts[0])), let below = Fraction(text: String(parts[1])),
        below.numerator != 0, let quotient = above.divided(by: below)
      else { return nil }
      self = quotient
      return
    }
    var digits = text[...]
    if digits.hasSuffix("%") { digits = digits.dropLast() }
    let isNegative = digits.hasPrefix("-")
    if isNegative || digits.hasPrefix("+") { digits = digits.dropFirst() }
    let halves = digits.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(halves.count), digits.contains(where: \.isNumber),
      halves.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } })
    else { return nil }
    let places = halves.count == 2 ? halves[1].count : 0
    let all = halves.joined()
    guard all.count <= 30, places <= 20, let mantissa = Int128(all) else { return nil }
    let scale = Fraction.power(places + (text.hasSuffix("%") ? 2 : 0))
    self.init(isNegative ? -mantissa : mantissa, over: scale)
  }

  /// A power of ten.
  static func power(_ places: Int) -> Int128 { (0..<places).reduce(1) { power, _ in power * 10 } }

  /// How many decimals a text has.
  static func places(of text: String) -> Int {
    guard let point = text.firstIndex(of: ".") else { return 0 }
    return text[text.index(after: point)...].count { $0.isNumber }
  }

  static func sum(_ left: Fraction, _ right: Fraction) -> Fraction? {
    let (a, first) = left.numerator.multipliedReportingOverflow(by: right.denominator)
    let (b, second) = right.numerator.multipliedReportingOverflow(by: left.denominator)
    let (below, third) = left.denominator.multipliedReportingOverflow(by: right.denominator)
    let (above, fourth) = a.addingReportingOverflow(b)
    return first || second || third || fourth ? nil : Fraction(above, over: below)
  }

  func multiplied(by other: Fraction) -> Fraction? {
    // Crosswise first, so that what cancels needs no room.
    let left = Fraction(numerator, over: other.denominator)
    let right = Fraction(other.numerator, over: denominator)
    let (above, first) = left.numerator.multipliedReportingOverflow(by: right.numerator)
    let (below, second) = left.denominator.multipliedReportingOverflow(by: right.denominator)
    return first || second ? nil : Fraction(above, over: below)
  }

  func divided(by other: Fraction) -> Fraction? {
    other.numerator == 0 ? nil : multiplied(by: Fraction(other.denominator, over: other.numerator))
  }

  /// The number in units of `1 ÷ scale`, to the nearest; nil when it is beyond a bound.
  func units(of scale: Int64, within bound: Int64) -> Int64? {
    guard let scaled = multiplied(by: Fraction(Int128(scale))), scaled.magnitude <= Int128(bound) else { return nil }
    let doubled = scaled.numerator * 2
    return Whole64.divideWide(
      doubled, by: scaled.denominator * 2, rounding: .halfUp)
  }

  private var magnitude: Int128 { Int128(numerator.magnitude) / denominator }

  /// The number as a decimal with at most so many places, without zeros at its end.
  func decimal(places: Int) -> String {
    let rounded = rounded(to: places)
    let scale = Fraction.power(places)
    let units = (rounded.numerator.magnitude * scale.magnitude) / rounded.denominator.magnitude
    let whole = units / scale.magnitude
    var rest = String(units % scale.magnitude)
    rest = String(repeating: "0", count: max(0, places - rest.count)) + rest
    while rest.hasSuffix("0") { rest.removeLast() }
    return (numerator < 0 && units > 0 ? "-" : "") + String(whole) + (places == 0 || rest.isEmpty ? "" : "." + rest)
  }
}
