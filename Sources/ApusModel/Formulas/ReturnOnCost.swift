/// Profit as a fraction of what it was made with, rounded to four decimals, halves up (`pos-20190720-short10-10x`); at most
/// ten billion times either way.
public enum ReturnOnCost {
  /// Of the cost, `profit ÷ |cost|`; nil without a cost.
  public static func ofCost(_ profit: Amount, cost: Amount) -> Rate? {
    ofMargin(profit, cost: cost, rate: Rate(rawValue: Rate.scale))
  }

  /// Of the initial margin, `profit ÷ (|cost| × rate)`; nil without one.
  public static func ofMargin(_ profit: Amount, cost: Amount, rate: Rate) -> Rate? {
    guard cost != .zero, rate > .zero else { return nil }
    let scaled = Int128(profit.rawValue) * Int128(Rate.scale) * Int128(Rate.scale)
    let margin = Int128(cost.magnitude.rawValue) * Int128(rate.rawValue)
    let most = Rate.scale * 10_000_000_000
    guard scaled.magnitude / margin.magnitude < UInt128(most) else { return Rate(rawValue: most * profit.sign) }
    return Rate(rawValue: Whole64.share(scaled, over: margin, of: Rate.scale / 10_000))
  }
}
