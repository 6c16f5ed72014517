/// An order and where it stands: table `order`.
public struct OrderRow: TableRow {
  /// The venue's name for the order.
  public var orderID: PublicID
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
  /// Contracts ordered.
  public var orderQty: Int64?
  /// Limit price; for a market order the touch when it came.
  public var price: Decimal?
  /// Contracts shown in the book; zero hides the order.
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
  /// `Market`, `Limit`, `Stop`, `StopLimit`, `MarketIfTouched`, `LimitIfTouched` or `Pegged`.
  public var ordType: String?
  /// `Day`, `GoodTillCancel`, `ImmediateOrCancel` or `FillOrKill`.
  public var timeInForce: String?
  /// Instructions, separated by commas.
  public var execInst: String?
  /// How orders of a group depend on each other.
  public var contingencyType: String?
  /// `New`, `PartiallyFilled`, `Filled`, `Canceled`, `Rejected` or `Expired`.
  public var ordStatus: String?
  /// What set a stop off.
  public var triggered: String?
  /// Whether the order rests in the book.
  public var workingIndicator: Bool?
  /// Why the order was rejected.
  public var ordRejReason: String?
  /// Contracts still open.
  public var leavesQty: Int64?
  /// Contracts filled.
  public var cumQty: Int64?
  /// Average price of the fills.
  public var avgPx: Decimal?
  /// Notes of the client and of the venue.
  public var text: String?
  /// When the order last changed.
  public var transactTime: Int64?
  /// When the row last changed.
  public var timestamp: Int64?

  /// Makes a row that knows orderID, account and symbol only.
  public init(orderID: PublicID, account: Int64, symbol: String) {
    self.orderID = orderID
    self.account = account
    self.symbol = symbol
  }
}

extension OrderRow {
  /// The table of these rows.
  public static let schema = TableSchema<OrderRow>(
    "order", keys: ["orderID"], isPublic: false, updates: .knownColumns,
    foreignKeys: [("symbol", "instrument"), ("side", "side"), ("ordStatus", "ordStatus")],
    attributes: [
      ("orderID", .grouped), ("account", .grouped), ("ordStatus", .grouped), ("workingIndicator", .grouped),
    ],
    columns: columns)

  private static let columns: [Column<OrderRow>] = [
    .guid("orderID") { $0.orderID },
    .symbol("clOrdID") { $0.clOrdID },
    .symbol("clOrdLinkID") { $0.clOrdLinkID },
    .long("account") { $0.account },
    .symbol("symbol") { $0.symbol },
    .symbol("side") { $0.side },
    .long("orderQty") { $0.orderQty },
    .float("price") { $0.price },
    .long("displayQty") { $0.displayQty },
    .float("stopPx") { $0.stopPx },
    .float("pegOffsetValue") { $0.pegOffsetValue },
    .symbol("pegPriceType") { $0.pegPriceType },
    .symbol("currency") { $0.currency },
    .symbol("settlCurrency") { $0.settlCurrency },
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
    .string("text") { $0.text },
    .timestamp("transactTime") { $0.transactTime },
    .timestamp("timestamp") { $0.timestamp },
  ]
}
