import ApusModel

// What the venue of many years trades.

extension VenueYears {
  /// One index of bitcoin, and its average of half an hour, by which dated contracts settle.
  static var indices: [IndexTerms] {
    var index = IndexTerms(symbol: ".BXBT", underlying: "XBT", quoteCurrency: "USD", kind: .composite, decimals: 2)
    index.sources = InlineSources([IndexSource(name: "ONE", weight: 1)])
    // It speaks five times a day, and nothing here depends on how fresh it is.
    index.staleAfter = 2 * Timestamp.day
    let average = IndexTerms(
      symbol: ".BXBT30M", underlying: "XBT", quoteCurrency: "USD", kind: .average30, base: ".BXBT", decimals: 2)
    return [index, average]
  }

  /// An inverse and a linear perpetual with funding and interest, and the quarterly futures of bitcoin: the front one and
  /// the next, each of which lists its successor before it expires.
  static func listed(at time: Timestamp) -> [Instrument] {
    var inverse = Rehearsal.perpetual
    inverse.reference = ".BXBT"
    var linear = inverse
    linear.symbol = "XBTUSDT"
    linear.quoteCurrency = "USDT"
    linear.kind = .linear
    linear.settlement = .usdt
    linear.multiplier = 1
    linear.lot = Contracts(rawValue: 1)
    linear.maximumQuantity = Contracts(rawValue: 100_000_000)
    linear.maximumPrice = Price(units: 100_000)
    linear.riskLimit = RiskLimit(base: Amount(rawValue: 10_000_000_000_000), step: Amount(rawValue: 10_000_000_000_000))
    return [inverse, linear] + quarters(from: time)
  }

  /// The two futures that are traded at a time. Two weeks before the first expires there are three.
  private static func quarters(from time: Timestamp) -> [Instrument] {
    var future = Instrument.xbtFuture2019
    future.riskLimit = Rehearsal.perpetual.riskLimit
    let front = Expiry.quarter(after: time)
    return [front, Expiry.quarter(after: front)].map { expiry in
      var terms = future.dated(expiry)
      terms.riskLimit = future.riskLimit
      return terms
    }
  }
}
