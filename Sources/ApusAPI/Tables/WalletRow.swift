/// What an account deposited, withdrew and transferred in one currency: table `wallet`.
public struct WalletRow: TableRow {
  /// The account.
  public var account: Int64
  /// The currency, in whose smallest unit all money of this row is counted.
  public var currency: String
  /// All deposits.
  public var deposited: Int64 = 0
  /// All withdrawals.
  public var withdrawn: Int64 = 0
  /// All that came from other accounts.
  public var transferIn: Int64 = 0
  /// All that went to other accounts.
  public var transferOut: Int64 = 0
  /// The balance.
  public var amount: Int64 = 0
  /// Deposits that are not confirmed yet.
  public var pendingCredit: Int64 = 0
  /// Withdrawals that wait for confirmation.
  public var pendingDebit: Int64 = 0
  /// Withdrawals that are confirmed and not sent yet.
  public var confirmedDebit: Int64 = 0
  /// When the row last changed.
  public var timestamp: Int64?

  /// Makes a row that knows account and currency only.
  public init(account: Int64, currency: String) {
    self.account = account
    self.currency = currency
  }
}

extension WalletRow {
  /// The table of these rows.
  public static let schema = TableSchema<WalletRow>(
    "wallet", keys: ["account", "currency"], isPublic: false,
    attributes: [("account", .sorted), ("currency", .grouped)],
    columns: columns)

  private static let columns: [Column<WalletRow>] = [
    .long("account") { $0.account },
    .symbol("currency") { $0.currency },
    .long("deposited") { $0.deposited },
    .long("withdrawn") { $0.withdrawn },
    .long("transferIn") { $0.transferIn },
    .long("transferOut") { $0.transferOut },
    .long("amount") { $0.amount },
    .long("pendingCredit") { $0.pendingCredit },
    .long("pendingDebit") { $0.pendingDebit },
    .long("confirmedDebit") { $0.confirmedDebit },
    .timestamp("timestamp") { $0.timestamp },
  ]
}
