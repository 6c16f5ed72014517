/// An exact number: a rate of interest for a day, a rank, a mean, before anything is rounded.
public struct Fraction: Hashable, Sendable, BitwiseCopyable {
  /// Above the line, in lowest terms.
  public let numerator: Int128
  /// Below the line, positive.
  public let denominator: Int128

  /// `numerator ÷ denominator`; the denominator is not zero.
  public init(_ numerator: Int128, over denominator: Int128 = 1) {
    precondition(denominator != 0, "\(numerator) over nothing")
    var divisor = numerator.magnitude
    var rest = denominator.magnitude
    while rest != 0 { (divisor, rest) = (rest, divisor % rest) }
    let sign = denominator.signum()
    self.numerator = sign * numerator / Int128(divisor)
    self.denominator = sign * denominator / Int128(divisor)
  }

  /// A price in units of its currency.
  public init(_ price: Price) { self.init(Int128(price.rawValue), over: Int128(Price.scale)) }

  /// A rate as a part of one.
  public init(_ rate: Rate) { self.init(Int128(rate.rawValue), over: Int128(Rate.scale)) }

  /// The nearest number with so many decimals, at most 18; halves away from zero.
  public func rounded(to places: Int) -> Fraction {
    var scale: Int128 = 1
    for _ in 0..<places { scale *= 10 }
    let (whole, rest) = numerator.quotientAndRemainder(dividingBy: denominator)
    let part = Whole64.multiplyWide(rest, scale, dividedBy: denominator)
    return Fraction(whole * scale + Int128(part), over: scale)
  }
}
