/// One change of a wallet: table `transact`, and the rows of the wallet history.
public struct TransactionRow: TableRow {
  /// The public name of the change.
  public var transactID: PublicID
  /// The account.
  public var account: Int64
  /// The currency, in whose smallest unit all money of this row is counted.
  public var currency: String
  /// The network a deposit or withdrawal went over.
  public var network: String?
  /// `Deposit`, `Withdrawal`, `RealisedPNL`, `UnrealisedPNL`, `Transfer`, `Funding` and others.
  public var transactType: String?
  /// Change of the balance.
  public var amount: Int64?
  /// Fee of a withdrawal.
  public var fee: Int64?
  /// `Completed`, `Pending`, `Canceled` and others.
  public var transactStatus: String?
  /// Where it went to or came from.
  public var address: String?
  /// The transaction's name on its network.
  public var tx: String?
  /// Notes.
  public var text: String?
  /// When it happened; unknown for unrealised profit.
  public var transactTime: Int64?
  /// When the row last changed; unknown for unrealised profit.
  public var timestamp: Int64?
  /// The balance afterwards.
  public var walletBalance: Int64?

  /// Makes a row that knows transactID, account and currency only.
  public init(transactID: PublicID, account: Int64, currency: String) {
    self.transactID = transactID
    self.account = account
    self.currency = currency
  }
}

extension TransactionRow {
  /// The table of these rows.
  public static let schema = TableSchema<TransactionRow>(
    "transact", keys: ["transactID"], isPublic: false,
    attributes: [("transactID", .grouped), ("account", .grouped), ("transactTime", .sorted)],
    columns: columns)

  private static let columns: [Column<TransactionRow>] = [
    .guid("transactID") { $0.transactID },
    .long("account") { $0.account },
    .symbol("currency") { $0.currency },
    .symbol("network") { $0.network },
    .symbol("transactType") { $0.transactType },
    .long("amount") { $0.amount },
    .long("fee") { $0.fee },
    .symbol("transactStatus") { $0.transactStatus },
    .symbol("address") { $0.address },
    .symbol("tx") { $0.tx },
    .string("text") { $0.text },
    .timestamp("transactTime") { $0.transactTime },
    .timestamp("timestamp") { $0.timestamp },
    .long("walletBalance") { $0.walletBalance },
  ]
}
