/// One day's leverage interest of a position: table `interest`, the venue's own.
public struct InterestRow: TableRow {
  /// The public name of the charge.
  public var execID: PublicID
  /// The account.
  public var account: Int64
  /// The contract.
  public var symbol: String
  /// The currency, in whose smallest unit all money of this row is counted.
  public var currency: String?
  /// The midnight it was due.
  public var timestamp: Int64
  /// What it was taken on: the opened notional.
  public var notional: Int64?
  /// The effective leverage that chose the tier.
  public var leverage: Decimal?
  /// The annual rate after plan and market.
  public var rate: Decimal?
  /// What was charged.
  public var interest: Int64?
  /// The balance afterwards.
  public var walletBalance: Int64?
  /// When it was charged.
  public var transactTime: Int64?

  /// Makes a row that knows its names and its day only.
  public init(execID: PublicID, account: Int64, symbol: String, timestamp: Int64) {
    self.execID = execID
    self.account = account
    self.symbol = symbol
    self.timestamp = timestamp
  }
}

extension InterestRow {
  /// The table of these rows.
  public static let schema = TableSchema<InterestRow>(
    "interest", keys: ["execID"], isPublic: false, foreignKeys: [("symbol", "instrument")],
    attributes: [("execID", .grouped), ("account", .grouped), ("timestamp", .sorted)],
    columns: [
      .guid("execID") { $0.execID },
      .long("account") { $0.account },
      .symbol("symbol") { $0.symbol },
      .symbol("currency") { $0.currency },
      .timestamp("timestamp") { $0.timestamp },
      .long("notional") { $0.notional },
      .float("leverage") { $0.leverage },
      .float("rate") { $0.rate },
      .long("interest") { $0.interest },
      .long("walletBalance") { $0.walletBalance },
      .timestamp("transactTime") { $0.transactTime },
    ])
}
