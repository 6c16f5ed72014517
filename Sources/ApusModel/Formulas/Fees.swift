extension Rate {
  /// The commission on a positive value, truncated toward zero per execution (`comm-maker-1a`, `comm-two-fills-157`).
  @inlinable @inline(__always) public func commission(on value: Amount) -> Amount {
    Amount(rawValue: Whole64.multiply(value.rawValue, rawValue, dividedBy: Rate.scale, rounding: .towardZero))
  }

  /// This fraction of a positive value, rounded up so that margin is never short.
  @inlinable @inline(__always) public func margin(on value: Amount) -> Amount {
    Amount(rawValue: Whole64.multiply(value.rawValue, rawValue, dividedBy: Rate.scale, rounding: .up))
  }
}
