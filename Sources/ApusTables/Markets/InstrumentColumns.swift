import ApusAPI
import ApusModel

extension InstrumentRow {
  /// The columns that follow from the terms.
  init(_ contract: Contract) {
    self.init(symbol: contract.symbol)
    let terms = contract.terms
    rootSymbol = terms.root.description
    state = "Open"
    typ = terms.type.code
    listing = terms.listed.rawValue
    front = terms.listed.rawValue
    positionCurrency = terms.kind == .inverse ? contract.quoteCurrency : contract.underlying
    underlying = contract.underlying
    quoteCurrency = contract.quoteCurrency
    underlyingSymbol = "\(terms.underlying)="
    reference = "BMEX"
    referenceSymbol = terms.reference.description
    maxOrderQty = terms.maximumQuantity.rawValue
    maxPrice = Decimal(terms.maximumPrice)
    lotSize = terms.lot.rawValue
    tickSize = Decimal(terms.tickSize)
    minTick = Decimal(terms.tickSize)
    settlCurrency = contract.settlement
    setMultipliers(terms)
    initMargin = Decimal(terms.initialMargin)
    maintMargin = Decimal(terms.maintenanceMargin)
    if terms.riskLimit.base > .zero {
      riskLimit = terms.riskLimit.base.rawValue
      riskStep = terms.riskLimit.step.rawValue
    }
    taxed = true
    deleverage = true
    makerFee = contract.makerFee
    takerFee = contract.takerFee
    settlementFee = Decimal(terms.settlementFee)
    setMarking(terms)
    instantPnl = false
  }

  private mutating func setMultipliers(_ terms: Instrument) {
    isInverse = terms.kind == .inverse
    isQuanto = terms.kind == .quanto
    multiplier = terms.kind == .inverse ? -terms.multiplier : terms.multiplier
    let unit: Int64 = terms.settlement == .xbt ? 100_000_000 : 1_000_000
    switch terms.kind {
    case .inverse: underlyingToSettleMultiplier = -unit
    case .linear:
      quoteToSettleMultiplier = unit
      underlyingToPositionMultiplier = max(1, unit / terms.multiplier)
    case .quanto: break
    }
  }
}

extension InstrumentType {
  /// The venue's code of it.
  var code: String {
    switch self {
    case .perpetual: "FFWCSX"
    case .future: "FFCCSX"
    case .upside: "OCECCS"
    case .downside: "OPECCS"
    }
  }
}

extension InstrumentRow {
  /// How the mark is found; a mark that is the index counts as a fair price without a basis.
  fileprivate mutating func setMarking(_ terms: Instrument) {
    switch terms.marking {
    case .index, .fundingBasis:
      markMethod = "FairPrice"
      fairMethod = "FundingRate"
    case .impactBasis:
      markMethod = "FairPrice"
      fairMethod = "ImpactMidPrice"
    case .last: markMethod = "LastPrice"
    case .lastProtected:
      markMethod = "LastPriceProtected"
      fairMethod = terms.funding.exists ? "FundingRate" : "ImpactMidPrice"
    }
    guard terms.funding.exists else { return }
    fundingInterval = terms.funding.interval
    fundingBaseSymbol = ".\(terms.underlying)BON8H"
    fundingQuoteSymbol = ".\(terms.quoteCurrency)BON8H"
    fundingPremiumSymbol = ".\(terms.symbol)PI8H"
  }
}

extension Market {
  /// The instrument's row as of now; its time moves only when something else did.
  func currentRow(at time: Timestamp) -> InstrumentRow {
    var now = row
    if mark > .zero { setPrices(&now) }
    setTouch(&now)
    setTrades(&now)
    now.openInterest = openInterest.rawValue
    guard now != row || row.timestamp == nil else { return row }
    now.timestamp = time.rawValue
    return now
  }

  private func setPrices(_ row: inout InstrumentRow) {
    row.indicativeSettlePrice = Decimal(index)
    row.markPrice = Decimal(mark)
    row.fairPrice = fair.map { Decimal(index + $0.basis) } ?? row.markPrice
    row.fairBasis = Decimal(fair?.basis ?? mark - index)
    row.fairBasisRate = fair.map { Decimal($0.basisRate) } ?? .zero
    row.openValue = contract.terms.value(of: openInterest, at: mark).magnitude.rawValue
    row.prevClosePrice = markBefore.map { Decimal($0) }
  }

  private func setTouch(_ row: inout InstrumentRow) {
    let bid = book.bids.best.map { contract.terms.price(of: $0.tick) }
    let ask = book.asks.best.map { contract.terms.price(of: $0.tick) }
    row.bidPrice = bid.map { Decimal($0) }
    row.askPrice = ask.map { Decimal($0) }
    if let bid, let ask {
      row.midPrice = Decimal(Price(rawValue: (bid.rawValue + ask.rawValue) / 2))
    } else {
      row.midPrice = nil
    }
    row.hasLiquidity = fair?.hasLiquidity ?? (bid != nil && ask != nil)
    setImpact(&row)
    row.fundingRate = funding.map { Decimal($0.rate) }
    row.indicativeFundingRate = funding.map { Decimal($0.indicative) }
    row.fundingTimestamp = funding?.next.rawValue
  }

  private func setImpact(_ row: inout InstrumentRow) {
    let bid = fair.flatMap { $0.impactBid == .zero ? nil : $0.impactBid }
    let ask = fair.flatMap { $0.impactAsk == .zero ? nil : $0.impactAsk }
    row.impactBidPrice = bid.map { Decimal($0) }
    row.impactAskPrice = ask.map { Decimal($0) }
    row.impactMidPrice = nil
    if let bid, let ask { row.impactMidPrice = Decimal(FairPrice.middle(bid, ask)) }
  }

  private func setTrades(_ row: inout InstrumentRow) {
    row.totalVolume = statistics.totalVolume.rawValue
    row.totalTurnover = statistics.totalTurnover.rawValue
    row.prevTotalTurnover = statistics.turnoverBefore.rawValue
    row.volume = (statistics.totalVolume - statistics.volumeBefore).rawValue
    row.turnover = (statistics.totalTurnover - statistics.turnoverBefore).rawValue
    row.volume24h = statistics.day.volume.rawValue
    row.turnover24h = statistics.day.turnover.rawValue
    let notionals = contract.notionals(of: statistics.day.volume, worth: statistics.day.turnover)
    row.homeNotional24h = notionals.home
    row.foreignNotional24h = notionals.foreign
    row.highPrice = statistics.day.high.map { Decimal($0) }
    row.lowPrice = statistics.day.low.map { Decimal($0) }
    row.vwap = averagePrice.map { Decimal($0) }
    // Clients do arithmetic on the last price before anything ever traded: the mark stands in until then.
    row.lastPrice = (statistics.last ?? (mark > .zero ? mark : nil)).map { Decimal($0) }
    row.lastPriceProtected = row.lastPrice
    row.lastTickDirection = statistics.last == nil ? nil : statistics.direction.word
    guard let last = statistics.last, let before = statistics.priceBefore else { return }
    row.prevPrice24h = Decimal(before)
    row.lastChangePcnt = Decimal((last - before).rawValue, dividedBy: before.rawValue, places: 4)
  }

  private var averagePrice: Price? {
    contract.terms.averagePrice(of: statistics.day.volume, worth: statistics.day.turnover)
  }
}
