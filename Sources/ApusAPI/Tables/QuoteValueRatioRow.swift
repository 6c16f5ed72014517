/// What an account's quotes were worth: the answer of `/user/quoteValueRatio`.
public struct QuoteValueRatioRow: TableRow {
  /// When the day began.
  public var timestamp: Int64
  /// The account.
  public var account: Int64
  /// The contract; unknown for all of them.
  public var symbol: String?
  /// Orders placed, changed or canceled on that day.
  public var quoteCount: Int64 = 0
  /// What was traded on that day, in bitcoin.
  public var volumeXBT: Decimal = .zero
  /// Bitcoin traded for each of these; unknown without quotes.
  public var qvr: Decimal?
  /// The number of the day.
  public var id: Int64 = 0

  /// Makes a row that knows as little as a row can.
  public init(timestamp: Int64, account: Int64) {
    self.timestamp = timestamp
    self.account = account
  }
}

extension QuoteValueRatioRow {
  /// The table of these rows.
  public static let schema = TableSchema<QuoteValueRatioRow>(
    "quoteValueRatio", keys: ["timestamp", "account"], isPublic: false,
    columns: [
      .timestamp("timestamp") { $0.timestamp },
      .long("account") { $0.account },
      .symbol("symbol") { $0.symbol },
      .long("quoteCount") { $0.quoteCount },
      .float("volumeXBT") { $0.volumeXBT },
      .float("QVR") { $0.qvr },
      .long("id") { $0.id },
    ])
}
