import ApusEngine
import ApusModel

// The words of indices, marks, funding and leverage interest.

extension Scenario {
  /// Lists an index: `index .BXBT composite A 1 B 1 least 2 deviation 1%`, `index .BXBT30M average30 .BXBT`.
  mutating func index(_ words: inout Words) throws(ScenarioError) {
    let name = try words.next("an index")
    let kinds: [String: IndexKind] = [
      "composite": .composite, "average30": .average30, "volatility24": .volatility24, "lending": .lending,
      "premium": .premium, "premium-average": .premiumAverage,
    ]
    let word = try words.next("a kind")
    guard let symbol = Symbol(name), let kind = kinds[word] else { throw words.fail("no such index: \(name) \(word)") }
    var terms = IndexTerms(symbol: symbol, underlying: "XBT", quoteCurrency: "USD", kind: kind, decimals: 2)
    var sources: [IndexSource] = []
    while !words.isEmpty {
      switch try words.next("a term") {
      case "least": terms.minimumSources = UInt8(try words.number("sources"))
      case "deviation": terms.deviation = try words.percentage("a deviation")
      case "decimals": terms.decimals = UInt8(try words.number("decimals"))
      case "on": terms.underlying = try self.symbol(&words)
      case "of": terms.base = try self.symbol(&words)
      case let source:
        guard let name = Symbol(source) else { throw words.fail("no source: \(source)") }
        sources.append(IndexSource(name: name, weight: UInt32(try words.number("a weight"))))
      }
    }
    terms.sources = InlineSources(sources)
    indices.append(terms)
    try apply(.listIndex(ListIndex(terms)), words)
  }

  private func symbol(_ words: inout Words) throws(ScenarioError) -> Symbol {
    let text = try words.next("a symbol")
    guard let symbol = Symbol(text) else { throw words.fail("no symbol: \(text)") }
    return symbol
  }

  /// A source says a price: `source .BXBT B 4010`; a lending rate is said in percent a day: `source .USDBON8H 0.06%`.
  mutating func source(_ words: inout Words) throws(ScenarioError) {
    let name = try words.next("an index")
    guard let number = indices.firstIndex(where: { "\($0.symbol)" == name }) else { throw words.fail("no \(name)") }
    var command = SourcePrice(index: IndexID(UInt16(number)), source: 0, price: .zero)
    if indices[number].kind == .lending {
      command.price = Price(try words.percentage("a rate").rawValue * (Price.scale / Rate.scale))
    } else {
      let source = try words.next("a source")
      let place = (0..<InlineSources.capacity).first { "\(indices[number].sources[$0].name)" == source }
      command.source = UInt8(place ?? 9)
      command.price = try words.price()
    }
    try apply(.sourcePrice(command), words)
  }

  /// Lets time pass up to a time of the day, `until 12:00`, of this day or the next; or a number of days, `until 7d 12:00`.
  mutating func until(_ words: inout Words) throws(ScenarioError) {
    var word = try words.next("a time")
    var days: Int64 = 0
    if word.last == "d" {
      guard let count = Int64(word.dropLast()) else { throw words.fail("no days: \(word)") }
      days = count
      word = try words.next("a time")
    }
    let parts = word.split(separator: ":").compactMap { Int64($0) }
    guard parts.count == 2 else { throw words.fail("no time: \(word)") }
    var next = time / 86_400_000 * 86_400_000 + parts[0] * 3_600_000 + parts[1] * 60_000 + days * 86_400_000
    if next <= time { next += 86_400_000 }
    time = next
    repeat { try apply(.tick, words) } while engine.attention <= Timestamp(time)
  }

  mutating func step(_ words: inout Words) throws(ScenarioError) {
    let instrument = try instrument(&words)
    try apply(
      .setInterestStep(SetInterestStep(instrument: instrument, step: UInt8(try words.number("a step")))), words)
  }

  /// A contract's terms of marks, funding and interest; false when the word is none of them.
  func changePrices(_ terms: inout Instrument, _ word: String, _ words: inout Words) throws(ScenarioError) -> Bool {
    switch word {
    case "marked":
      let ways: [String: MarkMethod] = [
        "index": .index, "funding": .fundingBasis, "impact": .impactBasis, "last": .last, "protected": .lastProtected,
      ]
      let way = try words.next("a way")
      guard let method = ways[way] else { throw words.fail("nothing is marked by \(way)") }
      terms.marking = method
    case "funded": terms.funding = .eightHours
    case "follows": terms.reference = try symbol(&words)
    case "measured-twice": terms.measuring = 30_000
    case "impact": terms.impactValue = Amount(try words.number("a value"))
    case "charged":
      terms.interest = .seed
      if words.take("at") {
        terms.interest.first.rate = try words.percentage("a rate")
        terms.interest.second = .init()
        terms.interest.third = .init()
        terms.interest.fourth = .init()
      }
    default: return try changeLife(&terms, word, &words)
    }
    return true
  }

  /// What happened to prices and by the clock, in words.
  func priceWords(_ event: Event) -> String? {
    switch event {
    case .indexChanged(let change):
      let name = indices[Int(change.index.rawValue)].symbol
      return change.isValid ? "\(name) \(text(change.price))" : "\(name) invalid"
    case .fairBasisChanged(let fair): return words(fair)
    case .fundingSet(let set): return "rate \(percent(set.rate)) then \(percent(set.indicative))"
    case .fundingDue(let due): return "funding \(percent(due.rate)) at \(text(due.mark))"
    case .fundingPaid(let paid): return "\(person(paid.account)) pays \(paid.amount.rawValue)"
    case .interestStepSet(let set): return "step \(set.step)"
    case .interestCharged(let charge):
      return "\(person(charge.account)) is charged \(charge.amount.rawValue) at \(percent(charge.rate))"
        + " for \(DecimalText.write(charge.leverage.rawValue, decimals: 2))x"
    default: return lifeWords(event)
    }
  }

  private func words(_ fair: FairBasisChanged) -> String {
    var words = "basis \(text(fair.basis)) of \(percent(fair.basisRate)) a year"
    if fair.impactBid != .zero || fair.impactAsk != .zero {
      words += " impact \(text(fair.impactBid)) \(text(fair.impactAsk))" + (fair.hasLiquidity ? "" : " too far apart")
    }
    return words
  }

  private func percent(_ rate: Rate) -> String { DecimalText.write(rate.rawValue, decimals: 6) + "%" }
}
