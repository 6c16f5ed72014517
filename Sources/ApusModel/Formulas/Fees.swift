extension Rate {
  /// The commission on a positive value, truncated toward zero per execution (`comm-maker-1a`, `comm-two-fills-157`).
  @inlinable @inline(__always) public func commission(on value: Amount) -> Amount {
    Amount(rawValue: Whole64.multiply(value.rawValue, rawValue, dividedBy: Rate.scale, rounding: .towardZero))
  }

  /// This fraction of a positive value, rounded up so that margin is never short; at most `Amount.unaffordable`.
  @inlinable @inline(__always) public func margin(on value: Amount) -> Amount {
    let (product, overflow) = value.rawValue.multipliedReportingOverflow(by: rawValue)
    if overflow { return wideMargin(on: value) }
    return Amount(rawValue: Whole64.divide(product, by: Rate.scale, rounding: .up))
  }

  /// No less than the margin on a positive value, and at most a unit more: for what need not be known exactly.
  @inlinable @inline(__always) public func marginAtMost(on value: Amount) -> Amount {
    let (product, overflow) = value.rawValue.multipliedReportingOverflow(by: rawValue)
    if overflow { return wideMargin(on: value) }
    return Amount(rawValue: product / Rate.scale &+ 1)
  }

  @usableFromInline func wideMargin(on value: Amount) -> Amount {
    let most = Int128(Amount.unaffordable.rawValue)
    let product = Int128(value.rawValue) * Int128(rawValue)
    return Amount(
      rawValue: Whole64.divideWide(min(product, most * Int128(Rate.scale)), by: Int128(Rate.scale), rounding: .up))
  }

  /// This fee with a discount, as for who was referred: rounded toward zero; a rebate is nobody's fee and stays.
  public func discounted(by share: Rate) -> Rate {
    self <= .zero
      ? self
      : Rate(
        rawValue: Whole64.multiply(rawValue, Rate.scale - share.rawValue, dividedBy: Rate.scale, rounding: .towardZero))
  }
}
