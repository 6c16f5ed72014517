/// What an account has, needs and may use in one currency: table `margin`.
public struct MarginRow: TableRow {
  /// The account.
  public var account: Int64
  /// The currency, in whose smallest unit all money of this row is counted.
  public var currency: String
  /// Largest value all positions may have.
  public var riskLimit: Int64?
  /// State of the account, such as liquidation.
  public var state: String?
  /// Balance after the last session.
  public var amount: Int64 = 0
  /// Realised profit of the session before.
  public var prevRealisedPnl: Int64 = 0
  /// Fees of the session, negative when received.
  public var grossComm: Int64 = 0
  /// Value of open orders.
  public var grossOpenCost: Int64 = 0
  /// What open orders give away against the mark.
  public var grossOpenPremium: Int64 = 0
  /// Value of executions.
  public var grossExecCost: Int64 = 0
  /// Value of positions at the mark.
  public var grossMarkValue: Int64 = 0
  /// Value the risk limits look at.
  public var riskValue: Int64 = 0
  /// Margin of open orders.
  public var initMargin: Int64 = 0
  /// Margin of positions.
  public var maintMargin: Int64 = 0
  /// Margin wanted above the needed one.
  public var targetExcessMargin: Int64 = 0
  /// Realised profit of the session, fees included.
  public var realisedPnl: Int64 = 0
  /// Profit if all was closed at the mark.
  public var unrealisedPnl: Int64 = 0
  /// Deposits less withdrawals plus realised profit.
  public var walletBalance: Int64 = 0
  /// Wallet balance plus unrealised profit.
  public var marginBalance: Int64 = 0
  /// Value of positions over the margin balance.
  public var marginLeverage: Decimal?
  /// Margin in use as a fraction of the margin balance.
  public var marginUsedPcnt: Decimal?
  /// Margin balance above what is needed.
  public var excessMargin: Int64 = 0
  /// What new orders may use.
  public var availableMargin: Int64 = 0
  /// What may be withdrawn.
  public var withdrawableMargin: Int64 = 0
  /// Discount on maker fees.
  public var makerFeeDiscount: Decimal?
  /// Discount on taker fees.
  public var takerFeeDiscount: Decimal?
  /// When the row last changed.
  public var timestamp: Int64?

  /// Makes a row that knows account and currency only.
  public init(account: Int64, currency: String) {
    self.account = account
    self.currency = currency
  }
}

extension MarginRow {
  /// The table of these rows.
  public static let schema = TableSchema<MarginRow>(
    "margin", keys: ["account", "currency"], isPublic: false,
    attributes: [("account", .sorted), ("currency", .grouped)],
    columns: columns)

  private static let columns: [Column<MarginRow>] = [
    .long("account") { $0.account },
    .symbol("currency") { $0.currency },
    .long("riskLimit") { $0.riskLimit },
    .symbol("state") { $0.state },
    .long("amount") { $0.amount },
    .long("prevRealisedPnl") { $0.prevRealisedPnl },
    .long("grossComm") { $0.grossComm },
    .long("grossOpenCost") { $0.grossOpenCost },
    .long("grossOpenPremium") { $0.grossOpenPremium },
    .long("grossExecCost") { $0.grossExecCost },
    .long("grossMarkValue") { $0.grossMarkValue },
    .long("riskValue") { $0.riskValue },
    .long("initMargin") { $0.initMargin },
    .long("maintMargin") { $0.maintMargin },
    .long("targetExcessMargin") { $0.targetExcessMargin },
    .long("realisedPnl") { $0.realisedPnl },
    .long("unrealisedPnl") { $0.unrealisedPnl },
    .long("walletBalance") { $0.walletBalance },
    .long("marginBalance") { $0.marginBalance },
    .float("marginLeverage") { $0.marginLeverage },
    .float("marginUsedPcnt") { $0.marginUsedPcnt },
    .long("excessMargin") { $0.excessMargin },
    .long("availableMargin") { $0.availableMargin },
    .long("withdrawableMargin") { $0.withdrawableMargin },
    .float("makerFeeDiscount") { $0.makerFeeDiscount },
    .float("takerFeeDiscount") { $0.takerFeeDiscount },
    .timestamp("timestamp") { $0.timestamp },
  ]
}
