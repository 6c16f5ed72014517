/// What was traded in a series of contracts on one day: the rows of `/stats/history`.
public struct StatsHistoryRow: TableRow {
  /// When the day began.
  public var date: Int64
  /// The series.
  public var rootSymbol: String
  /// The settlement currency, in whose smallest unit money is counted.
  public var currency: String?
  /// Contracts traded.
  public var volume: Int64 = 0
  /// What they were worth.
  public var turnover: Int64 = 0

  /// Makes a row that knows as little as a row can.
  public init(date: Int64, rootSymbol: String) {
    self.date = date
    self.rootSymbol = rootSymbol
  }
}

extension StatsHistoryRow {
  /// The table of these rows.
  public static let schema = TableSchema<StatsHistoryRow>(
    "statsHistory", keys: ["date", "rootSymbol"], isPublic: true,
    columns: [
      .timestamp("date") { $0.date },
      .symbol("rootSymbol") { $0.rootSymbol },
      .symbol("currency") { $0.currency },
      .long("volume") { $0.volume },
      .long("turnover") { $0.turnover },
    ])
}
