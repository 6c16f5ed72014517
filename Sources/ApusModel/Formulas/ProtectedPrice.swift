extension FairPrice {
  /// Half the width of the band about the fair price that a protected last price stays in, rounded down.
  public static func halfBand(of fair: Price, maintenance: Rate) -> Price {
    Price(
      rawValue: Whole64.multiply(fair.rawValue, maintenance.rawValue, dividedBy: 2 * Rate.scale, rounding: .down))
  }

  /// The last price held to within half the maintenance margin of the fair price (`mark-last-protected-in`).
  ///
  /// When the band has moved away from the mark, the mark stays until a last price leads it toward the band.
  public static func protected(last: Price, fair: Price, maintenance: Rate, mark: Price?) -> Price {
    let half = halfBand(of: fair, maintenance: maintenance)
    let low = fair - half
    let high = fair + half
    let held = min(max(last, low), high)
    guard let mark, held != last else { return held }
    if mark > high && last > high { return min(mark, last) }
    if mark < low && last < low { return max(mark, last) }
    return held
  }

  /// The last price of a yield swap drawn toward its index: `last + (index − last) × elapsed ÷ days to expiry`, halves up;
  /// no contract listed here is marked so (method `LastPriceAdjusted`, dossier section 5).
  ///
  /// - Parameters:
  ///   - elapsed: the part of the time that has passed, at most `total`.
  ///   - total: what is left until expiry in the same unit, positive.
  public static func adjusted(last: Price, index: Price, elapsed: Int64, of total: Int64) -> Price {
    let gap = Int128((index - last).rawValue) * Int128(elapsed)
    return Price(rawValue: last.rawValue + Whole64.divideWide(gap, by: Int128(total), rounding: .halfUp))
  }
}
