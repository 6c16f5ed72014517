import ApusModel

extension Engine {
  /// Samples what is sampled by the minute: indices, then books, marks and premiums, then the indices of premiums.
  ///
  /// Minutes that were jumped count as what is found now.
  mutating func passMinutes(_ minutes: Int64, through last: Timestamp, into events: inout EventBuffer) {
    for index in 0..<indices.count { sample(index, minutes, through: last, into: &events) }
    for market in 0..<markets.count {
      let terms = markets[market].terms
      if terms.measuresBook { measureBook(of: market, at: last, into: &events) }
      if terms.isMarkedByTime || markets[market].prices.reference != nil { remark(market, at: last, into: &events) }
      if terms.funding.exists { samplePremium(of: market, minutes, at: last, into: &events) }
    }
    for index in 0..<indices.count { statePremium(index, into: &events) }
  }

  /// Measures the books that are measured twice a minute, and finds the marks that follow.
  mutating func passHalf(into events: inout EventBuffer) {
    let moment = agenda.half
    agenda.half = moment + Timestamp(rawValue: Timestamp.minute)
    for market in 0..<markets.count where markets[market].terms.isMeasuredTwice {
      measureBook(of: market, at: moment, into: &events)
      remark(market, at: moment, into: &events)
    }
  }

  /// Counts the premium of these minutes in, and estimates the rate they lead to.
  private mutating func samplePremium(
    of market: Int, _ minutes: Int64, at moment: Timestamp, into events: inout EventBuffer
  ) {
    guard markets[market].hasTrustedMark else { return }
    let prices = markets[market].prices
    let basis = FundingRate.basis(
      of: prices.funding.rate, toRun: markets[market].untilFunding(at: moment),
      interval: markets[market].terms.funding.interval)
    // A side of the book that cannot be measured says nothing.
    let premium = FundingRate.premium(
      bid: prices.impactBid, ask: prices.impactAsk == .zero ? Price(rawValue: .max) : prices.impactAsk,
      mark: markets[market].mark, spot: markets[market].index, basis: basis)
    markets[market].prices.funding.premium = premium
    markets[market].prices.funding.sum += Int128(premium.rawValue) * Int128(minutes)
    markets[market].prices.funding.samples += minutes
    let indicative = estimatedRate(of: market)
    guard indicative != prices.funding.indicative else { return }
    markets[market].prices.funding.indicative = indicative
    stateFunding(of: market, into: &events)
  }

  /// The rate that follows from the premiums so far, after the caps.
  private func estimatedRate(of market: Int) -> Rate {
    let funding = markets[market].prices.funding
    let terms = markets[market].terms
    let mean = FundingRate.mean(ofPremiums: funding.sum, samples: funding.samples) ?? .zero
    let rate = FundingRate.rate(premium: mean, interest: interest(of: market), clamp: terms.funding.clamp)
    return FundingRate.capped(rate, after: funding.rate, terms.baseMargins, share: terms.funding.cap)
  }

  /// The interest of an interval: that of the lending indices of quote and base currency, or the contract's own.
  func interest(of market: Int) -> Rate {
    let terms = markets[market].terms
    return terms.funding.interest(
      quotePerDay: lendingRate(of: terms.quoteCurrency) ?? terms.funding.quoteInterest,
      basePerDay: lendingRate(of: terms.underlying) ?? terms.funding.baseInterest)
  }

  private func lendingRate(of currency: Symbol) -> Rate? {
    for index in 0..<indices.count {
      let record = indices[index]
      if record.terms.kind == .lending, record.isValid, record.terms.underlying == currency { return record.rate }
    }
    return nil
  }

  /// States a perpetual's rates.
  func stateFunding(of market: Int, into events: inout EventBuffer) {
    let funding = markets[market].prices.funding
    events.append(
      .fundingSet(
        FundingSet(
          instrument: markets[market].id, rate: funding.rate, indicative: funding.indicative, next: funding.next)))
  }
}

extension Instrument {
  /// The margins of the first risk step, which the caps of the funding rate follow.
  var baseMargins: MarginRates { MarginRates(initial: initialMargin, maintenance: maintenanceMargin) }
}
