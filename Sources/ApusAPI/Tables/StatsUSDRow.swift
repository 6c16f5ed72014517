/// What was traded in a series of contracts in dollars: the rows of `/stats/historyUSD`.
public struct StatsUSDRow: TableRow {
  /// The series.
  public var rootSymbol: String
  /// Always the dollar.
  public var currency: String = "USD"
  /// Dollars traded in the last day.
  public var turnover24h: Int64 = 0
  /// Dollars traded in the last thirty days.
  public var turnover30d: Int64 = 0
  /// Dollars traded in the last year.
  public var turnover365d: Int64 = 0
  /// Dollars traded in all the days that are kept.
  public var turnover: Int64 = 0

  /// Makes a row that knows as little as a row can.
  public init(rootSymbol: String) {
    self.rootSymbol = rootSymbol
  }
}

extension StatsUSDRow {
  /// The table of these rows.
  public static let schema = TableSchema<StatsUSDRow>(
    "statsUSD", keys: ["rootSymbol"], isPublic: true,
    columns: [
      .symbol("rootSymbol") { $0.rootSymbol },
      .symbol("currency") { $0.currency },
      .long("turnover24h") { $0.turnover24h },
      .long("turnover30d") { $0.turnover30d },
      .long("turnover365d") { $0.turnover365d },
      .long("turnover") { $0.turnover },
    ])
}
