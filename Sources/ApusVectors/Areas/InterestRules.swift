import ApusModel

/// Leverage interest: area `leverageInterest`.
struct InterestRules {
  let inputs: Inputs

  func answer(_ key: Key) throws(Unevaluable) -> Answer {
    if key.stem.hasPrefix("rounded"), let places = Int(key.stem.dropFirst("rounded".count)), (0...10).contains(places) {
      return .exact(try exact().rounded(to: places))
    }
    if key.stem.hasPrefix("day"), let day = Int64(key.stem.dropFirst("day".count)), day > 0 {
      return .money(try posted(day) - (try posted(day - 1)), decimals: decimals)
    }
    if key.stem.hasPrefix("total"), let days = Int64(key.stem.dropFirst("total".count)), days > 0 {
      return .money(try posted(days), decimals: decimals)
    }
    switch key.stem {
    case "exact", "interest": return try isWhole() ? .money(try posted(try days()), decimals: decimals) : try quotient()
    case "total", "posted": return .money(try posted(try days()), decimals: decimals)
    case "notional", "base":
      let notional = try notional()
      return try isWhole()
        ? .money(notional, decimals: decimals) : .exact(Fraction(Int128(notional.rawValue), over: unit))
    case "days": return .whole(try days())
    case "remainder": return .quotient(try remainder())
    default: throw .unknownKey(key.name)
    }
  }

  private var unit: Int128 { Fraction.power(decimals) }

  /// Decimals of the currency that the stake is told in.
  private var decimals: Int {
    for stem in ["principal", "notional", "base"] {
      for (name, unit) in Key.names(of: stem) {
        if let unit, inputs.has(name) { return unit.decimals }
      }
    }
    return 8
  }

  private func quotient() throws(Unevaluable) -> Answer { .quotient(try exact(), places: 8) }

  /// True when the principal is a whole number of smallest units, so that interest is posted in them.
  private func isWhole() throws(Unevaluable) -> Bool {
    try principal().isWhole
  }

  private func principal() throws(Unevaluable) -> (amount: Amount, isWhole: Bool, isNotional: Bool) {
    for (stem, isNotional) in [("principal", false), ("notional", true), ("base", true)] {
      if stem == "base", inputs.text("base")?.contains(where: \.isLetter) == true { continue }
      guard let amount = try inputs.amount(stem) else { continue }
      let name = Key.names(of: stem).first { inputs.has($0.0) }
      let isWhole = name.map { $0.1?.isSmallest ?? (inputs.fields[$0.0]?.isWhole ?? false) } ?? false
      return (amount, isWhole, isNotional)
    }
    throw .missing(["principal"])
  }

  private func notional() throws(Unevaluable) -> Amount {
    let principal = try principal()
    if principal.isNotional { return principal.amount }
    let leverage = try need(try inputs.leverage("leverage"), "leverage")
    let product = Int128(principal.amount.rawValue) * Int128(leverage.rawValue)
    guard product.magnitude < UInt128(1) << 62 else { throw .unreadable("principal", "out of bounds") }
    return LeverageInterest.notional(principal: principal.amount, leverage: leverage)
  }

  private func days() throws(Unevaluable) -> Int64 {
    if let days = try inputs.whole("days", "numberOfDays", "n") {
      guard (0...100_000).contains(days) else { throw .unreadable("days", "\(days)") }
      return days
    }
    let from = try need(try inputs.time("from", "opened", "start"), "days")
    let to = try need(try inputs.time("to", "closed", "end"), "days")
    // A day is charged at each midnight that the position is open.
    return (to.wholeDay.rawValue - from.wholeDay.rawValue) / Timestamp.day
  }

  /// The annual rate: that of the case, or of its tier for the leverage.
  private func rate() throws(Unevaluable) -> Rate {
    if let tiers = inputs.list("rates", "tiers", "rateTable") {
      let leverage = try need(try inputs.leverage("leverage"), "leverage")
      var found: Rate?
      for tier in tiers {
        guard let tier = inputs.part(tier) else { throw .unreadable("rates", tier.description) }
        let from = try tier.leverage("minLeverage", "from", "leverage") ?? .zero
        if leverage >= from { found = try tier.rate("annualRate", "rate") ?? found }
      }
      return try need(found, "rates")
    }
    if let percent = try inputs.number(["annualRatePct", "annualRatePercent", "ratePct"]) {
      return Rate(rawValue: try need(percent.units(of: Rate.scale / 100, within: 10 * Rate.scale), "annualRatePct"))
    }
    return try need(try inputs.rate("annualRate", "rate", "interestRate"), "annualRate")
  }

  /// A rate for so many days, where the rate changes on the way; one of them otherwise.
  private func periods() throws(Unevaluable) -> [(rate: Rate, days: Int64)] {
    guard let list = inputs.list("periods", "rateChanges") else { return [(try rate(), try days())] }
    return try list.map { field throws(Unevaluable) in
      guard let part = inputs.part(field) else { throw .unreadable("periods", field.description) }
      let own = InterestRules(inputs: part)
      return (try own.rate(), try own.days())
    }
  }

  /// The base is the opened notional; another one is not the venue's.
  private func checkBase() throws(Unevaluable) {
    guard let base = inputs.text("base", "basis"), base.contains(where: \.isLetter) else { return }
    guard ["notional", "principal*leverage", "principal * leverage"].contains(base) else {
      throw .unreadable("base", base)
    }
  }

  private func checkDayCount() throws(Unevaluable) {
    guard let count = inputs.text("dayCount"), !count.lowercased().hasPrefix("act") || !count.hasSuffix("365") else {
      return
    }
    if !count.contains("365") { throw .unreadable("dayCount", count) }
  }

  private func exact() throws(Unevaluable) -> Fraction {
    try checkDayCount()
    try checkBase()
    let notional = try notional()
    var interest = Fraction(0)
    for period in try periods() {
      let part = LeverageInterest.exact(notional: notional, rate: period.rate, days: period.days)
      interest = try need(Fraction.sum(interest, part), "a principal within bounds")
    }
    let whole = try isWhole() ? Fraction(1) : Fraction(1, over: unit)
    return try need(interest.multiplied(by: whole), "a principal within bounds")
  }

  /// What was posted by the end of a day, day by day.
  private func posted(_ days: Int64) throws(Unevaluable) -> Amount {
    try checkDayCount()
    guard days <= 100_000 else { throw .unreadable("days", "\(days)") }
    let notional = try notional()
    let rate = try rate()
    var carry = InterestCarry()
    return (0..<days).reduce(Amount.zero) { sum, _ in sum + carry.post(notional: notional, rate: rate, days: 1) }
  }

  /// What is carried after all days, in smallest units.
  private func remainder() throws(Unevaluable) -> Fraction {
    let days = try days()
    let exact = LeverageInterest.exact(notional: try notional(), rate: try rate(), days: days)
    return try need(
      Fraction.sum(exact, Fraction(-Int128(try posted(days).rawValue))), "a principal within bounds")
  }
}
