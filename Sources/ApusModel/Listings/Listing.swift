/// The venue's contracts as of a day, with the terms of that day.
public enum Listing: String, Sendable, CaseIterable {
  /// The venue of March 2019: lot 1, tick 0.5, maker rebate.
  case march2019 = "2019-03-26"
  /// The last rules of the venue: lot 100, tick 0.1, equal fees.
  case last2026 = "2026"

  /// The contracts, in the order they are listed.
  public var instruments: [Instrument] {
    switch self {
    case .march2019: [.xbtusd2019]
    case .last2026: [.xbtusd2026]
    }
  }
}

extension Instrument {
  /// The inverse perpetual as of 2019-03-26 (captures of January to May 2019).
  public static var xbtusd2019: Instrument {
    var terms = xbtusd2026
    terms.lot = Contracts(rawValue: 1)
    terms.tickSize = Price(units: 5, over: 10)
    terms.makerFee = Rate(millionths: -250)
    terms.takerFee = Rate(millionths: 750)
    terms.riskLimit.step = Amount(rawValue: 10_000_000_000)
    return terms
  }

  /// The inverse perpetual under the venue's last rules (the instrument row of May 2026).
  public static var xbtusd2026: Instrument {
    Instrument(
      symbol: "XBTUSD", root: "XBT", underlying: "XBT", quoteCurrency: "USD", reference: ".BXBT", settlement: .xbt,
      kind: .inverse, multiplier: 100_000_000, lot: Contracts(rawValue: 100), tickSize: Price(units: 1, over: 10),
      maximumQuantity: Contracts(rawValue: 10_000_000), maximumPrice: Price(units: 1_000_000),
      initialMargin: Rate(millionths: 10_000), maintenanceMargin: Rate(millionths: 5_000),
      makerFee: Rate(millionths: 500), takerFee: Rate(millionths: 500), settlementFee: .zero,
      riskLimit: RiskLimit(base: Amount(rawValue: 20_000_000_000), step: Amount(rawValue: 15_000_000_000)),
      listed: Timestamp(rawValue: 1_463_140_800_000))
  }
}
