/// A fair price and what makes it differ from the index.
@frozen public struct FairPrice: Hashable, Sendable, BitwiseCopyable {
  /// The mark: index + basis.
  public var price: Price
  /// What is added to the index.
  public var basis: Price
  /// The basis as a fraction of the index per year.
  public var rate: Rate

  /// A fair price of these parts.
  public init(price: Price, basis: Price, rate: Rate) {
    self.price = price
    self.basis = basis
    self.rate = rate
  }

  /// The fair price of a perpetual: the index and the part of the coming funding that is still to run.
  ///
  /// The time to run, in milliseconds, counts from the last whole minute; the basis is rounded to the precision of the
  /// mark, halves up (`mark-perp-20190103`, `mark-perp-20190509`, `mark-perp-20241124`).
  public static func perpetual(
    index: Price, funding rate: Rate, toRun: Int64, interval: Int64, precision: Price
  ) -> FairPrice {
    let whole = Whole64.divide(toRun, by: Timestamp.minute, rounding: .up) * Timestamp.minute
    let run = Int128(rate.rawValue) * Int128(whole)
    let basis = Whole64.share(
      Int128(index.rawValue) * run, over: Int128(Rate.scale) * Int128(interval), of: precision.rawValue)
    let yearly = Whole64.multiply(rate.rawValue, Timestamp.year, dividedBy: interval, rounding: .halfUp)
    return FairPrice(price: index + Price(rawValue: basis), basis: Price(rawValue: basis), rate: Rate(yearly))
  }

  /// The fair price of a dated contract whose basis was last found to be `rate` a year, so long before expiry (ms).
  public static func dated(index: Price, rate: Rate, toRun: Int64, precision: Price) -> FairPrice {
    let unit = Int128(Rate.scale) * Int128(Timestamp.year) * Int128(precision.rawValue)
    let yearly = Int128(index.rawValue) * Int128(rate.rawValue)
    let basis = Whole64.multiplyWide(yearly, Int128(toRun), dividedBy: unit) * precision.rawValue
    return FairPrice(price: index + Price(rawValue: basis), basis: Price(rawValue: basis), rate: rate)
  }

  /// The yearly basis of a dated contract from its impact mid price: `(mid ÷ index − 1) ÷ (time to expiry ÷ year)`.
  ///
  /// The venue rounds it to whole percents before it is applied (five captures, `mark-fut-XRPH20`); its own example
  /// does not (`mark-fut-doc`), so rounding is a switch. Precondition: the contract has not expired.
  public static func basisRate(
    mid: Price, index: Price, toRun: Int64, roundedToPercent isRounded: Bool
  ) -> Rate {
    let grain: Int64 = isRounded ? Rate.scale / 100 : 1
    let above = Int128((mid - index).rawValue) * Int128(Timestamp.year)
    let whole = Int128(index.rawValue) * Int128(toRun)
    // Shortly before expiry a tick is thousands of percents a year; ten thousand bound the rate.
    guard above.magnitude / whole.magnitude < 100 else {
      return Rate(rawValue: 100 * Rate.scale * Int64(above.signum()))
    }
    return Rate(rawValue: Whole64.multiplyWide(above, Int128(Rate.scale / grain), dividedBy: whole) * grain)
  }

  /// True when a book is close enough to mark by: its impact spread is below the maintenance margin of the mid price,
  /// or below three ticks if that is more (`liquidity-XRPH20`).
  public static func isLiquid(bid: Price, ask: Price, maintenance: Rate, tickSize: Price) -> Bool {
    let allowed = Int128((bid + ask).rawValue) * Int128(maintenance.rawValue)
    let spread = Int128((ask - bid).rawValue) * 2 * Int128(Rate.scale)
    return spread < max(allowed, Int128(tickSize.rawValue) * 6 * Int128(Rate.scale))
  }

  /// The middle of two prices, halves up.
  public static func middle(_ bid: Price, _ ask: Price) -> Price {
    Price(rawValue: Whole64.divide((bid + ask).rawValue, by: 2, rounding: .halfUp))
  }
}
