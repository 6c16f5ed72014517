// The contracts' own terms; what time does to them, and what bounds their orders, comes with a listing (`inForce`).

extension Instrument {
  /// The inverse perpetual as of 2019-03-26 (captures of January to May 2019).
  public static var xbtusd2019: Instrument {
    var terms = xbtusd2026
    terms.lot = Contracts(rawValue: 1)
    terms.tickSize = Price(units: 5, over: 10)
    terms.makerFee = Rate(millionths: -250)
    terms.takerFee = Rate(millionths: 750)
    terms.feeSchedule = .none
    terms.riskLimit.step = Amount(rawValue: 10_000_000_000)
    // What 0.1 XBT of initial margin carries.
    terms.impactValue = Amount(rawValue: 1_000_000_000)
    return terms
  }

  /// The inverse perpetual under the venue's last rules (the instrument row of May 2026).
  public static var xbtusd2026: Instrument {
    var terms = Instrument(
      symbol: "XBTUSD", root: "XBT", underlying: "XBT", quoteCurrency: "USD", reference: ".BXBT", settlement: .xbt,
      kind: .inverse, multiplier: 100_000_000, lot: Contracts(rawValue: 100), tickSize: Price(units: 1, over: 10),
      maximumQuantity: Contracts(rawValue: 10_000_000), maximumPrice: Price(units: 1_000_000),
      initialMargin: Rate(millionths: 10_000), maintenanceMargin: Rate(millionths: 5_000),
      makerFee: Rate(millionths: 500), takerFee: Rate(millionths: 500), settlementFee: .zero,
      riskLimit: RiskLimit(base: Amount(rawValue: 20_000_000_000), step: Amount(rawValue: 15_000_000_000)),
      listed: Timestamp(rawValue: 1_463_140_800_000))
    // About 10,000 USD.
    terms.impactValue = Amount(rawValue: 15_000_000)
    terms.positionCurrency = "USD"
    terms.feeSchedule = .volume2023
    return terms
  }

  /// The quanto perpetual on ether as of 2019-03-26: 0.000001 XBT for each dollar (dossier section 1.4).
  public static var ethusd2019: Instrument {
    var terms = Instrument(
      symbol: "ETHUSD", root: "ETH", underlying: "ETH", quoteCurrency: "USD", reference: ".BETH", settlement: .xbt,
      kind: .quanto, multiplier: 100, lot: Contracts(rawValue: 1), tickSize: Price(units: 5, over: 100),
      maximumQuantity: Contracts(rawValue: 10_000_000), maximumPrice: Price(units: 100_000),
      initialMargin: Rate(millionths: 20_000), maintenanceMargin: Rate(millionths: 10_000),
      makerFee: Rate(millionths: -250), takerFee: Rate(millionths: 750), settlementFee: .zero,
      riskLimit: RiskLimit(base: Amount(rawValue: 5_000_000_000), step: Amount(rawValue: 5_000_000_000)),
      listed: Timestamp(rawValue: 1_533_124_800_000))
    terms.statedMaximumPrice = Price(units: 1_000_000)
    terms.impactValue = Amount(rawValue: 500_000_000)
    return terms
  }

  /// The quanto perpetual on ether under the venue's last rules.
  public static var ethusd2026: Instrument {
    var terms = ethusd2019
    terms.tickSize = Price(units: 1, over: 100)
    terms.initialMargin = Rate(millionths: 10_000)
    terms.maintenanceMargin = Rate(millionths: 5_000)
    terms.makerFee = Rate(millionths: 500)
    terms.takerFee = Rate(millionths: 500)
    terms.feeSchedule = .volume2023
    terms.riskLimit = RiskLimit(base: Amount(rawValue: 7_500_000_000), step: Amount(rawValue: 10_000_000_000))
    terms.impactValue = Amount(rawValue: 15_000_000)
    return terms
  }
}

// Linear perpetuals settled in tether. Their multipliers count millionths of a coin and up, as TRXUSDT's does in the
// record of 2025; limits that no record states are chosen alike.
extension Instrument {
  /// The linear perpetual on bitcoin: a contract is a millionth of a coin.
  public static var xbtusdt2026: Instrument {
    tetherPerpetual("XBT", reference: ".BXBTT", multiplier: 1, lot: 100, tick: Price(units: 1, over: 10))
  }

  /// The linear perpetual on ether: a contract is a hundred-thousandth of a coin.
  public static var ethusdt2026: Instrument {
    tetherPerpetual("ETH", reference: ".BETHT", multiplier: 10, lot: 1_000, tick: Price(units: 1, over: 100))
  }

  /// The linear perpetual on solana: a contract is a ten-thousandth of a coin.
  public static var solusdt2026: Instrument {
    var terms = tetherPerpetual(
      "SOL", reference: ".BSOLT", multiplier: 100, lot: 1_000, tick: Price(units: 1, over: 100))
    terms.initialMargin = Rate(millionths: 20_000)
    terms.maintenanceMargin = Rate(millionths: 10_000)
    terms.riskLimit = RiskLimit(base: Amount(rawValue: 1_000_000_000_000), step: Amount(rawValue: 1_000_000_000_000))
    return terms
  }

  private static func tetherPerpetual(
    _ coin: StaticString, reference: Symbol, multiplier: Int64, lot: Int64, tick: Price
  ) -> Instrument {
    let coin = Symbol(stringLiteral: coin)
    guard let symbol = Symbol(utf8: coin.utf8 + Symbol("USDT").utf8) else { preconditionFailure("\(coin) is too long") }
    var terms = Instrument(
      symbol: symbol, root: coin, underlying: coin, quoteCurrency: "USDT", reference: reference, settlement: .usdt,
      kind: .linear, multiplier: multiplier, lot: Contracts(rawValue: lot), tickSize: tick,
      maximumQuantity: Contracts(rawValue: 1_000_000_000),
      maximumPrice: coin == "XBT" ? Price(units: 1_000_000) : Price(units: 100_000),
      initialMargin: Rate(millionths: 10_000), maintenanceMargin: Rate(millionths: 5_000),
      makerFee: Rate(millionths: 500), takerFee: Rate(millionths: 500), settlementFee: .zero,
      riskLimit: RiskLimit(base: Amount(rawValue: 10_000_000_000_000), step: Amount(rawValue: 5_000_000_000_000)),
      listed: CalendarDay(year: 2021, month: 11, day: 9).start)
    terms.impactValue = Amount(rawValue: 10_000_000_000)
    terms.positionMultiplier = 1_000_000 / multiplier
    terms.positionCurrency = coin
    return terms
  }
}
