import ApusModel

/// Expiries and names of contracts: area `calendar`.
struct CalendarRules {
  let inputs: Inputs

  func answer(_ key: Key) throws(Unevaluable) -> Answer {
    let pattern = inputs.expected[key.name]?.digits ?? "2019-03-29T12:00:00Z"
    switch key.stem {
    case "expiry", "settle", "expiryUTC", "expires": return .text(ClockText.print(try expiry(), like: pattern))
    case "nextExpiry", "nextQuarter":
      return .text(ClockText.print(Expiry.quarter(after: try now()), like: pattern))
    case "symbol", "contract", "frontSymbol":
      let root = Symbol(inputs.text("root", "rootSymbol", "underlying") ?? "XBT") ?? "XBT"
      return .text(try need(Expiry.name(of: root, expiring: try expiry()), "root").description)
    case "code", "monthCode":
      let month = try inputs.whole("month").map { Int($0) }.otherwise { () throws(Unevaluable) in
        CalendarDay(try expiry()).month
      }
      guard (1...12).contains(month) else { throw .unreadable("month", "\(month)") }
      return .text(String(UnicodeScalar(Expiry.code(ofMonth: month))))
    case "month":
      let code = inputs.text("code", "monthCode")?.utf8.first.flatMap { Expiry.month(ofCode: $0) }
      return .whole(Int64(try code.otherwise { () throws(Unevaluable) in CalendarDay(try expiry()).month }))
    case "windowStart", "twapStart", "settlementWindowStart":
      let start = try expiry() - Timestamp(rawValue: TimeWeightedAverage.minutes * Timestamp.minute)
      return .text(ClockText.print(start, like: pattern))
    case "listing", "listed", "successorListed", "nextListing":
      let front = try inputs.time("frontExpiry", "frontExpires").otherwise { () throws(Unevaluable) in try expiry() }
      return .text(ClockText.print(Instrument.successorDue(expiring: front), like: pattern))
    case "year": return .whole(Int64(CalendarDay(try expiry()).year))
    case "daysToExpiry", "days":
      return .quotient(Fraction(Int128((try expiry() - now()).rawValue), over: Int128(Timestamp.day)))
    default: throw .unknownKey(key.name)
    }
  }

  private func now() throws(Unevaluable) -> Timestamp {
    try need(try inputs.time("now", "time", "timestamp", "after", "date"), "now")
  }

  private func expiry() throws(Unevaluable) -> Timestamp {
    if let expiry = try inputs.time("expiry", "settle") { return expiry }
    if let name = inputs.text("symbol", "contract"), let symbol = Symbol(name) {
      if let expiry = Expiry.named(by: symbol) { return expiry }
      if name.contains("7D") { return Expiry.fridayNoon(after: try now()) }
    }
    if let year = try inputs.whole("year"), (1970...2_100).contains(year) {
      let code = inputs.text("code", "monthCode")?.utf8.first.flatMap { Expiry.month(ofCode: $0) }
      let month = try need(try inputs.whole("month").map { Int($0) } ?? code, "month")
      guard (1...12).contains(month) else { throw .unreadable("month", "\(month)") }
      return Expiry.last(year: Int(year), month: month)
    }
    if inputs.has("symbol") { throw .unreadable("symbol", inputs.text("symbol") ?? "") }
    return Expiry.quarter(after: try now())
  }
}

/// Whether a waiting order comes to the book: area `triggers`.
struct TriggerRules {
  let inputs: Inputs

  func answer(_ key: Key) throws(Unevaluable) -> Answer {
    switch key.stem {
    case "triggers", "triggered", "isTriggered": return .flag(try isTriggered())
    case "withinMark": return .flag(try isWithinMark())
    case "stopPx", "stopPrice", "trailingStop", "newStopPx": return .price(try TrailingRules(inputs).stop())
    default: return try ProtectionRules(inputs).answer(key)
    }
  }

  private func isWithinMark() throws(Unevaluable) -> Bool {
    TriggerRule.isWithinMark(
      last: try need(try inputs.price("lastPrice", "last"), "lastPrice"),
      mark: try need(try inputs.price("markPrice", "mark"), "markPrice"))
  }

  private func isTriggered() throws(Unevaluable) -> Bool {
    let word = try need(inputs.text("side"), "side").lowercased()
    let side: Side = word == "buy" ? .buy : .sell
    if inputs.has("pegOffsetValue", "pegOffset") {
      let trailing = try TrailingRules(inputs)
      return TriggerRule.stops(side, at: try trailing.stop(), price: try trailing.latest())
    }
    let stop = try need(try inputs.price("stopPx", "stopPrice", "stop", "trigger"), "stopPx")
    let price = try price()
    let isTouch = inputs.text("ordType", "orderType", "type")?.contains("Touched") == true
    guard isTouch ? TriggerRule.touches(side, at: stop, price: price) : TriggerRule.stops(side, at: stop, price: price)
    else { return false }
    return asksWithinMark ? try isWithinMark() : true
  }

  private var instructions: String { inputs.text("execInst", "triggerSource", "trigger") ?? "" }

  /// Asked for by name, or by a case that gives the last price and the mark and names no source.
  private var asksWithinMark: Bool {
    if instructions.contains("LastWithinMark") { return true }
    return instructions.isEmpty && inputs.has("lastPrice", "last") && inputs.has("markPrice", "mark")
  }

  private func price() throws(Unevaluable) -> Price {
    let last = try inputs.price("lastPrice", "last")
    let mark = try inputs.price("markPrice", "mark")
    let index = try inputs.price("indexPrice", "index")
    if instructions.contains("MarkPrice") { return try need(mark, "markPrice") }
    if instructions.contains("IndexPrice") { return try need(index, "indexPrice") }
    if let price = last ?? mark ?? index { return price }
    return try need(try inputs.price("triggerPrice", "price"), "lastPrice")
  }
}

/// What closing a position that was taken over leaves: area `insurance`.
struct InsuranceRules {
  let inputs: Inputs
  let terms: Terms

  init(_ inputs: Inputs) throws(Unevaluable) {
    self.inputs = inputs
    terms = try Terms(inputs)
  }

  func answer(_ key: Key) throws(Unevaluable) -> Answer {
    switch key.stem {
    case "insuranceFundDelta", "insuranceDelta", "surplus", "fundDelta", "delta": return terms.money(try surplus())
    case "liquidationPrice", "bankruptcyPrice", "bankruptPrice": return try PositionRules(frame()).answer(key)
    case "insuranceFundAfter", "fundAfter", "balanceAfter":
      let before = try inputs.amount("insuranceFundBefore", "fundBefore", "balanceBefore", decimals: terms.decimals)
      return terms.money(try need(before, "insuranceFundBefore") + surplus())
    default: throw .unknownKey(key.name)
    }
  }

  /// An isolated position of the frame's rates; fees are ignored where none is given.
  private func frame() -> Inputs {
    var fields = inputs.fields
    if fields["isolated"] == nil { fields["isolated"] = .flag(true) }
    if fields["commission"] == nil { fields["commission"] = .text("0") }
    if fields["initMarginReq"] == nil { fields["initMarginReq"] = fields["initMargin"] }
    if fields["tickSize"] == nil { fields["tickSize"] = .text("0.01") }
    return Inputs(fields: fields, expected: inputs.expected, words: inputs.words)
  }

  /// The side is that of the liquidation order: a sell closes a long.
  private func surplus() throws(Unevaluable) -> Amount {
    let quantity = try need(try inputs.contracts("qty", "quantity", "contracts"), "qty")
    let side = inputs.text("side").map { $0.lowercased() }
    let held =
      side.map { ["sell", "long"].contains($0) ? quantity.magnitude : -quantity.magnitude } ?? quantity
    let bankruptcy = try need(
      try inputs.price("bankruptcyPrice", "bankruptPrice", "takeoverPrice"), "bankruptcyPrice")
    let fill = try need(try inputs.price("fillPrice", "price", "exit", "closePrice"), "fillPrice")
    _ = try terms.value(of: held, at: bankruptcy)
    _ = try terms.value(of: held, at: fill)
    return terms.instrument.surplus(closing: held, takenOverAt: bankruptcy, filledAt: fill)
  }
}
