import ApusModel

extension Engine {
  /// Sets the first funding time of a perpetual and its rates before any premium is known: the interest alone.
  mutating func beginPrices(of market: Int, into events: inout EventBuffer) {
    let terms = markets[market].terms
    markets[market].prices.reference = reference(of: terms)
    markets[market].prices.isIndexValid = markets[market].prices.reference == nil
    defer { planAhead() }
    guard terms.funding.exists else { return }
    let rate = FundingRate.capped(interest(of: market), after: nil, terms.baseMargins, share: terms.funding.cap)
    markets[market].prices.funding.next = terms.funding.schedule.next(after: time)
    markets[market].prices.funding.rate = rate
    markets[market].prices.funding.indicative = rate
    stateFunding(of: market, into: &events)
  }

  /// A funding time has come for the first market that has one: its positions begin to pay at the rate that was
  /// announced, and the rate of the interval that ended takes its place.
  mutating func beginFunding(at due: Timestamp, into events: inout EventBuffer) {
    var market = 0
    while markets[market].prices.funding.next != due { market += 1 }
    let funding = markets[market].prices.funding
    if markets[market].gate.contains(.halted) {
      // Nobody pays for an interval at whose end nobody could leave.
      if markets[market].markVersion != 0 { begin(.waived, in: market, due: due) }
    } else if markets[market].markVersion != 0 {
      events.append(
        .fundingDue(
          FundingDue(instrument: markets[market].id, due: due, rate: funding.rate, mark: markets[market].mark)))
      begin(.funding, in: market, due: due)
    }
    roll(market)
    stateFunding(of: market, into: &events)
    planFunding()
  }

  private mutating func roll(_ market: Int) {
    var funding = markets[market].prices.funding
    funding.rate = funding.indicative
    funding.closed = FundingRate.mean(ofPremiums: funding.sum, samples: funding.samples) ?? funding.closed
    funding.sum = 0
    funding.samples = 0
    funding.next = markets[market].terms.funding.schedule.next(after: funding.next)
    markets[market].prices.funding = funding
  }
}
