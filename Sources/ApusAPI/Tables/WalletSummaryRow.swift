/// What changed a wallet, in sum: the rows of `/user/walletSummary`.
public struct WalletSummaryRow: TableRow {
  /// The account.
  public var account: Int64
  /// The currency, in whose smallest unit money is counted.
  public var currency: String
  /// What changed the wallet, or `UnrealisedPNL`, or `Total`.
  public var transactType: String
  /// The contract that did.
  public var symbol: String?
  /// By how much.
  public var amount: Int64 = 0
  /// Withdrawals that wait.
  public var pendingDebit: Int64 = 0
  /// Profit taken.
  public var realisedPnl: Int64 = 0
  /// The balance after all.
  public var walletBalance: Int64?
  /// Profit of what is open.
  public var unrealisedPnl: Int64 = 0
  /// The balance with what is open.
  public var marginBalance: Int64?

  /// Makes a row that knows as little as a row can.
  public init(account: Int64, currency: String, transactType: String) {
    self.account = account
    self.currency = currency
    self.transactType = transactType
  }
}

extension WalletSummaryRow {
  /// The table of these rows.
  public static let schema = TableSchema<WalletSummaryRow>(
    "walletSummary", keys: ["account", "currency", "transactType"], isPublic: false,
    columns: [
      .long("account") { $0.account },
      .symbol("currency") { $0.currency },
      .symbol("transactType") { $0.transactType },
      .symbol("symbol") { $0.symbol },
      .long("amount") { $0.amount },
      .long("pendingDebit") { $0.pendingDebit },
      .long("realisedPnl") { $0.realisedPnl },
      .long("walletBalance") { $0.walletBalance },
      .long("unrealisedPnl") { $0.unrealisedPnl },
      .long("marginBalance") { $0.marginBalance },
    ])
}
