extension Instrument {
  /// The weekly upside and downside profit contracts of a time in 2019 (dossier section 1.7).
  ///
  /// Those of the week of 2019-03-26 were struck at 4,250 and 3,750: the index stood near 4,000 on the Friday before.
  /// At any other time they are struck by the index when they are listed.
  public static func profitContracts2019(at time: Timestamp) -> [Instrument] {
    let expiry = Expiry.fridayNoon(after: time)
    let isRecorded = expiry == Expiry.last(year: 2019, month: 3)
    return [
      profitContract2019(.upside, expiry, strike: isRecorded ? Price(units: 4_250) : .zero),
      profitContract2019(.downside, expiry, strike: isRecorded ? Price(units: 3_750) : .zero),
    ]
  }

  private static func profitContract2019(_ type: InstrumentType, _ expiry: Timestamp, strike: Price) -> Instrument {
    let isUpside = type == .upside
    var terms = Instrument(
      symbol: isUpside ? "XBT7D_U105" : "XBT7D_D95", root: "XBT", underlying: "XBT", quoteCurrency: "XBT",
      reference: ".BXBT30M", settlement: .xbt, kind: .linear, multiplier: 100_000_000, lot: Contracts(rawValue: 1),
      tickSize: Price(units: 1, over: 100_000), maximumQuantity: Contracts(rawValue: 10_000_000),
      maximumPrice: Price(units: 1, over: 10), initialMargin: Rate(rawValue: Rate.scale), maintenanceMargin: .zero,
      makerFee: .zero, takerFee: .zero, settlementFee: .zero, riskLimit: RiskLimit(base: .zero, step: .zero),
      listed: expiry - Timestamp(rawValue: 7 * Timestamp.day))
    terms.type = type
    terms.expiry = expiry
    terms.marking = .last
    terms.markDecimals = 5
    terms.relisting = .weekly
    terms.option.strikeShare = Rate(millionths: isUpside ? 1_050_000 : 950_000)
    terms.option.strikeStep = Price(units: 250)
    terms.positionCurrency = "XBT"
    return strike == .zero ? terms : terms.struck(at: strike)
  }

  /// This profit contract with a strike, and with the barrier of a downside one.
  public func struck(at strike: Price) -> Instrument {
    var terms = self
    terms.option.strike = strike
    terms.option.barrier = type == .downside ? ProfitContract.barrier(of: strike) : .zero
    return terms
  }
}
