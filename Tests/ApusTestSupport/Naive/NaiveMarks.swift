import ApusEngine
import ApusModel

// Marks, and what a minute does to them (rules 5 and 6).

extension NaiveEngine {
  /// Brings a market's mark up to a moment; `told` is its own index, said directly.
  func mark(_ number: Int, told: Int128? = nil, at moment: Int64) {
    let market = markets[number]
    guard market.isAhead else { return }
    let index: Int128
    if let told {
      index = told
    } else if let reference = reference(number) {
      market.isIndexValid = reference.isValid
      guard reference.isValid, let price = reference.price else { return }
      index = price
    } else {
      guard let own = market.index else { return }
      index = own
    }
    strike(number, at: index)
    let terms = market.contract.terms
    let (fair, basis, yearly) = fairPrice(number, index, at: moment)
    if basis != market.basis || yearly != market.basisRate {
      market.basis = basis
      market.basisRate = yearly
      stateBasis(number)
    }
    let mark = min(max(fair, Int128(terms.tickSize.rawValue)), Int128(terms.maximumPrice.rawValue))
    guard told != nil || mark != market.mark || index != market.index else { return }
    market.index = index
    market.mark = mark
    note(.index, in: number)
    note(.mark, in: number)
    state(
      .priceChanged(
        PriceChanged(
          instrument: InstrumentID(UInt16(number)), index: Price(Int64(index)), mark: Price(Int64(mark)))))
    watchBarrier(of: number)
  }

  private func fairPrice(
    _ number: Int, _ index: Int128, at moment: Int64
  ) -> (price: Int128, basis: Int128, yearly: Int128) {
    let market = markets[number]
    let terms = market.contract.terms
    switch terms.marking {
    case .index: return (index, 0, 0)
    case .last: return (market.last ?? market.contract.firstMark(at: index), 0, 0)
    case .fundingBasis, .impactBasis, .lastProtected:
      let unit = (0..<terms.markDecimals).reduce(NaiveContract.priceScale) { unit, _ in unit / 10 }
      var yearly = market.basisRate
      var share = Ratio(yearly * Int128(max(0, terms.expiry.rawValue - moment)), over: 31_536_000_000)
      if terms.funding.exists {
        yearly = Ratio(market.rate * 31_536_000_000, over: Int128(terms.funding.interval)).nearest
        share = Ratio(market.rate * minutesToRun(number, moment) * 60_000, over: Int128(terms.funding.interval))
      }
      let basis =
        Ratio(index * share.numerator, over: share.denominator * NaiveContract.rateScale * unit).nearest * unit
      let fair = index + basis
      guard terms.marking == .lastProtected, let last = market.last else { return (fair, basis, yearly) }
      return (protected(last, fair, market), basis, yearly)
    }
  }

  /// Whole minutes until the next funding, the current one included.
  func minutesToRun(_ number: Int, _ moment: Int64) -> Int128 {
    guard let next = markets[number].next else { return 0 }
    return Ratio(Int128(max(0, next - moment)), over: 60_000).ceiling
  }

  /// The last price within half the maintenance margin of the fair price; a mark that the band left behind waits until
  /// a last price leads it back.
  private func protected(_ last: Int128, _ fair: Int128, _ market: Market) -> Int128 {
    let maintenance = Int128(market.contract.terms.maintenanceMargin.rawValue)
    let half = Ratio(fair * maintenance, over: 2 * NaiveContract.rateScale).floor
    if last >= fair - half && last <= fair + half { return last }
    if last > fair + half {
      guard let mark = market.mark, mark > fair + half else { return fair + half }
      return min(mark, last)
    }
    guard let mark = market.mark, mark < fair - half else { return fair - half }
    return max(mark, last)
  }

  func stateBasis(_ number: Int) {
    let market = markets[number]
    state(
      .fairBasisChanged(
        FairBasisChanged(
          instrument: InstrumentID(UInt16(number)), basis: Price(Int64(market.basis)),
          basisRate: Rate(Int64(market.basisRate)), impactBid: Price(Int64(market.impactBid)),
          impactAsk: Price(Int64(market.impactAsk)), hasLiquidity: market.hasLiquidity)))
  }

  func measuresBook(_ number: Int) -> Bool {
    let terms = markets[number].contract.terms
    return terms.funding.exists || terms.marking == .impactBasis || terms.marking == .lastProtected
  }

  func isMeasuredTwice(_ number: Int) -> Bool {
    measuresBook(number) && markets[number].contract.terms.measuring == 30_000
  }

  /// The impact prices of a minute, whether they are close, and the yearly basis they lead to.
  func measureBook(_ number: Int, at moment: Int64) {
    let market = markets[number]
    let terms = market.contract.terms
    let before = (market.impactBid, market.impactAsk, market.hasLiquidity, market.basisRate)
    market.impactBid = impact(number, .buy)
    market.impactAsk = impact(number, .sell)
    let spread = market.impactAsk - market.impactBid
    let allowed = max(
      Ratio(
        (market.impactBid + market.impactAsk) * Int128(terms.maintenanceMargin.rawValue),
        over: 2 * NaiveContract.rateScale
      ).ceiling, 3 * Int128(terms.tickSize.rawValue))
    market.hasLiquidity = market.impactBid > 0 && market.impactAsk > 0 && spread < allowed
    let toRun = terms.expiry.rawValue - moment
    if market.hasLiquidity, !terms.funding.exists, toRun >= 60_000, let index = currentIndex(number) {
      if terms.marking == .impactBasis || terms.marking == .lastProtected {
        let middle = Ratio(market.impactBid + market.impactAsk, over: 2).nearest
        let above = min(max(middle, index / 2), index * 2) - index
        // In whole percents a year.
        let percents = Ratio(above * 31_536_000_000 * 100, over: index * Int128(toRun)).nearest
        // Shortly before expiry ten thousand percents are the most.
        market.basisRate = min(max(percents, -10_000), 10_000) * NaiveContract.rateScale / 100
      }
    }
    if before != (market.impactBid, market.impactAsk, market.hasLiquidity, market.basisRate) { stateBasis(number) }
  }

  func currentIndex(_ number: Int) -> Int128? {
    guard let reference = reference(number) else { return markets[number].index }
    markets[number].isIndexValid = reference.isValid
    return reference.isValid ? reference.price : nil
  }

  private func impact(_ number: Int, _ side: Side) -> Int128 {
    let terms = markets[number].contract.terms
    guard let touch = shown(number, side) else { return 0 }
    if terms.impactValue == .zero { return touch }
    let queue = queue(number, side).prefix(Int(limits.slice))
    var impact = ImpactPrice(over: .value(terms.impactValue), of: terms)
    for order in queue where impact.take(Contracts(Int64(order.inView)), at: Price(Int64(order.price))) { break }
    guard let exact = impact.price else { return 0 }
    let unit = min(1_000_000, Int128(terms.tickSize.rawValue))
    return Ratio(Int128(exact.rawValue), over: unit).nearest * unit
  }
}
