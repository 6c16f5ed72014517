/// A rank in the line for deleveraging as a fraction: `profit ÷ cost × worth ÷ left` in a profit, the second part turned
/// over in a loss; nothing left makes it endless.
struct NaiveRank {
  let isProfit: Bool
  let isLoss: Bool
  private let numerator: Int128
  private let denominator: Int128

  init(profit: Int128, cost: Int128, worth: Int128, left: Int128) {
    isProfit = profit > 0
    isLoss = profit < 0
    numerator = abs(profit) * (profit > 0 ? worth : max(0, left))
    denominator = cost * (profit > 0 ? max(0, left) : worth)
  }

  func isAhead(of other: NaiveRank) -> Bool {
    if isProfit != other.isProfit { return isProfit }
    if isLoss != other.isLoss { return other.isLoss }
    return isLoss ? size(other, isBelow: self) == false && size(self, isBelow: other) : size(other, isBelow: self)
  }

  private func size(_ left: NaiveRank, isBelow right: NaiveRank) -> Bool {
    if right.denominator == 0 { return left.denominator != 0 }
    if left.denominator == 0 { return false }
    return NaiveRank.isLess(left.numerator, left.denominator, right.numerator, right.denominator)
  }

  /// Compares two fractions digit by digit of their continued fractions, so that no product grows too large.
  private static func isLess(_ a: Int128, _ b: Int128, _ c: Int128, _ d: Int128) -> Bool {
    let (left, leftRest) = a.quotientAndRemainder(dividingBy: b)
    let (right, rightRest) = c.quotientAndRemainder(dividingBy: d)
    if left != right { return left < right }
    if rightRest == 0 { return false }
    if leftRest == 0 { return true }
    return isLess(d, rightRest, b, leftRest)
  }
}
