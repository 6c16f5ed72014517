import ApusModel

/// Marks of perpetuals and dated contracts, and the prices they are made of: area `markPrice`.
struct MarkRules {
  let inputs: Inputs
  let terms: Terms

  init(_ inputs: Inputs) throws(Unevaluable) {
    self.inputs = inputs
    terms = try Terms(inputs)
  }

  func answer(_ key: Key) throws(Unevaluable) -> Answer {
    switch key.stem {
    case "fairBasis", "fairValue", "basis": return .price(try fair().basis)
    case "fundingBasis": return .rate(try fundingBasis())
    case "spread", "impactSpread":
      let bid = try need(try inputs.price("impactBid", "impactBidPrice"), "impactBid")
      return .price(try need(try inputs.price("impactAsk", "impactAskPrice"), "impactAsk") - bid)
    case "fairPrice": return .price(try fair().price)
    case "markPrice", "mark": return .price(try mark())
    case "fairBasisRate": return .quotient(Fraction(try fair().rate))
    case "fairBasisPct", "fairBasisRatePct": return try percent(try fair().rate)
    case "spreadBelowMaint", "hasLiquidity", "isLiquid": return .flag(try isLiquid(key))
    case "impactBid", "impactBidPrice": return .quotient(Fraction(try impact("bids")))
    case "impactAsk", "impactAskPrice": return .quotient(Fraction(try impact("asks", "offers")))
    case "impactNotional", "impactValue", "impactSize": return terms.money(try obtainable())
    case "impactMid", "impactMidPrice": return .quotient(Fraction(try mid()))
    case "midPrice", "mid":
      let bid = try need(try inputs.price("bidPrice", "bestBid", "bid"), "bidPrice")
      return .quotient(
        Fraction(FairPrice.middle(bid, try need(try inputs.price("askPrice", "bestAsk", "ask"), "askPrice"))))
    case "lowerBand", "bandLow", "low", "lower", "bandLower": return .price(try fairGiven() - halfBand())
    case "upperBand", "bandHigh", "high", "upper", "bandUpper": return .price(try fairGiven() + halfBand())
    default: throw .unknownKey(key.name)
    }
  }

  private func index() throws(Unevaluable) -> Price {
    let index = try need(try inputs.price("indexPrice", "index", "spotPrice"), "indexPrice")
    guard index > .zero else { throw .unreadable("indexPrice", "not positive") }
    return index
  }

  /// What basis and mark are rounded to: as given, else as fine as the prices of the case are written.
  private func precision() throws(Unevaluable) -> Price {
    if let decimals = try inputs.whole("tickDecimals", "markDecimals", "decimals", "precision") {
      return Inputs.precision(Int(decimals))
    }
    return Inputs.precision(
      inputs.decimals(
        inputs: ["indexPrice", "index"], expected: ["fairBasis", "fairPrice", "markPrice", "fairValue"]))
  }

  private func fair() throws(Unevaluable) -> FairPrice {
    let hasRate = inputs.has("fundingRate") && !inputs.has("impactMid", "impactMidPrice", "expiry", "daysToExpiry")
    return hasRate ? try perpetual() : try dated()
  }

  private func interval() throws(Unevaluable) -> Int64 {
    let hours = try inputs.whole("fundingIntervalHours", "intervalHours", within: 1...8_760) ?? 8
    let interval = try inputs.whole("fundingIntervalSeconds", "intervalSeconds") ?? hours * 3_600
    guard (1...31_536_000).contains(interval) else { throw .unreadable("fundingIntervalSeconds", "\(interval)") }
    return interval
  }

  private func fundingBasis() throws(Unevaluable) -> Rate {
    FundingRate.basis(
      of: try need(try inputs.rate("fundingRate"), "fundingRate"), toRun: try secondsToFunding() * Timestamp.second,
      interval: try interval() * Timestamp.second)
  }

  private func perpetual() throws(Unevaluable) -> FairPrice {
    let interval = try interval()
    return FairPrice.perpetual(
      index: try index(), funding: try need(try inputs.rate("fundingRate"), "fundingRate"),
      toRun: try secondsToFunding() * Timestamp.second, interval: interval * Timestamp.second,
      precision: try precision())
  }

  private func secondsToFunding() throws(Unevaluable) -> Int64 {
    let names = [
      "secondsToFundingFlooredToMinute", "secondsToFunding", "timeUntilFundingSeconds", "timeToFundingSeconds",
      "secondsUntilFunding",
    ]
    if let seconds = try inputs.number(names)?.units(of: 1, within: 31_536_000) { return seconds }
    if let minutes = try inputs.whole("minutesToFunding", within: 0...525_600) { return minutes * 60 }
    if let hours = try inputs.number(["hoursToFunding"]) {
      return try need(hours.units(of: 3_600, within: 31_536_000), "hoursToFunding")
    }
    guard let now = try inputs.time("now", "timestamp", "nowUTC") else {
      throw .missing(["secondsToFunding", "now"])
    }
    let next = try inputs.time("fundingTimestamp", "nextFunding") ?? FundingSchedule.eightHours.next(after: now)
    return (next - now).rawValue / Timestamp.second
  }

  private func dated() throws(Unevaluable) -> FairPrice {
    let toRun = try toExpiry()
    guard toRun > 0 else { throw .unreadable("expiry", "it has expired") }
    let index = try index()
    let given = try inputs.rate("fairBasisRate")
    let rate =
      try given.otherwise { () throws(Unevaluable) in
        FairPrice.basisRate(mid: try mid(), index: index, toRun: toRun, roundedToPercent: isRounded)
      }
    return FairPrice.dated(index: index, rate: rate, toRun: toRun, precision: try precision())
  }

  /// The venue rounds the yearly basis to whole percents; its guide, which prints it in percent of 0.1, does not.
  private var isRounded: Bool {
    if let flag = inputs.flag("roundRate", "roundBasisRate", "displayRounding") { return flag }
    let guide = ["fairBasisPct", "fairValue"].contains { inputs.expected[$0] != nil }
    return inputs.expected["fairBasisRate"] != nil || (!guide && inputs.has("tickDecimals", "expiry"))
  }

  private func toExpiry() throws(Unevaluable) -> Int64 {
    if let days = try inputs.number(["daysToExpiry", "days"]) {
      return try need(days.units(of: Timestamp.day, within: 100 * Timestamp.year), "daysToExpiry")
    }
    let now = try need(try inputs.time("now", "timestamp", "time"), "now")
    let named = inputs.text("symbol").flatMap { Symbol($0) }.flatMap { Expiry.named(by: $0) }
    let expiry = try need(try inputs.time("expiry", "settle") ?? named, "expiry")
    return (expiry - now).rawValue
  }

  private func mid() throws(Unevaluable) -> Price {
    if let mid = try inputs.price("impactMid", "impactMidPrice") { return mid }
    if let bid = try inputs.price("impactBid", "impactBidPrice"),
      let ask = try inputs.price("impactAsk", "impactAskPrice")
    {
      return FairPrice.middle(bid, ask)
    }
    guard inputs.has("bids"), inputs.has("asks", "offers") else { throw .missing(["impactMidPrice"]) }
    return FairPrice.middle(try impact("bids"), try impact("asks", "offers"))
  }

  private func percent(_ rate: Rate) throws(Unevaluable) -> Answer {
    .quotient(Fraction(Int128(rate.rawValue) * 100, over: Int128(Rate.scale)))
  }

  private func fairGiven() throws(Unevaluable) -> Price {
    if let price = try inputs.price("fairPrice", "markPrice", "mark") { return price }
    return try fair().price
  }

  private func halfBand() throws(Unevaluable) -> Price {
    FairPrice.halfBand(of: try fairGiven(), maintenance: terms.instrument.maintenanceMargin)
  }

  private func mark() throws(Unevaluable) -> Price {
    switch inputs.text("method", "markMethod") {
    case "LastPrice", "LastPricePreLaunch": return try need(try inputs.price("lastPrice", "last"), "lastPrice")
    case "LastPriceProtected":
      return FairPrice.protected(
        last: try need(try inputs.price("lastPrice", "last"), "lastPrice"), fair: try fairGiven(),
        maintenance: terms.instrument.maintenanceMargin,
        mark: try inputs.price("previousMark", "previousMarkPrice", "prevMarkPrice", "currentMark"))
    case "LastPriceAdjusted":
      return try adjusted()
    case "FairPrice", nil: return try fair().price
    case let other?: throw .unreadable("method", other)
    }
  }

  private func adjusted() throws(Unevaluable) -> Price {
    let scale = Price.scale
    let days = try need(try inputs.number(["daysToExpiry", "days"]), "daysToExpiry")
    let elapsed = try need(try inputs.number(["timeFraction", "fraction"]), "timeFraction")
    guard let total = days.units(of: scale, within: 100_000 * scale), total > 0 else {
      throw .unreadable("daysToExpiry", "not positive")
    }
    guard let passed = elapsed.units(of: scale, within: total), passed >= 0 else {
      throw .unreadable("timeFraction", "beyond the expiry")
    }
    return FairPrice.adjusted(
      last: try need(try inputs.price("lastPrice", "last"), "lastPrice"),
      index: try need(try inputs.price("yieldIndex", "indexPrice", "index"), "yieldIndex"), elapsed: passed, of: total)
  }

  private func isLiquid(_ key: Key) throws(Unevaluable) -> Bool {
    let bid = try need(try inputs.price("impactBid", "impactBidPrice"), "impactBid")
    let ask = try need(try inputs.price("impactAsk", "impactAskPrice"), "impactAsk")
    let isTickKnown = inputs.has("tickSize", "tickDecimals") && key.stem != "spreadBelowMaint"
    return FairPrice.isLiquid(
      bid: bid, ask: ask, maintenance: terms.instrument.maintenanceMargin,
      tickSize: isTickKnown ? terms.instrument.tickSize : .zero)
  }

  /// The impact price of one side of a book, its best level first whatever the order it is given in.
  private func impact(_ names: String...) throws(Unevaluable) -> Price {
    guard case .list(let given)? = inputs.field(names)?.field else { throw .missing(names) }
    var levels: [(price: Price, size: Contracts)] = []
    for level in given {
      guard case .list(let pair) = level, pair.count == 2,
        let price = pair[0].digits.flatMap({ Fraction(text: $0) })?.units(of: Price.scale, within: 1 << 60),
        let size = pair[1].digits.flatMap({ Fraction(text: $0) })?.units(of: 1, within: 1 << 40), price > 0, size > 0
      else { throw .unreadable(names[0], level.description) }
      levels.append((Price(rawValue: price), Contracts(size)))
    }
    let isBid = names[0] == "bids"
    levels.sort { isBid ? $0.price > $1.price : $0.price < $1.price }
    var impact = ImpactPrice(over: try impactSize(), of: terms.instrument)
    for level in levels { if impact.take(level.size, at: level.price) { break } }
    guard let price = impact.price else { throw .unreadable(names[0], "not deep enough") }
    return price
  }

  /// What the margin of 2019 buys, 0.1 XBT where a case names none.
  private func obtainable() throws(Unevaluable) -> Amount {
    let margin = try inputs.amount("impactMargin", "margin", decimals: terms.decimals) ?? Amount(10_000_000)
    let rate = terms.instrument.initialMargin
    guard margin > .zero, margin <= Amount(10_000_000_000), rate > .zero else {
      throw .unreadable("impactMargin", "out of bounds")
    }
    return ImpactSize.obtainable(with: margin, at: rate)
  }

  /// The notional in the quote currency is contracts of an inverse contract, and value of a linear one.
  private func impactSize() throws(Unevaluable) -> ImpactSize {
    if let value = try inputs.amount("impactValue", "impactNotional"), !inputs.has("impactNotionalUSD") {
      return .value(value)
    }
    if inputs.field(["impactMarginXBT", "impactMarginXBt", "impactMargin"]) != nil { return .value(try obtainable()) }
    let notional = try need(
      try inputs.whole("impactNotionalUSD", "impactContracts", "impactQty"), "impactNotionalUSD")
    if terms.instrument.kind == .inverse || inputs.has("impactContracts", "impactQty") {
      return .contracts(Contracts(notional))
    }
    return .value(Amount(notional * Int64(Fraction.power(terms.decimals))))
  }
}
