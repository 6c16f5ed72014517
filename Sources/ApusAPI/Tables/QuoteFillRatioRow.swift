/// How many of an account's quotes were dealt on: the answer of `/user/quoteFillRatio`.
public struct QuoteFillRatioRow: TableRow {
  /// When the day began.
  public var date: Int64
  /// The account.
  public var account: Int64
  /// Orders placed or changed on that day.
  public var quoteCount: Int64 = 0
  /// Orders that traded on that day.
  public var dealtCount: Int64 = 0
  /// Orders placed or changed a day, averaged over seven days.
  public var quotesMavg7: Decimal = .zero
  /// Orders that traded a day, averaged over seven days.
  public var dealtMavg7: Decimal = .zero
  /// The second average by the first; unknown without quotes.
  public var quoteFillRatioMavg7: Decimal?

  /// Makes a row that knows as little as a row can.
  public init(date: Int64, account: Int64) {
    self.date = date
    self.account = account
  }
}

extension QuoteFillRatioRow {
  /// The table of these rows.
  public static let schema = TableSchema<QuoteFillRatioRow>(
    "quoteFillRatio", keys: ["date"], isPublic: false,
    columns: [
      .timestamp("date") { $0.date },
      .long("account") { $0.account },
      .long("quoteCount") { $0.quoteCount },
      .long("dealtCount") { $0.dealtCount },
      .float("quotesMavg7") { $0.quotesMavg7 },
      .float("dealtMavg7") { $0.dealtMavg7 },
      .float("quoteFillRatioMavg7") { $0.quoteFillRatioMavg7 },
    ])
}
