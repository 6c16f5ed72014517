/// One order's side of what happened: table `execution`.
public struct ExecutionRow: TableRow {
  /// The public name of this execution.
  public var execID: PublicID
  /// The order.
  public var orderID: PublicID?
  /// The client's name for the order.
  public var clOrdID: String?
  /// The client's name for a group of contingent orders.
  public var clOrdLinkID: String?
  /// The account.
  public var account: Int64
  /// The contract.
  public var symbol: String
  /// `Buy` or `Sell`.
  public var side: String?
  /// Contracts of this fill.
  public var lastQty: Int64?
  /// Price of this fill.
  public var lastPx: Decimal?
  /// `AddedLiquidity` or `RemovedLiquidity`.
  public var lastLiquidityInd: String?
  /// Contracts ordered.
  public var orderQty: Int64?
  /// Limit price of the order.
  public var price: Decimal?
  /// Contracts shown in the book.
  public var displayQty: Int64?
  /// Trigger price.
  public var stopPx: Decimal?
  /// Distance of a pegged or trailing price.
  public var pegOffsetValue: Decimal?
  /// What a peg follows.
  public var pegPriceType: String?
  /// Quote currency.
  public var currency: String?
  /// Settlement currency.
  public var settlCurrency: String?
  /// `New`, `Trade`, `Canceled`, `Replaced`, `Rejected`, `Funding`, `Settlement`, `Liquidation` and others.
  public var execType: String?
  /// Kind of the order.
  public var ordType: String?
  /// How long the order may rest.
  public var timeInForce: String?
  /// Instructions, separated by commas.
  public var execInst: String?
  /// How orders of a group depend on each other.
  public var contingencyType: String?
  /// Where the order stands afterwards.
  public var ordStatus: String?
  /// What set a stop off.
  public var triggered: String?
  /// Whether the order rests in the book afterwards.
  public var workingIndicator: Bool?
  /// Why the order was rejected.
  public var ordRejReason: String?
  /// Contracts still open afterwards.
  public var leavesQty: Int64?
  /// Contracts filled so far.
  public var cumQty: Int64?
  /// Average price of the fills so far.
  public var avgPx: Decimal?
  /// Fee as a fraction of the value, negative when received.
  public var commission: Decimal?
  /// What kind of fee was charged.
  public var feeType: String?
  /// Whether the trade was published.
  public var tradePublishIndicator: String?
  /// Notes of the client and of the venue.
  public var text: String?
  /// The match, the same on both sides.
  public var trdMatchID: PublicID?
  /// Value in the smallest unit of the settlement currency, negative for an inverse contract bought.
  public var execCost: Int64?
  /// Fee in the smallest unit of the settlement currency, negative when received.
  public var execComm: Int64?
  /// Value in units of the underlying, positive when bought.
  public var homeNotional: Decimal?
  /// Value in units of the quote currency, negative when bought.
  public var foreignNotional: Decimal?
  /// When it happened.
  public var transactTime: Int64?
  /// When the row was published.
  public var timestamp: Int64?

  /// Makes a row that knows execID, account and symbol only.
  public init(execID: PublicID, account: Int64, symbol: String) {
    self.execID = execID
    self.account = account
    self.symbol = symbol
  }
}

extension ExecutionRow {
  /// The table of these rows.
  public static let schema = TableSchema<ExecutionRow>(
    "execution", keys: ["execID"], isPublic: false, answered: ["symbol", "timestamp"],
    foreignKeys: [("symbol", "instrument"), ("side", "side"), ("ordStatus", "ordStatus")],
    attributes: [("execID", .grouped), ("account", .grouped), ("execType", .grouped), ("transactTime", .sorted)],
    columns: columns)

  private static let columns: [Column<ExecutionRow>] = [
    .guid("execID") { $0.execID },
    .guid("orderID") { $0.orderID },
    .symbol("clOrdID") { $0.clOrdID },
    .symbol("clOrdLinkID") { $0.clOrdLinkID },
    .long("account") { $0.account },
    .symbol("symbol") { $0.symbol },
    .symbol("side") { $0.side },
    .long("lastQty") { $0.lastQty },
    .float("lastPx") { $0.lastPx },
    .symbol("lastLiquidityInd") { $0.lastLiquidityInd },
    .long("orderQty") { $0.orderQty },
    .float("price") { $0.price },
    .long("displayQty") { $0.displayQty },
    .float("stopPx") { $0.stopPx },
    .float("pegOffsetValue") { $0.pegOffsetValue },
    .symbol("pegPriceType") { $0.pegPriceType },
    .symbol("currency") { $0.currency },
    .symbol("settlCurrency") { $0.settlCurrency },
    .symbol("execType") { $0.execType },
    .symbol("ordType") { $0.ordType },
    .symbol("timeInForce") { $0.timeInForce },
    .symbol("execInst") { $0.execInst },
    .symbol("contingencyType") { $0.contingencyType },
    .symbol("ordStatus") { $0.ordStatus },
    .symbol("triggered") { $0.triggered },
    .boolean("workingIndicator") { $0.workingIndicator },
    .symbol("ordRejReason") { $0.ordRejReason },
    .long("leavesQty") { $0.leavesQty },
    .long("cumQty") { $0.cumQty },
    .float("avgPx") { $0.avgPx },
    .float("commission") { $0.commission },
    .symbol("feeType") { $0.feeType },
    .symbol("tradePublishIndicator") { $0.tradePublishIndicator },
    .string("text") { $0.text },
    .guid("trdMatchID") { $0.trdMatchID },
    .long("execCost") { $0.execCost },
    .long("execComm") { $0.execComm },
    .float("homeNotional") { $0.homeNotional },
    .float("foreignNotional") { $0.foreignNotional },
    .timestamp("transactTime") { $0.transactTime },
    .timestamp("timestamp") { $0.timestamp },
  ]
}
