import ApusModel

extension World {
  /// Gives a contract a way to be marked, funding, and interest; half of the worlds do without.
  static func price(_ terms: inout Instrument, _ dice: inout Dice, _ number: Int) {
    if terms.type.isOption || dice.oneIn(2) { return }
    terms.marking = dice.pick(MarkMethod.allCases)
    terms.markDecimals = UInt8(dice.roll(1...8))
    if dice.oneIn(2) { terms.measuring = 30_000 }
    terms.impactValue =
      dice.oneIn(3) ? .zero : terms.value(ofOneLotAt: terms.tickSize * 1_000) * Int64(dice.roll(1...20))
    if dice.oneIn(2) {
      terms.funding = .eightHours
      if dice.oneIn(3) { terms.funding.interval = 3_600_000 }
      if dice.oneIn(3) { terms.funding.offset = 0 }
      if dice.oneIn(3) { terms.funding.quoteInterest = Rate(Int64(dice.roll(1_000_000))) }
    }
    if !terms.funding.exists, [.impactBasis, .lastProtected].contains(terms.marking) {
      terms.type = .future
      terms.listed = .zero
      terms.expiry = Timestamp(Int64(40 + 300 * number) * Timestamp.hour)
    }
    if dice.oneIn(2) {
      terms.interest = .seed
      if dice.oneIn(2) { terms.interest.first.rate = Rate(Int64(dice.roll(50_000_000))) }
      if dice.oneIn(2) { terms.interest.marketStep = Rate(Int64(dice.roll(5_000_000))) }
    }
    terms.reference = dice.pick([name(number, ""), name(number, "A"), ".NONE"])
  }

  /// Indices for the contracts: a composite each and what is derived from it.
  static func indices(of instruments: [Instrument], _ dice: inout Dice) -> [IndexTerms] {
    var indices: [IndexTerms] = []
    for (number, terms) in instruments.enumerated() where dice.oneIn(2) {
      func index(_ suffix: String, _ kind: IndexKind, of base: Symbol, _ underlying: Symbol) -> IndexTerms {
        IndexTerms(
          symbol: name(number, suffix), underlying: underlying, quoteCurrency: terms.quoteCurrency, kind: kind,
          base: base, decimals: 4)
      }
      indices.append(composite(index("", .composite, of: .none, terms.underlying), &dice))
      indices.append(index("A", .average30, of: name(number, ""), terms.underlying))
      indices.append(index("V", .volatility24, of: name(number, ""), terms.underlying))
      indices.append(index("L", .lending, of: .none, dice.pick([terms.underlying, terms.quoteCurrency])))
      if terms.funding.exists || dice.oneIn(8) {
        indices.append(index("P", .premium, of: terms.symbol, terms.underlying))
        indices.append(index("M", .premiumAverage, of: terms.symbol, terms.underlying))
      }
    }
    return indices
  }

  private static func composite(_ terms: IndexTerms, _ dice: inout Dice) -> IndexTerms {
    var terms = terms
    terms.decimals = UInt8(dice.roll(2...10))
    for source in 0..<dice.roll(1...6) {
      terms.sources[source] = IndexSource(name: "S", weight: UInt32(dice.roll(1...9)))
    }
    if dice.oneIn(3) { terms.deviation = Rate(Int64(dice.roll(2_000_000))) }
    terms.minimumSources = UInt8(dice.roll(1...terms.sources.count))
    return terms
  }

  private static func name(_ number: Int, _ suffix: String) -> Symbol { Symbol(".I\(number)\(suffix)") ?? .none }
}
