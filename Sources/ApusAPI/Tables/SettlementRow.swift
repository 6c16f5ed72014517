/// A contract that was paid out: table `settlement`.
public struct SettlementRow: TableRow {
  /// When it was due.
  public var timestamp: Int64
  /// The contract.
  public var symbol: String
  /// `Settlement`, or `Early` before its day.
  public var settlementType: String?
  /// What a contract was paid out at.
  public var settledPrice: Decimal?
  /// The strike of a profit contract.
  public var optionStrikePrice: Decimal?
  /// The index a profit contract was judged by.
  public var optionUnderlyingPrice: Decimal?
  /// What was charged to shorts beyond their means; never here.
  public var bankrupt: Int64?
  /// What was taxed; never here.
  public var taxBase: Int64?
  /// The rate of that tax; never here.
  public var taxRate: Decimal?

  /// Makes a row that knows contract and time only.
  public init(symbol: String, timestamp: Int64) {
    self.symbol = symbol
    self.timestamp = timestamp
  }
}

extension SettlementRow {
  /// The table of these rows.
  public static let schema = TableSchema<SettlementRow>(
    "settlement", keys: ["timestamp", "symbol"], isPublic: true,
    attributes: [("timestamp", .sorted), ("symbol", .grouped)],
    columns: [
      .timestamp("timestamp") { $0.timestamp },
      .symbol("symbol") { $0.symbol },
      .symbol("settlementType") { $0.settlementType },
      .float("settledPrice") { $0.settledPrice },
      .float("optionStrikePrice") { $0.optionStrikePrice },
      .float("optionUnderlyingPrice") { $0.optionUnderlyingPrice },
      .long("bankrupt") { $0.bankrupt },
      .long("taxBase") { $0.taxBase },
      .float("taxRate") { $0.taxRate },
    ])
}
