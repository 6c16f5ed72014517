import ApusModel

extension Scenario {
  /// A contract by its listing, with single terms changed: `XBTUSD 2019-03-26 lot 100 taker 0.1%`.
  mutating func listing(_ words: inout Words) throws(ScenarioError) -> Instrument {
    let name = try words.next("a symbol")
    guard let symbol = Symbol(name) else { throw words.fail("no symbol: \(name)") }
    var terms = Instrument.xbtusd2026
    for listing in Listing.allCases where words.take(listing.rawValue) {
      terms = listing == .march2019 ? .xbtusd2019 : .xbtusd2026
    }
    terms.symbol = symbol
    while !words.isEmpty { try change(&terms, &words) }
    return terms
  }

  func change(_ terms: inout Instrument, _ words: inout Words) throws(ScenarioError) {
    let word = try words.next("a term")
    if try changePrices(&terms, word, &words) { return }
    switch word {
    case "inverse": terms.kind = .inverse
    case "linear": terms.kind = .linear
    case "quanto": terms.kind = .quanto
    case "settles":
      let unit = try words.next("a currency")
      guard let currency = Currency.allCases.first(where: { "\($0.name)" == unit }) else {
        throw words.fail("no such currency: \(unit)")
      }
      terms.settlement = currency
    case "multiplier": terms.multiplier = try words.number("a multiplier")
    case "lot": terms.lot = try words.contracts()
    case "tick": terms.tickSize = try words.price("a tick")
    case "largest": terms.maximumQuantity = try words.contracts()
    case "highest": terms.maximumPrice = try words.price()
    case "initial": terms.initialMargin = try words.percentage("a margin")
    case "maker": terms.makerFee = try words.percentage("a fee")
    case "finger": terms.protection.fatFinger = try words.percentage("a share")
    case "band": terms.protection.band = try words.percentage("a share")
    case "each": terms.protection.openOrders = UInt16(try words.number("orders"))
    case "stops": terms.protection.stops = UInt16(try words.number("orders"))
    case "trailing":
      terms.protection.trailInterval = try words.number("milliseconds")
      terms.protection.trailStep = try words.percentage("a share")
    case "small":
      let decimals = terms.settlement.decimals
      terms.protection.smallOrders = UInt16(try words.number("orders"))
      terms.protection.smallValue = Amount(try words.number("a value", decimals: decimals))
    case "linked": terms.protection.takesLinkedOrders = true
    case "taker": terms.takerFee = try words.percentage("a fee")
    case "fees-by-volume": terms.feeSchedule = .volume2023
    case "settlement": terms.settlementFee = try words.percentage("a fee")
    case "maintenance": terms.maintenanceMargin = try words.percentage("a margin")
    case "risk":
      let decimals = terms.settlement.decimals
      let base = Amount(words.take("none") ? 0 : try words.number("a risk limit", decimals: decimals))
      let step = Amount(base == .zero ? 0 : try words.number("a risk step", decimals: decimals))
      terms.riskLimit = RiskLimit(base: base, step: step)
    case let term: throw words.fail("a contract knows no \(term)")
    }
  }
}
