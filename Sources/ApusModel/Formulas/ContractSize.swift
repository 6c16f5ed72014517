/// What one contract is of, in units of 10⁻¹⁰ (the venue's article on contract sizes).
public enum ContractSize {
  /// Quote currency of an inverse contract: `multiplier ÷ underlyingToSettleMultiplier` (`size-xbtusd`).
  public static func inverse(multiplier: Int64, underlyingToSettle: Int64) -> Price {
    Price(
      rawValue: Whole64.multiply(abs(multiplier), Price.scale, dividedBy: abs(underlyingToSettle), rounding: .halfUp))
  }

  /// Underlying of a linear contract: `1 ÷ underlyingToPositionMultiplier` (TRXUSDT: a tenth).
  public static func linear(underlyingToPosition: Int64) -> Price {
    Price(rawValue: Whole64.divide(Price.scale, by: underlyingToPosition, rounding: .halfUp))
  }

  /// Settlement currency for each unit of the quote currency of a quanto contract: its multiplier.
  public static func quanto(multiplier: Int64, settlement: Currency) -> Price {
    let unit = settlement.decimals
    return Price(rawValue: (0..<(10 - unit)).reduce(abs(multiplier)) { product, _ in product * 10 })
  }

  /// The smallest trade: a lot of contracts of that size.
  public static func smallestTrade(of size: Price, lot: Contracts) -> Price { size * lot.rawValue }
}
