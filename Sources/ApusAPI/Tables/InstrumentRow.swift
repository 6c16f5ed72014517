/// A contract or an index: its terms and the state of its market: table `instrument`.
public struct InstrumentRow: TableRow {
  /// The contract.
  public var symbol: String
  /// What its series is called.
  public var rootSymbol: String?
  /// `Open`, `Closed`, `Unlisted` or `Settled`.
  public var state: String?
  /// Kind of the contract as a six-letter code, `FFWCSX` for a perpetual.
  public var typ: String?
  /// When it was listed.
  public var listing: Int64?
  /// When it became or becomes the front contract.
  public var front: Int64?
  /// When trading ends.
  public var expiry: Int64?
  /// When it is settled.
  public var settle: Int64?
  /// When it was to be settled as it was listed.
  public var listedSettle: Int64?
  /// After which time a contract of the same name follows.
  public var relistInterval: Int64?
  /// The strike of a profit contract as a fraction of the index at listing.
  public var optionStrikePcnt: Decimal?
  /// What strikes are rounded to.
  public var optionStrikeRound: Decimal?
  /// The strike of a profit contract.
  public var optionStrikePrice: Decimal?
  /// What the underlying of a profit contract stands at.
  public var optionUnderlyingPrice: Decimal?
  /// Units of the underlying in a profit contract, negative for an upside one.
  public var optionMultiplier: Decimal?
  /// What a position is counted in.
  public var positionCurrency: String?
  /// What the contract is on.
  public var underlying: String?
  /// What it is priced in.
  public var quoteCurrency: String?
  /// Name of the underlying.
  public var underlyingSymbol: String?
  /// Where the index comes from.
  public var reference: String?
  /// The index.
  public var referenceSymbol: String?
  /// Over which time an index is averaged.
  public var calcInterval: Int64?
  /// How often an index is published.
  public var publishInterval: Int64?
  /// At which time of the day an index is published.
  public var publishTime: Int64?
  /// Largest order in contracts.
  public var maxOrderQty: Int64?
  /// Largest price.
  public var maxPrice: Decimal?
  /// Orders are multiples of this many contracts.
  public var lotSize: Int64?
  /// Prices are multiples of this.
  public var tickSize: Decimal?
  /// Value of one contract at price one, in the smallest unit of the settlement currency; negative when inverse.
  public var multiplier: Int64?
  /// Settlement currency.
  public var settlCurrency: String?
  /// Contracts of one unit of the underlying.
  public var underlyingToPositionMultiplier: Int64?
  /// Smallest units of the settlement currency in one unit of the underlying.
  public var underlyingToSettleMultiplier: Int64?
  /// Smallest units of the settlement currency in one unit of the quote currency.
  public var quoteToSettleMultiplier: Int64?
  /// Whether it settles in a currency that is neither underlying nor quote.
  public var isQuanto: Bool?
  /// Whether its value falls with one over the price.
  public var isInverse: Bool?
  /// Margin to open, as a fraction of the value.
  public var initMargin: Decimal?
  /// Margin to keep, as a fraction of the value.
  public var maintMargin: Decimal?
  /// Largest position value at the lowest margin.
  public var riskLimit: Int64?
  /// Every further step of value raises the margin.
  public var riskStep: Int64?
  /// Largest move of a session.
  public var limit: Decimal?
  /// Whether its price is bounded by what it may pay out.
  public var capped: Bool?
  /// Whether profit is moved to wallets at session ends.
  public var taxed: Bool?
  /// Whether positions can be closed by deleveraging.
  public var deleverage: Bool?
  /// Fee of the order that rested, negative when received.
  public var makerFee: Decimal?
  /// Fee of the order that came.
  public var takerFee: Decimal?
  /// Fee at settlement.
  public var settlementFee: Decimal?
  /// Index of the interest on the underlying.
  public var fundingBaseSymbol: String?
  /// Index of the interest on the quote currency.
  public var fundingQuoteSymbol: String?
  /// Index of the premium.
  public var fundingPremiumSymbol: String?
  /// When funding is exchanged next.
  public var fundingTimestamp: Int64?
  /// Time between fundings.
  public var fundingInterval: Int64?
  /// Rate of the next funding, positive when longs pay.
  public var fundingRate: Decimal?
  /// Rate of the funding after the next, as far as known.
  public var indicativeFundingRate: Decimal?
  /// When profit is moved next.
  public var rebalanceTimestamp: Int64?
  /// Time between such moves.
  public var rebalanceInterval: Int64?
  /// Mark at the end of the session before.
  public var prevClosePrice: Decimal?
  /// Lowest price of the session.
  public var limitDownPrice: Decimal?
  /// Highest price of the session.
  public var limitUpPrice: Decimal?
  /// Contracts traded ever.
  public var totalVolume: Int64?
  /// Contracts traded in this session.
  public var volume: Int64?
  /// Contracts traded in the last 24 hours.
  public var volume24h: Int64?
  /// Value traded up to the beginning of the session.
  public var prevTotalTurnover: Int64?
  /// Value traded ever.
  public var totalTurnover: Int64?
  /// Value traded in this session.
  public var turnover: Int64?
  /// Value traded in the last 24 hours.
  public var turnover24h: Int64?
  /// Units of the underlying traded in the last 24 hours.
  public var homeNotional24h: Decimal?
  /// Units of the quote currency traded in the last 24 hours.
  public var foreignNotional24h: Decimal?
  /// Price 24 hours ago.
  public var prevPrice24h: Decimal?
  /// Average price of the last 24 hours by volume.
  public var vwap: Decimal?
  /// Highest price of the last 24 hours.
  public var highPrice: Decimal?
  /// Lowest price of the last 24 hours.
  public var lowPrice: Decimal?
  /// Price of the last trade.
  public var lastPrice: Decimal?
  /// The same, kept near the mark.
  public var lastPriceProtected: Decimal?
  /// Direction of the last trade against the one before.
  public var lastTickDirection: String?
  /// Change over 24 hours as a fraction.
  public var lastChangePcnt: Decimal?
  /// Best buying price.
  public var bidPrice: Decimal?
  /// Middle between best prices.
  public var midPrice: Decimal?
  /// Best selling price.
  public var askPrice: Decimal?
  /// Average price of selling a typical amount.
  public var impactBidPrice: Decimal?
  /// Middle between impact prices.
  public var impactMidPrice: Decimal?
  /// Average price of buying a typical amount.
  public var impactAskPrice: Decimal?
  /// Whether a typical amount can be traded close to the middle.
  public var hasLiquidity: Bool?
  /// Contracts held long.
  public var openInterest: Int64?
  /// Their value at the mark.
  public var openValue: Int64?
  /// `FundingRate`, `ImpactMidPrice` or `LastPrice`.
  public var fairMethod: String?
  /// Yearly rate of the fair basis.
  public var fairBasisRate: Decimal?
  /// Fair price less index.
  public var fairBasis: Decimal?
  /// Fair price.
  public var fairPrice: Decimal?
  /// `FairPrice`, `LastPrice` or `CompositeIndex`.
  public var markMethod: String?
  /// Price at which profit is counted and positions are liquidated.
  public var markPrice: Decimal?
  /// The index now.
  public var indicativeSettlePrice: Decimal?
  /// Adjustment of the settlement price.
  public var settledPriceAdjustmentRate: Decimal?
  /// Settlement price.
  public var settledPrice: Decimal?
  /// Whether profit is available at once.
  public var instantPnl: Bool?
  /// Smallest tick the contract may get.
  public var minTick: Decimal?
  /// When the row last changed.
  public var timestamp: Int64?

  /// Makes a row that knows symbol only.
  public init(symbol: String) {
    self.symbol = symbol
  }
}

extension InstrumentRow {
  /// The table of these rows.
  public static let schema = TableSchema<InstrumentRow>(
    "instrument", keys: ["symbol"], isPublic: true, attributes: [("symbol", .unique)],
    columns: columns)

  private static let columns: [Column<InstrumentRow>] = [
    .symbol("symbol") { $0.symbol },
    .symbol("rootSymbol") { $0.rootSymbol },
    .symbol("state") { $0.state },
    .symbol("typ") { $0.typ },
    .timestamp("listing") { $0.listing },
    .timestamp("front") { $0.front },
    .timestamp("expiry") { $0.expiry },
    .timestamp("settle") { $0.settle },
    .timestamp("listedSettle") { $0.listedSettle },
    .timespan("relistInterval") { $0.relistInterval },
    .float("optionStrikePcnt") { $0.optionStrikePcnt },
    .float("optionStrikeRound") { $0.optionStrikeRound },
    .float("optionStrikePrice") { $0.optionStrikePrice },
    .float("optionMultiplier") { $0.optionMultiplier },
    .symbol("positionCurrency") { $0.positionCurrency },
    .symbol("underlying") { $0.underlying },
    .symbol("quoteCurrency") { $0.quoteCurrency },
    .symbol("underlyingSymbol") { $0.underlyingSymbol },
    .symbol("reference") { $0.reference },
    .symbol("referenceSymbol") { $0.referenceSymbol },
    .timespan("calcInterval") { $0.calcInterval },
    .timespan("publishInterval") { $0.publishInterval },
    .timespan("publishTime") { $0.publishTime },
    .long("maxOrderQty") { $0.maxOrderQty },
    .float("maxPrice") { $0.maxPrice },
    .long("lotSize") { $0.lotSize },
    .float("tickSize") { $0.tickSize },
    .long("multiplier") { $0.multiplier },
    .symbol("settlCurrency") { $0.settlCurrency },
    .long("underlyingToPositionMultiplier") { $0.underlyingToPositionMultiplier },
    .long("underlyingToSettleMultiplier") { $0.underlyingToSettleMultiplier },
    .long("quoteToSettleMultiplier") { $0.quoteToSettleMultiplier },
    .boolean("isQuanto") { $0.isQuanto },
    .boolean("isInverse") { $0.isInverse },
    .float("initMargin") { $0.initMargin },
    .float("maintMargin") { $0.maintMargin },
    .long("riskLimit") { $0.riskLimit },
    .long("riskStep") { $0.riskStep },
    .float("limit") { $0.limit },
    .boolean("capped") { $0.capped },
    .boolean("taxed") { $0.taxed },
    .boolean("deleverage") { $0.deleverage },
    .float("makerFee") { $0.makerFee },
    .float("takerFee") { $0.takerFee },
    .float("settlementFee") { $0.settlementFee },
    .symbol("fundingBaseSymbol") { $0.fundingBaseSymbol },
    .symbol("fundingQuoteSymbol") { $0.fundingQuoteSymbol },
    .symbol("fundingPremiumSymbol") { $0.fundingPremiumSymbol },
    .timestamp("fundingTimestamp") { $0.fundingTimestamp },
    .timespan("fundingInterval") { $0.fundingInterval },
    .float("fundingRate") { $0.fundingRate },
    .float("indicativeFundingRate") { $0.indicativeFundingRate },
    .timestamp("rebalanceTimestamp") { $0.rebalanceTimestamp },
    .timespan("rebalanceInterval") { $0.rebalanceInterval },
    .float("prevClosePrice") { $0.prevClosePrice },
    .float("limitDownPrice") { $0.limitDownPrice },
    .float("limitUpPrice") { $0.limitUpPrice },
    .long("totalVolume") { $0.totalVolume },
    .long("volume") { $0.volume },
    .long("volume24h") { $0.volume24h },
    .long("prevTotalTurnover") { $0.prevTotalTurnover },
    .long("totalTurnover") { $0.totalTurnover },
    .long("turnover") { $0.turnover },
    .long("turnover24h") { $0.turnover24h },
    .float("homeNotional24h") { $0.homeNotional24h },
    .float("foreignNotional24h") { $0.foreignNotional24h },
    .float("prevPrice24h") { $0.prevPrice24h },
    .float("vwap") { $0.vwap },
    .float("highPrice") { $0.highPrice },
    .float("lowPrice") { $0.lowPrice },
    .float("lastPrice") { $0.lastPrice },
    .float("lastPriceProtected") { $0.lastPriceProtected },
    .symbol("lastTickDirection") { $0.lastTickDirection },
    .float("lastChangePcnt") { $0.lastChangePcnt },
    .float("bidPrice") { $0.bidPrice },
    .float("midPrice") { $0.midPrice },
    .float("askPrice") { $0.askPrice },
    .float("impactBidPrice") { $0.impactBidPrice },
    .float("impactMidPrice") { $0.impactMidPrice },
    .float("impactAskPrice") { $0.impactAskPrice },
    .boolean("hasLiquidity") { $0.hasLiquidity },
    .long("openInterest") { $0.openInterest },
    .long("openValue") { $0.openValue },
    .symbol("fairMethod") { $0.fairMethod },
    .float("fairBasisRate") { $0.fairBasisRate },
    .float("fairBasis") { $0.fairBasis },
    .float("fairPrice") { $0.fairPrice },
    .symbol("markMethod") { $0.markMethod },
    .float("markPrice") { $0.markPrice },
    .float("indicativeSettlePrice") { $0.indicativeSettlePrice },
    .float("optionUnderlyingPrice") { $0.optionUnderlyingPrice },
    .float("settledPriceAdjustmentRate") { $0.settledPriceAdjustmentRate },
    .float("settledPrice") { $0.settledPrice },
    .boolean("instantPnl") { $0.instantPnl },
    .float("minTick") { $0.minTick },
    .timestamp("timestamp") { $0.timestamp },
  ]
}
