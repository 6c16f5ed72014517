/// How a division gives up its remainder. Each rule of the venue names one.
public enum Rounding: Sendable {
  /// Toward zero: commissions and rebates.
  case towardZero
  /// To the nearest, halves away from zero: the value of one lot.
  case halfUp
  /// Toward positive infinity: margins.
  case up
  /// Toward negative infinity.
  case down
}

/// Multiply-then-divide that names its rounding.
public enum Whole64 {
  /// `numerator / divisor`; the divisor is positive.
  @inlinable @inline(__always)
  public static func divide(_ numerator: Int64, by divisor: Int64, rounding: Rounding) -> Int64 {
    let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: divisor)
    if remainder == 0 { return quotient }
    switch rounding {
    case .towardZero: return quotient
    case .up: return numerator > 0 ? quotient + 1 : quotient
    case .down: return numerator < 0 ? quotient - 1 : quotient
    case .halfUp:
      let half = remainder.magnitude >= divisor.magnitude - remainder.magnitude
      return half ? quotient + numerator.signum() : quotient
    }
  }

  /// `left × right / divisor` through 128 bits; traps when the result leaves 64 bits. The divisor is positive.
  @inlinable @inline(__always)
  public static func multiply(_ left: Int64, _ right: Int64, dividedBy divisor: Int64, rounding: Rounding) -> Int64 {
    let (product, overflow) = left.multipliedReportingOverflow(by: right)
    if !overflow { return divide(product, by: divisor, rounding: rounding) }
    return divideWide(Int128(left) * Int128(right), by: Int128(divisor), rounding: rounding)
  }

  /// `numerator / divisor` for 128-bit numbers; traps when the result leaves 64 bits. The divisor is positive.
  public static func divideWide(_ numerator: Int128, by divisor: Int128, rounding: Rounding) -> Int64 {
    let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: divisor)
    if remainder == 0 { return Int64(quotient) }
    switch rounding {
    case .towardZero: return Int64(quotient)
    case .up: return Int64(numerator > 0 ? quotient + 1 : quotient)
    case .down: return Int64(numerator < 0 ? quotient - 1 : quotient)
    case .halfUp:
      let half = remainder.magnitude >= divisor.magnitude - remainder.magnitude
      return Int64(half ? quotient + numerator.signum() : quotient)
    }
  }
}

extension Whole64 {
  /// `numerator / denominator` to the nearest multiple of a grain, halves away from zero; the last two are positive.
  public static func share(_ numerator: Int128, over denominator: Int128, of grain: Int64) -> Int64 {
    divideWide(numerator, by: denominator * Int128(grain), rounding: .halfUp) * grain
  }
}
