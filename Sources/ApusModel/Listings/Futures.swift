/// The coins with futures priced in bitcoin in March 2019, in the order of the strip.
public enum Altcoin: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  case ada, bch, eos, eth, ltc, trx, xrp

  /// The coin's name.
  public var name: Symbol {
    switch self {
    case .ada: "ADA"
    case .bch: "BCH"
    case .eos: "EOS"
    case .eth: "ETH"
    case .ltc: "LTC"
    case .trx: "TRX"
    case .xrp: "XRP"
    }
  }

  /// What it is worth in bitcoin.
  var cross: Symbol {
    switch self {
    case .ada: ".BADAXBT"
    case .bch: ".BBCHXBT"
    case .eos: ".BEOSXBT"
    case .eth: ".BETHXBT"
    case .ltc: ".BLTCXBT"
    case .trx: ".TRXXBT"
    case .xrp: ".BXRPXBT"
    }
  }

  /// The average that its futures settle at.
  var average: Symbol {
    switch self {
    case .ada: ".BADAXBT30M"
    case .bch: ".BBCHXBT30M"
    case .eos: ".BEOSXBT30M"
    case .eth: ".BETHXBT30M"
    case .ltc: ".BLTCXBT30M"
    case .trx: ".TRXXBT30M"
    case .xrp: ".BXRPXBT30M"
    }
  }
}

/// What sets the futures on one coin apart from those on another.
private struct FutureTerms {
  let tick: Price
  let decimals: UInt8
  let highest: Price
  let largest: Int64
  let initialMargin: Int64
  let maintenanceMargin: Int64

  // Ticks of 10⁻⁸ up to the stated 10 XBT would be a thousand million levels: the book ends at 0.01 XBT, more than a
  // hundred times what such a coin cost, and a dearer order is refused like any beyond the highest price.
  init(on coin: Altcoin) {
    switch coin {
    case .ada, .trx, .xrp:
      self.init(tick: Price(100), decimals: 8, highest: Price(units: 1, over: 100), 100_000_000, 50_000, 25_000)
    case .bch:
      self.init(
        tick: Price(units: 1, over: 10_000), decimals: 6, highest: Price(units: 1), 100_000_000, 50_000, 25_000)
    case .eos:
      self.init(
        tick: Price(units: 1, over: 10_000_000), decimals: 7, highest: Price(units: 1, over: 10), 100_000_000, 50_000,
        25_000)
    case .eth:
      self.init(
        tick: Price(units: 1, over: 100_000), decimals: 6, highest: Price(units: 1), 100_000_000, 20_000, 10_000)
    case .ltc:
      self.init(
        tick: Price(units: 1, over: 100_000), decimals: 6, highest: Price(units: 1), 100_000_000, 30_000, 15_000)
    }
  }

  private init(
    tick: Price, decimals: UInt8, highest: Price, _ largest: Int64, _ initialMargin: Int64, _ maintenanceMargin: Int64
  ) {
    self.tick = tick
    self.decimals = decimals
    self.highest = highest
    self.largest = largest
    self.initialMargin = initialMargin
    self.maintenanceMargin = maintenanceMargin
  }
}

extension Instrument {
  /// A linear future on a coin, priced and settled in bitcoin, as of 2019-03-26 (dossier section 1.4), not yet dated.
  public static func future2019(on coin: Altcoin) -> Instrument {
    let own = FutureTerms(on: coin)
    var terms = Instrument(
      symbol: coin.name, root: coin.name, underlying: coin.name, quoteCurrency: "XBT", reference: coin.average,
      settlement: .xbt, kind: .linear, multiplier: 100_000_000, lot: Contracts(rawValue: 1), tickSize: own.tick,
      maximumQuantity: Contracts(rawValue: own.largest), maximumPrice: own.highest,
      initialMargin: Rate(millionths: own.initialMargin), maintenanceMargin: Rate(millionths: own.maintenanceMargin),
      makerFee: Rate(millionths: -500), takerFee: Rate(millionths: 2_500), settlementFee: .zero,
      riskLimit: RiskLimit(base: Amount(rawValue: 5_000_000_000), step: Amount(rawValue: 5_000_000_000)),
      listed: .zero)
    terms.statedMaximumPrice = Price(units: 10)
    terms.markDecimals = own.decimals
    terms.positionCurrency = coin.name
    return terms
  }

  /// The inverse future on bitcoin as of 2019-03-26, not yet dated.
  public static var xbtFuture2019: Instrument {
    var terms = xbtusd2019
    terms.symbol = "XBT"
    terms.reference = ".BXBT30M"
    terms.settlementFee = Rate(millionths: 500)
    terms.riskLimit = RiskLimit(base: Amount(rawValue: 5_000_000_000), step: Amount(rawValue: 5_000_000_000))
    return terms
  }

  /// The inverse future on bitcoin under the venue's last rules, not yet dated.
  public static var xbtFuture2026: Instrument {
    var terms = xbtFuture2019
    terms.lot = Contracts(rawValue: 100)
    terms.makerFee = Rate(millionths: 500)
    terms.takerFee = Rate(millionths: 500)
    return terms
  }

  /// The contract of this quarterly series that expires at a time, listed by the rule.
  public func dated(_ expiry: Timestamp) -> Instrument {
    guard let name = Expiry.name(of: root, expiring: expiry) else { preconditionFailure("\(root) is too long") }
    var terms = self
    terms.symbol = name
    terms.type = .future
    terms.expiry = expiry
    terms.marking = .impactBasis
    terms.relisting = .quarterly
    terms.listed = Instrument.recordedListing(of: root, expiry) ?? listing(before: expiry)
    // The record of XBTH19 keeps the perpetual's risk limits to its end.
    if name == "XBTH19" { terms.riskLimit = Instrument.xbtusd2019.riskLimit }
    return terms
  }

  /// The recorded times that differ from the rule: in 2018 contracts were listed on Mondays.
  private static func recordedListing(of root: Symbol, _ expiry: Timestamp) -> Timestamp? {
    let isBitcoin = root == "XBT"
    switch Expiry.name(of: "", expiring: expiry) {
    case "H19" where isBitcoin: return CalendarDay(year: 2018, month: 9, day: 17).start + Timestamp(2 * Timestamp.hour)
    case "H19": return CalendarDay(year: 2018, month: 12, day: 17).start + Timestamp(4 * Timestamp.hour)
    case "M19" where isBitcoin:
      return CalendarDay(year: 2018, month: 12, day: 17).start + Timestamp(4 * Timestamp.hour)
    default: return nil
    }
  }

  /// When the contract of this series that expires at a time was listed: two quarters before of bitcoin, which is listed
  /// two ahead, and one quarter before of any other coin.
  private func listing(before expiry: Timestamp) -> Timestamp {
    var front = Expiry.quarter(before: expiry)
    if root == "XBT" { front = Expiry.quarter(before: front) }
    return Instrument.successorDue(expiring: front)
  }
}
