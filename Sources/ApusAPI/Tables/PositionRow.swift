/// What an account holds of a contract: table `position`.
public struct PositionRow: TableRow {
  /// The account.
  public var account: Int64
  /// The contract.
  public var symbol: String
  /// `OneWay`: one position a contract, long or short.
  public var strategy = "OneWay"
  /// Settlement currency, in whose smallest unit all money of this row is counted.
  public var currency: String?
  /// What the contract is on.
  public var underlying: String?
  /// What the contract is priced in.
  public var quoteCurrency: String?
  /// Fee charged when the position is taken.
  public var commission: Decimal?
  /// Margin to open, as a fraction of the value.
  public var initMarginReq: Decimal?
  /// Margin to keep, as a fraction of the value.
  public var maintMarginReq: Decimal?
  /// Largest value the position may have.
  public var riskLimit: Int64?
  /// Leverage in use; with cross margin the largest allowed.
  public var leverage: Decimal?
  /// Whether the whole account backs the position.
  public var crossMargin: Bool?
  /// Place in the queue for deleveraging, 1 is first.
  public var deleveragePercentile: Decimal?
  /// Profit already moved to the wallet since the position was opened.
  public var rebalancedPnl: Int64 = 0
  /// Realised profit of the session before.
  public var prevRealisedPnl: Int64 = 0
  /// Unrealised profit at the end of the session before.
  public var prevUnrealisedPnl: Int64 = 0
  /// Contracts when the session began.
  public var openingQty: Int64 = 0
  /// Contracts of open buying orders.
  public var openOrderBuyQty: Int64 = 0
  /// Value of open buying orders.
  public var openOrderBuyCost: Int64 = 0
  /// What open buying orders pay above the mark.
  public var openOrderBuyPremium: Int64 = 0
  /// Contracts of open selling orders.
  public var openOrderSellQty: Int64 = 0
  /// Value of open selling orders.
  public var openOrderSellCost: Int64 = 0
  /// What open selling orders give away below the mark.
  public var openOrderSellPremium: Int64 = 0
  /// Contracts held, negative when short.
  public var currentQty: Int64 = 0
  /// What was paid for them, negative for an inverse long.
  public var currentCost: Int64 = 0
  /// Fees paid, negative when received.
  public var currentComm: Int64 = 0
  /// The part of the cost that was closed.
  public var realisedCost: Int64 = 0
  /// The part of the cost that is open.
  public var unrealisedCost: Int64 = 0
  /// Premium of open orders on both sides.
  public var grossOpenPremium: Int64 = 0
  /// Whether any contract is held.
  public var isOpen = false
  /// Fair price.
  public var markPrice: Decimal?
  /// Value at the mark, negative for an inverse long.
  public var markValue: Int64 = 0
  /// Value the risk limit looks at.
  public var riskValue: Int64 = 0
  /// Value in units of the underlying, positive when long.
  public var homeNotional: Decimal?
  /// Value in units of the quote currency, negative when long.
  public var foreignNotional: Decimal?
  /// State of the position, such as liquidation.
  public var posState: String? = ""
  /// Cost at the average entry price.
  public var posCost: Int64 = 0
  /// Loss covered from the account by cross margin.
  public var posCross: Int64 = 0
  /// Fees held back for closing.
  public var posComm: Int64 = 0
  /// Margin lost to an unfavourable entry.
  public var posLoss: Int64 = 0
  /// Margin assigned.
  public var posMargin: Int64 = 0
  /// Margin needed to keep.
  public var posMaint: Int64 = 0
  /// Margin of open orders.
  public var initMargin: Int64 = 0
  /// Margin assigned, with unrealised profit.
  public var maintMargin: Int64 = 0
  /// Realised profit of the session, fees included.
  public var realisedPnl: Int64 = 0
  /// Profit if closed at the mark.
  public var unrealisedPnl: Int64 = 0
  /// Unrealised profit as a fraction of the cost.
  public var unrealisedPnlPcnt: Decimal?
  /// Unrealised profit as a fraction of the margin.
  public var unrealisedRoePcnt: Decimal?
  /// Average price of all that was paid.
  public var avgCostPrice: Decimal?
  /// Average price of what is held.
  public var avgEntryPrice: Decimal?
  /// Price at which closing brings nothing and costs nothing.
  public var breakEvenPrice: Decimal?
  /// Price at which a margin call comes.
  public var marginCallPrice: Decimal?
  /// Mark at which the position is taken over.
  public var liquidationPrice: Decimal?
  /// Price at which the margin is used up.
  public var bankruptPrice: Decimal?
  /// When the row last changed.
  public var timestamp: Int64?

  /// Makes a row that knows account and symbol only.
  public init(account: Int64, symbol: String) {
    self.account = account
    self.symbol = symbol
  }
}

extension PositionRow {
  /// The table of these rows.
  public static let schema = TableSchema<PositionRow>(
    "position", keys: ["account", "symbol"], isPublic: false, foreignKeys: [("symbol", "instrument")],
    attributes: [
      ("account", .sorted), ("symbol", .grouped), ("currency", .grouped), ("underlying", .grouped),
      ("quoteCurrency", .grouped),
    ],
    columns: columns)

  private static let columns: [Column<PositionRow>] = [
    .long("account") { $0.account },
    .symbol("symbol") { $0.symbol },
    .symbol("strategy") { $0.strategy },
    .symbol("currency") { $0.currency },
    .symbol("underlying") { $0.underlying },
    .symbol("quoteCurrency") { $0.quoteCurrency },
    .float("commission") { $0.commission },
    .float("initMarginReq") { $0.initMarginReq },
    .float("maintMarginReq") { $0.maintMarginReq },
    .long("riskLimit") { $0.riskLimit },
    .float("leverage") { $0.leverage },
    .boolean("crossMargin") { $0.crossMargin },
    .float("deleveragePercentile") { $0.deleveragePercentile },
    .long("rebalancedPnl") { $0.rebalancedPnl },
    .long("prevRealisedPnl") { $0.prevRealisedPnl },
    .long("prevUnrealisedPnl") { $0.prevUnrealisedPnl },
    .long("openingQty") { $0.openingQty },
    .long("openOrderBuyQty") { $0.openOrderBuyQty },
    .long("openOrderBuyCost") { $0.openOrderBuyCost },
    .long("openOrderBuyPremium") { $0.openOrderBuyPremium },
    .long("openOrderSellQty") { $0.openOrderSellQty },
    .long("openOrderSellCost") { $0.openOrderSellCost },
    .long("openOrderSellPremium") { $0.openOrderSellPremium },
    .long("currentQty") { $0.currentQty },
    .long("currentCost") { $0.currentCost },
    .long("currentComm") { $0.currentComm },
    .long("realisedCost") { $0.realisedCost },
    .long("unrealisedCost") { $0.unrealisedCost },
    .long("grossOpenPremium") { $0.grossOpenPremium },
    .boolean("isOpen") { $0.isOpen },
    .float("markPrice") { $0.markPrice },
    .long("markValue") { $0.markValue },
    .long("riskValue") { $0.riskValue },
    .float("homeNotional") { $0.homeNotional },
    .float("foreignNotional") { $0.foreignNotional },
    .symbol("posState") { $0.posState },
    .long("posCost") { $0.posCost },
    .long("posCross") { $0.posCross },
    .long("posComm") { $0.posComm },
    .long("posLoss") { $0.posLoss },
    .long("posMargin") { $0.posMargin },
    .long("posMaint") { $0.posMaint },
    .long("initMargin") { $0.initMargin },
    .long("maintMargin") { $0.maintMargin },
    .long("realisedPnl") { $0.realisedPnl },
    .long("unrealisedPnl") { $0.unrealisedPnl },
    .float("unrealisedPnlPcnt") { $0.unrealisedPnlPcnt },
    .float("unrealisedRoePcnt") { $0.unrealisedRoePcnt },
    .float("avgCostPrice") { $0.avgCostPrice },
    .float("avgEntryPrice") { $0.avgEntryPrice },
    .float("breakEvenPrice") { $0.breakEvenPrice },
    .float("marginCallPrice") { $0.marginCallPrice },
    .float("liquidationPrice") { $0.liquidationPrice },
    .float("bankruptPrice") { $0.bankruptPrice },
    .timestamp("timestamp") { $0.timestamp },
  ]
}
