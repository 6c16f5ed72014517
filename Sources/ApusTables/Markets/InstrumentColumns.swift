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
    setLife(terms)
    positionCurrency = terms.positionCurrency.isEmpty ? nil : terms.positionCurrency.description
    underlying = contract.underlying
    quoteCurrency = contract.quoteCurrency
    underlyingSymbol = "\(terms.underlyingName)="
    reference = "BMEX"
    referenceSymbol = terms.reference.description
    maxOrderQty = terms.maximumQuantity.rawValue
    maxPrice = Decimal(max(terms.maximumPrice, terms.statedMaximumPrice))
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
    setMethods(terms)
    instantPnl = false
  }

  private mutating func setLife(_ terms: Instrument) {
    listing = terms.listed.rawValue
    front = (terms.front ?? terms.listed).rawValue
    guard terms.expiry > .zero else { return }
    expiry = terms.expiry.rawValue
    settle = terms.expiry.rawValue
    listedSettle = terms.expiry.rawValue
    guard terms.type.isOption else { return }
    optionStrikePcnt = Decimal(terms.option.strikeShare)
    optionStrikeRound = Decimal(terms.option.strikeStep)
    optionStrikePrice = terms.option.strike > .zero ? Decimal(terms.option.strike) : nil
    optionMultiplier = Decimal(terms.type == .upside ? -1 : 1, scale: 1)
    // A time of the first days of 2000 counts from their beginning.
    relistInterval = terms.relisting == .weekly ? 7 * Timestamp.day : nil
  }

  private mutating func setMethods(_ terms: Instrument) {
    capped = terms.type.isOption
    switch terms.type {
    case .perpetual: fairMethod = "FundingRate"
    case .future: fairMethod = "ImpactMidPrice"
    case .upside, .downside: fairMethod = nil
    }
    markMethod =
      switch terms.marking {
      case .last: "LastPrice"
      case .lastProtected: "LastPriceProtected"
      case .index, .fundingBasis, .impactBasis: "FairPrice"
      }
    guard terms.funding.exists else { return }
    fundingBaseSymbol = ".\(terms.underlying)BON8H"
    fundingQuoteSymbol = ".\(terms.quoteCurrency)BON8H"
    fundingPremiumSymbol = ".\(terms.symbol)PI8H"
    fundingInterval = terms.funding.interval
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
  /// The contract's code for it.
  var code: String {
    switch self {
    case .perpetual: "FFWCSX"
    case .future: "FFCCSX"
    case .upside: "OCECCS"
    case .downside: "OPECCS"
    }
  }
}

extension Instrument {
  /// When a dated contract becomes the front one of its series: when the one before it expires.
  fileprivate var front: Timestamp? {
    switch relisting {
    case .never: nil
    case .quarterly: max(listed, Expiry.quarter(before: expiry))
    case .weekly: listed
    }
  }

  /// The venue's name of what is priced: the coin, with its quote unless that is dollars.
  fileprivate var underlyingName: String {
    switch quoteCurrency {
    case "USD": "\(underlying)"
    case "USDT": "\(underlying)T"
    default: type.isOption ? "\(underlying)" : "\(underlying)\(quoteCurrency)"
    }
  }
}

extension Instrument {
  /// What contracts of a profit contract are written on: 0.1 of the underlying each.
  func notional(of contracts: Contracts) -> Amount {
    value(of: contracts, at: ProfitContract.size).magnitude
  }
}

extension Market {
  /// The instrument's row as of now; its time moves only when something else did.
  func currentRow(at time: Timestamp) -> InstrumentRow {
    var now = base
    now.timestamp = row.timestamp
    now.state = stateWord
    if mark > .zero { setPrices(&now) }
    if quote > .zero { now.quoteToSettleMultiplier = quote.rawValue }
    setTouch(&now)
    setTrades(&now)
    now.openInterest = openInterest.rawValue
    now.settledPrice = settledPrice.map { Decimal($0) }
    guard now != row || row.timestamp == nil else { return row }
    now.timestamp = time.rawValue
    return now
  }

  /// The contract's word for whether it is traded: one that takes nothing or cancels only is closed.
  private var stateWord: String {
    let isOpen = [trading, venue].allSatisfy { $0 != .halted && $0 != .cancelOnly }
    switch state {
    case .unlisted: return "Unlisted"
    case .open: return isOpen ? "Open" : "Closed"
    case .closed: return "Closed"
    case .settled: return "Settled"
    }
  }

  private func setPrices(_ row: inout InstrumentRow) {
    row.indicativeSettlePrice = Decimal(contract.terms.settlementPrice(at: index))
    row.markPrice = Decimal(mark)
    row.fairPrice = fair.map { Decimal(index + $0.basis) } ?? row.markPrice
    row.fairBasis = Decimal(fair?.basis ?? mark - index)
    row.fairBasisRate = fair.map { Decimal($0.basisRate) } ?? .zero
    row.openValue =
      contract.terms.type.isOption
      ? contract.terms.notional(of: openInterest).rawValue
      : contract.terms.value(of: openInterest, at: mark).magnitude.rawValue
    row.prevClosePrice = markBefore.map { Decimal($0) }
    guard contract.terms.type.isOption else { return }
    // Its mark is its last price; there is no fair one.
    row.optionUnderlyingPrice = Decimal(index)
    row.fairPrice = nil
    row.fairBasis = nil
    row.fairBasisRate = nil
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
    let day = statistics.day
    let notionals = contract.notionals(of: day.volume, worth: day.turnover, day.notional)
    let isKnown = contract.terms.kind != .quanto || quote > .zero
    row.homeNotional24h = isKnown ? notionals.home : nil
    row.foreignNotional24h = isKnown ? notionals.foreign : nil
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
