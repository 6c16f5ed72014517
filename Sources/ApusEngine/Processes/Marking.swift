import ApusModel

// The mark of every market moves here and nowhere else.

extension Engine {
  /// Brings a market's index and mark up to a moment.
  ///
  /// - Parameter index: its own index, told directly, which is stated even if it is the same; nil to take what it follows.
  mutating func remark(
    _ market: Int, index told: Price? = nil, at moment: Timestamp, into events: inout EventBuffer
  ) {
    guard markets[market].life.isAhead, let index = told ?? followed(market) else { return }
    strike(market, by: index, into: &events)
    let fair = fairPrice(of: market, index: index, at: moment)
    let terms = markets[market].terms
    let mark = min(max(fair.price, terms.tickSize), terms.maximumPrice)
    setBasis(market, fair, into: &events)
    let isMoved = mark != markets[market].mark || index != markets[market].index || markets[market].markVersion == 0
    if told != nil || isMoved { markets[market].setPrices(index: index, mark: mark) }
    // What was due while the index was invalid is so still.
    if markets[market].stops.isDue { accounts.triggersAreDue = true }
    guard told != nil || isMoved else { return }
    liquidations.areAwaited = true
    events.append(.priceChanged(PriceChanged(instrument: markets[market].id, index: index, mark: mark)))
    watchBarrier(of: market, into: &events)
  }

  /// The value of the index a market follows, or its own; nil while it is invalid or there is none, so that the mark
  /// stands still.
  mutating func followed(_ market: Int) -> Price? {
    guard let reference = markets[market].prices.reference else {
      return markets[market].markVersion == 0 ? nil : markets[market].index
    }
    markets[market].prices.isIndexValid = indices[Int(reference)].isValid
    return indices[Int(reference)].isValid ? indices[Int(reference)].price : nil
  }

  /// The fair price by the market's method; the last trade where that is the method.
  private func fairPrice(of market: Int, index: Price, at moment: Timestamp) -> FairPrice {
    let terms = markets[market].terms
    switch terms.marking {
    case .index: return FairPrice(price: index, basis: .zero, rate: .zero)
    case .fundingBasis, .impactBasis: return basisPrice(of: market, index: index, at: moment)
    case .last:
      let last = markets[market].lastTick
      return FairPrice(
        price: last == 0 ? terms.firstMark(at: index) : markets[market].price(of: last), basis: .zero, rate: .zero)
    case .lastProtected:
      var fair = basisPrice(of: market, index: index, at: moment)
      let last = markets[market].lastTick
      guard last != 0 else { return fair }
      fair.price = FairPrice.protected(
        last: markets[market].price(of: last), fair: fair.price, maintenance: terms.maintenanceMargin,
        mark: markets[market].markVersion == 0 ? nil : markets[market].mark)
      return fair
    }
  }

  /// The index and its basis: by the coming funding where there is any, else by the last impact prices until expiry.
  private func basisPrice(of market: Int, index: Price, at moment: Timestamp) -> FairPrice {
    let terms = markets[market].terms
    let precision = Price(rawValue: Rounded.unit(of: terms.markDecimals))
    if terms.funding.exists {
      return .perpetual(
        index: index, funding: markets[market].prices.funding.rate, toRun: markets[market].untilFunding(at: moment),
        interval: terms.funding.interval, precision: precision)
    }
    let toRun = max(0, (terms.expiry - moment).rawValue)
    return .dated(index: index, rate: markets[market].prices.basisRate, toRun: toRun, precision: precision)
  }

  private mutating func setBasis(_ market: Int, _ fair: FairPrice, into events: inout EventBuffer) {
    guard fair.basis != markets[market].prices.basis || fair.rate != markets[market].prices.basisRate else { return }
    markets[market].prices.basis = fair.basis
    markets[market].prices.basisRate = fair.rate
    stateBasis(of: market, into: &events)
  }

  /// States a market's basis and impact prices.
  func stateBasis(of market: Int, into events: inout EventBuffer) {
    let prices = markets[market].prices
    events.append(
      .fairBasisChanged(
        FairBasisChanged(
          instrument: markets[market].id, basis: prices.basis, basisRate: prices.basisRate,
          impactBid: prices.impactBid, impactAsk: prices.impactAsk, hasLiquidity: prices.hasLiquidity)))
  }

  /// Measures the book once a minute, or twice: impact prices, whether they are close enough to mark by, and, of a dated
  /// contract, the basis that follows from them.
  mutating func measureBook(of market: Int, at moment: Timestamp, into events: inout EventBuffer) {
    let terms = markets[market].terms
    let bid = markets[market].impactPrice(.buy, most: limits.slice)
    let ask = markets[market].impactPrice(.sell, most: limits.slice)
    let isLiquid =
      bid > .zero && ask > .zero
      && FairPrice.isLiquid(bid: bid, ask: ask, maintenance: terms.maintenanceMargin, tickSize: terms.tickSize)
    let before = markets[market].prices
    markets[market].prices.impactBid = bid
    markets[market].prices.impactAsk = ask
    markets[market].prices.hasLiquidity = isLiquid
    if isLiquid && !terms.funding.exists { refreshBasisRate(of: market, FairPrice.middle(bid, ask), at: moment) }
    let after = markets[market].prices
    if bid != before.impactBid || ask != before.impactAsk || isLiquid != before.hasLiquidity
      || after.basisRate != before.basisRate
    {
      stateBasis(of: market, into: &events)
    }
  }

  private mutating func refreshBasisRate(of market: Int, _ middle: Price, at moment: Timestamp) {
    let terms = markets[market].terms
    let toRun = (terms.expiry - moment).rawValue
    guard terms.marking == .impactBasis || terms.marking == .lastProtected, toRun >= Timestamp.minute,
      let index = followed(market)
    else { return }
    // No book moves the mark by more than half or double the index, and so no rate leaves 64 bits.
    let middle = min(max(middle, Price(rawValue: index.rawValue / 2)), index * 2)
    markets[market].prices.basisRate = FairPrice.basisRate(
      mid: middle, index: index, toRun: toRun, roundedToPercent: true)
  }
}

extension Instrument {
  /// Whether its book is measured each minute.
  var measuresBook: Bool { funding.exists || marking == .impactBasis || marking == .lastProtected }
  /// Whether it is also measured between two minutes.
  var isMeasuredTwice: Bool { measuresBook && measuring < Timestamp.minute }
  /// Whether its mark moves with time alone.
  var isMarkedByTime: Bool { marking != .index || funding.exists }
}
