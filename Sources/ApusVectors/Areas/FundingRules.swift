import ApusModel

/// Funding of perpetuals: area `funding`.
struct FundingRules {
  let inputs: Inputs
  let terms: Terms

  init(_ inputs: Inputs) throws(Unevaluable) {
    self.inputs = inputs
    terms = try Terms(inputs)
  }

  func answer(_ key: Key) throws(Unevaluable) -> Answer {
    switch key.stem {
    case "interestRate", "interest": return .rate(try interest())
    case "premiumIndex8h", "averagePremium", "premiumIndexAverage": return .rate(try premium())
    case "premiumIndex", "premium": return .kept(try premium())
    case "payments", "residue": return try payments(key)
    case "fundingRate", "indicativeFundingRate", "rate", "cappedRate", "capped": return .rate(try rate())
    case "uncappedRate", "uncapped": return .rate(try uncapped())
    case "cap", "maxRate", "upperCap": return .rate(try cap())
    case "minRate", "lowerCap": return .rate(-(try cap()))
    case "maxChange", "changeCap": return .rate(FundingRate.largestChange(base))
    case "perDay", "dailyCap":
      return .rate((try inputs.rate("cap").otherwise { () throws(Unevaluable) in try rate() }) * (try timesPerDay()))
    case "perYear", "annualised", "fairBasisRate": return .rate((try rate()) * (try timesPerDay() * 365))
    case "markValue": return terms.money(try markValue().magnitude)
    case "nextFundingUTC", "nextFunding", "fundingTimestamp", "renderSkewSeconds", "secondsToFunding", "countdown":
      return try schedule(key)
    default: return try payment(key)
    }
  }

  private var base: MarginRates {
    MarginRates(initial: terms.instrument.initialMargin, maintenance: terms.instrument.maintenanceMargin)
  }

  private func timesPerDay() throws(Unevaluable) -> Int64 {
    try inputs.whole("intervalsPerDay", within: 1...86_400) ?? 3
  }

  private func interest() throws(Unevaluable) -> Rate {
    if let rate = try inputs.rate("interestRate", "interest") { return rate }
    return FundingRate.interest(
      quotePerDay: try need(try inputs.rate("quoteDaily", "quoteIndex", "fundingQuoteRate"), "quoteDaily"),
      basePerDay: try need(try inputs.rate("baseDaily", "baseIndex", "fundingBaseRate"), "baseDaily"),
      intervalsPerDay: try timesPerDay())
  }

  private func premium() throws(Unevaluable) -> Rate {
    if let rate = try inputs.rate("premiumIndex8h", "premiumIndex", "premium", "averagePremium") { return rate }
    if let minutes = inputs.list("premiums", "minutePremiums", "premiumSamples") { return try mean(of: minutes) }
    let spot = try need(try inputs.price("spotPrice", "spot", "indexPrice", "index"), "spotPrice")
    guard spot > .zero else { throw .unreadable("spotPrice", "not positive") }
    return FundingRate.premium(
      bid: try need(try inputs.price("impactBid", "impactBidPrice"), "impactBid"),
      ask: try need(try inputs.price("impactAsk", "impactAskPrice"), "impactAsk"),
      mark: try need(try inputs.price("markPrice", "mark"), "markPrice"), spot: spot,
      basis: try inputs.rate("fairBasis", "fundingBasis", "basis") ?? .zero)
  }

  private func mean(of minutes: [Field]) throws(Unevaluable) -> Rate {
    var sum: Int128 = 0
    for minute in minutes {
      guard let units = minute.digits.flatMap({ Fraction(text: $0) })?.units(of: Rate.scale, within: 10 * Rate.scale)
      else { throw .unreadable("premiums", minute.description) }
      sum += Int128(units)
    }
    return try need(FundingRate.mean(ofPremiums: sum, samples: Int64(minutes.count)), "premiums")
  }

  private func uncapped() throws(Unevaluable) -> Rate {
    FundingRate.rate(
      premium: try premium(), interest: try interest(), clamp: try inputs.rate("clamp", "dampener") ?? FundingRate.clamp
    )
  }

  /// The rate of the case: given, or found and held within the caps of the margins that are given.
  private func rate() throws(Unevaluable) -> Rate {
    if let rate = try inputs.rate("fundingRate", "rate", "uncappedRate"), !inputs.has("initMargin") { return rate }
    let rate = try inputs.rate("uncappedRate", "rate").otherwise { () throws(Unevaluable) in try uncapped() }
    let isCapped = inputs.has("initMargin", "maintMargin", "symbol", "previousRate", "previousFundingRate", "prevRate")
    let before = try inputs.rate("previousRate", "previousFundingRate", "prevFundingRate", "prevRate", "lastRate")
    return isCapped ? FundingRate.capped(rate, after: before, base) : rate
  }

  private func cap() throws(Unevaluable) -> Rate {
    try inputs.rate("cap") ?? FundingRate.cap(base)
  }

  private func quantity() throws(Unevaluable) -> Contracts {
    try need(try inputs.contracts("qty", "currentQty", "quantity", "size"), "qty")
  }

  private func markValue() throws(Unevaluable) -> Amount {
    if let value = try inputs.amount("markValue", "positionValue", "value", decimals: terms.decimals) { return value }
    return try terms.value(
      of: try quantity(), at: try need(try inputs.price("markPrice", "mark", "price"), "markPrice"))
  }

  /// What one side pays or receives, positive when it does as the key says.
  private func payment(_ key: Key) throws(Unevaluable) -> Answer {
    let paidByLong = FundingRate.payment(
      on: try paidValue(key), at: try need(try inputs.rate("fundingRate", "rate"), "fundingRate"))
    switch key.stem {
    case "longPays", "shortReceives": return terms.money(paidByLong)
    case "longReceives", "shortPays": return terms.money(-paidByLong)
    case "payment", "funding", "fundingAmount", "paid", "execComm", "fundingPaid":
      return terms.money(paidByLong * (try direction()))
    case "received", "fundingReceived": return terms.money(-paidByLong * (try direction()))
    default: throw .unknownKey(key.name)
    }
  }

  /// What each of several holders pays, by account, or what is left over of all of it.
  private func payments(_ key: Key) throws(Unevaluable) -> Answer {
    guard let list = inputs.list("positions", "holders") else { throw .missing(["positions"]) }
    let rate = try need(try inputs.rate("fundingRate", "rate"), "fundingRate")
    let mark = try need(try inputs.price("markPrice", "mark"), "markPrice")
    var table: [String: Fraction] = [:]
    var sum = Amount.zero
    for field in list {
      guard let part = inputs.part(field) else { throw .unreadable("positions", field.description) }
      let quantity = try need(try part.contracts("qty", "currentQty"), "qty")
      let paid = FundingRate.payment(on: try terms.value(of: quantity, at: mark), at: rate) * quantity.sign
      table[try need(part.text("account"), "account")] = Fraction(Int128(paid.rawValue))
      sum += paid
    }
    return key.stem == "residue" ? terms.money(sum) : .table(table)
  }

  private func paidValue(_ key: Key) throws(Unevaluable) -> Amount {
    let known = [
      "longPays", "shortReceives", "longReceives", "shortPays", "payment", "funding", "fundingAmount", "paid",
      "execComm", "fundingPaid", "received", "fundingReceived",
    ]
    guard known.contains(key.stem) else { throw .unknownKey(key.name) }
    return try markValue()
  }

  private func direction() throws(Unevaluable) -> Int64 {
    if let side = inputs.text("side", "position")?.lowercased() {
      return ["sell", "short"].contains(side) ? -1 : 1
    }
    // A value alone is that of a long.
    return inputs.has("qty", "currentQty", "quantity", "contracts") ? try quantity().sign : 1
  }

  private func schedule(_ key: Key) throws(Unevaluable) -> Answer {
    let text = try need(inputs.text("nowUTC", "now", "time", "timestamp"), "nowUTC")
    guard let now = ClockText.time(text) ?? ClockText.timeOfDay(text).map({ Timestamp(rawValue: $0) }) else {
      throw .unreadable("nowUTC", text)
    }
    let next = try next(after: now)
    switch key.stem {
    case "renderSkewSeconds":
      let countdown = try need(inputs.text("countdown").flatMap(ClockText.timeOfDay), "countdown")
      return .whole(abs(next.rawValue - now.rawValue - countdown) / Timestamp.second)
    case "secondsToFunding": return .whole((next - now).rawValue / Timestamp.second)
    case "countdown": return .text(ClockText.print(Timestamp(rawValue: (next - now).rawValue), like: "00:00:00"))
    default: return .text(ClockText.print(next, like: inputs.expected[key.name]?.digits ?? text))
    }
  }

  /// The next of the day's times, each of which comes once a day.
  private func next(after now: Timestamp) throws(Unevaluable) -> Timestamp {
    guard let times = inputs.list("schedule", "fundingTimes") else {
      return FundingSchedule.eightHours.next(after: now)
    }
    var found: [Timestamp] = []
    for time in times {
      guard let offset = time.digits.flatMap(ClockText.timeOfDay) else {
        throw .unreadable("schedule", time.description)
      }
      found.append(FundingSchedule(interval: Timestamp.day, offset: offset).next(after: now))
    }
    return try need(found.min(), "schedule")
  }
}
