/// What was traded in a series of contracts: the rows of `/stats`.
public struct StatsRow: TableRow {
  /// The series.
  public var rootSymbol: String
  /// The settlement currency, in whose smallest unit money is counted; unknown of the sum of all series.
  public var currency: String?
  /// Contracts traded in the last day.
  public var volume24h: Int64 = 0
  /// What they were worth.
  public var turnover24h: Int64 = 0
  /// Contracts held.
  public var openInterest: Int64 = 0
  /// What they are worth.
  public var openValue: Int64 = 0

  /// Makes a row of a series in which nothing was traded.
  public init(rootSymbol: String, currency: String?) {
    self.rootSymbol = rootSymbol
    self.currency = currency
  }
}

extension StatsRow {
  /// The table of these rows.
  public static let schema = TableSchema<StatsRow>(
    "stats", keys: ["rootSymbol"], isPublic: true,
    columns: [
      .symbol("rootSymbol") { $0.rootSymbol },
      .symbol("currency") { $0.currency },
      .long("volume24h") { $0.volume24h },
      .long("turnover24h") { $0.turnover24h },
      .long("openInterest") { $0.openInterest },
      .long("openValue") { $0.openValue },
    ])
}
