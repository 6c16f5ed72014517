extension Instrument {
  /// The average price of what was traded, from the value of one lot, rounded down as the venue does; to four decimals,
  /// halves up, for inverse contracts (852 recorded days, 1,983 of 2,000 recorded minutes). Nil when nothing was traded.
  ///
  /// In the 17 other minutes the value of a lot is a whole number, as when all was traded at one price, and the venue
  /// shows that price.
  public func averagePrice(of volume: Contracts, worth turnover: Amount) -> Price? {
    let lots = volume.rawValue / lot.rawValue
    guard lots > 0, turnover.rawValue / lots > 0 else { return nil }
    let size = Int128(multiplier) * Int128(lot.rawValue)
    let each = Int128(turnover.rawValue / lots)
    guard kind == .inverse else {
      return Price(rawValue: Whole64.divideWide(each * Int128(Price.scale), by: size, rounding: .halfUp))
    }
    return Price(rawValue: Whole64.share(size * Int128(Price.scale), over: each, of: Price.scale / 10_000))
  }
}
