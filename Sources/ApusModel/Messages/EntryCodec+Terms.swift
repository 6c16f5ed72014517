// The parts of an instrument's terms that time and prices read, and the terms of an index.

extension ByteWriter {
  mutating func write(life terms: Instrument) {
    write(terms.type.rawValue)
    write(terms.expiry)
    write(terms.marking.rawValue)
    write(terms.markDecimals)
    write(terms.relisting.rawValue)
    write(terms.funding)
    write(terms.interest)
    write(terms.option.strikeShare)
    write(terms.option.strikeStep)
    write(terms.option.strike)
    write(terms.option.barrier)
    write(terms.protection)
    write(terms.impactValue)
    write(terms.measuring)
    write(terms.positionMultiplier)
    write(text: terms.positionCurrency.utf8)
    write(terms.statedMaximumPrice)
    write(terms.feeSchedule.rawValue)
  }

  private mutating func write(_ funding: FundingTerms) {
    write(funding.interval)
    write(funding.offset)
    for rate in [funding.quoteInterest, funding.baseInterest, funding.clamp, funding.cap] { write(rate) }
  }

  private mutating func write(_ interest: LeverageInterestTerms) {
    for tier in [interest.first, interest.second, interest.third, interest.fourth] {
      write(tier.from)
      write(tier.rate)
    }
    write(interest.marketStep)
  }

  private mutating func write(_ protection: OrderProtection) {
    write(protection.fatFinger)
    write(protection.band)
    write(protection.openOrders)
    write(protection.stops)
    write(protection.takesLinkedOrders)
    write(protection.trailInterval)
    write(protection.trailStep)
    write(protection.smallValue)
    write(protection.smallOrders)
  }

  /// Writes the terms of an index.
  public mutating func write(_ terms: IndexTerms) {
    for name in [terms.symbol, terms.underlying, terms.quoteCurrency, terms.base] { write(text: name.utf8) }
    write(terms.kind.rawValue)
    write(terms.decimals)
    for number in 0..<InlineSources.capacity {
      write(text: terms.sources[number].name.utf8)
      write(terms.sources[number].weight)
    }
    write(terms.staleAfter)
    write(terms.deviation)
    write(terms.minimumSources)
  }
}

extension ByteReader {
  mutating func readLife(into terms: inout Instrument) throws(CodecError) {
    terms.type = try read(code: InstrumentType.self)
    terms.expiry = try read()
    terms.marking = try read(code: MarkMethod.self)
    terms.markDecimals = try read()
    terms.relisting = try read(code: Relisting.self)
    try readFunding(into: &terms.funding)
    try readInterest(into: &terms.interest)
    terms.option.strikeShare = try read()
    terms.option.strikeStep = try read()
    terms.option.strike = try read()
    terms.option.barrier = try read()
    try readProtection(into: &terms.protection)
    terms.impactValue = try read()
    terms.measuring = try read()
    terms.positionMultiplier = try read()
    terms.positionCurrency = try readSymbol()
    terms.statedMaximumPrice = try read()
    terms.feeSchedule = try read(code: FeeSchedule.self)
  }

  private mutating func readProtection(into protection: inout OrderProtection) throws(CodecError) {
    protection.fatFinger = try read()
    protection.band = try read()
    protection.openOrders = try read()
    protection.stops = try read()
    protection.takesLinkedOrders = try readFlag("linked orders")
    protection.trailInterval = try read()
    protection.trailStep = try read()
    protection.smallValue = try read()
    protection.smallOrders = try read()
  }

  private mutating func readFunding(into funding: inout FundingTerms) throws(CodecError) {
    funding.interval = try read()
    funding.offset = try read()
    funding.quoteInterest = try read()
    funding.baseInterest = try read()
    funding.clamp = try read()
    funding.cap = try read()
  }

  private mutating func readInterest(into interest: inout LeverageInterestTerms) throws(CodecError) {
    interest.first = try readTier()
    interest.second = try readTier()
    interest.third = try readTier()
    interest.fourth = try readTier()
    interest.marketStep = try read()
  }

  private mutating func readTier() throws(CodecError) -> LeverageInterestTerms.Tier {
    LeverageInterestTerms.Tier(from: try read(), rate: try read())
  }

  /// Reads the terms of an index.
  public mutating func readIndex() throws(CodecError) -> IndexTerms {
    let symbol = try readSymbol()
    let underlying = try readSymbol()
    let quote = try readSymbol()
    let base = try readSymbol()
    var terms = IndexTerms(
      symbol: symbol, underlying: underlying, quoteCurrency: quote, kind: try read(code: IndexKind.self), base: base,
      decimals: try read())
    for number in 0..<InlineSources.capacity {
      terms.sources[number] = IndexSource(name: try readSymbol(), weight: try read())
    }
    terms.staleAfter = try read()
    terms.deviation = try read()
    terms.minimumSources = try read()
    return terms
  }
}
