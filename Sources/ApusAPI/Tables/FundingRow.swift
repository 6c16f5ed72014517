/// One funding of a perpetual: table `funding`.
public struct FundingRow: TableRow {
  /// When it was due.
  public var timestamp: Int64
  /// The contract.
  public var symbol: String
  /// Time between fundings.
  public var fundingInterval: Int64?
  /// The rate, positive when longs paid.
  public var fundingRate: Decimal?
  /// The same a day.
  public var fundingRateDaily: Decimal?

  /// Makes a row that knows timestamp and symbol only.
  public init(timestamp: Int64, symbol: String) {
    self.timestamp = timestamp
    self.symbol = symbol
  }
}

extension FundingRow {
  /// The table of these rows.
  public static let schema = TableSchema<FundingRow>(
    "funding", keys: ["timestamp", "symbol"], isPublic: true, foreignKeys: [("symbol", "instrument")],
    attributes: [("timestamp", .sorted), ("symbol", .grouped)],
    columns: [
      .timestamp("timestamp") { $0.timestamp },
      .symbol("symbol") { $0.symbol },
      .timespan("fundingInterval") { $0.fundingInterval },
      .float("fundingRate") { $0.fundingRate },
      .float("fundingRateDaily") { $0.fundingRateDaily },
    ])
}
