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
