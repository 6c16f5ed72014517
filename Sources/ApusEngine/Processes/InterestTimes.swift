import ApusModel

extension Engine {
  /// Midnight: the positions of one market after the other begin to pay leverage interest; after the last one the day
  /// is over and the market's condition sets the step of the next.
  mutating func beginInterest(at midnight: Timestamp, into events: inout EventBuffer) {
    while Int(agenda.charging) < markets.count {
      let market = Int(agenda.charging)
      agenda.charging += 1
      guard markets[market].terms.interest.exists, markets[market].markVersion != 0 else { continue }
      return begin(.interest, in: market, due: midnight)
    }
    agenda.charging = 0
    agenda.midnight = midnight + Timestamp(rawValue: Timestamp.day)
    for market in 0..<markets.count where markets[market].terms.interest.exists {
      let step = LeverageInterestTerms.step(ofBasisRate: markets[market].prices.basisRate)
      if step != markets[market].prices.interestStep { setInterestStep(of: market, to: step, into: &events) }
    }
  }

  /// Sets the market's step and states it.
  mutating func setInterestStep(of market: Int, to step: UInt8, into events: inout EventBuffer) {
    markets[market].prices.interestStep = step
    events.append(.interestStepSet(InterestStepSet(instrument: markets[market].id, step: step)))
  }
}
