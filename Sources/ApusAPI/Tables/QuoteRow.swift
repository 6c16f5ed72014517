/// The touch of a book at one moment: table `quote`.
public struct QuoteRow: TableRow {
  /// When the touch changed.
  public var timestamp: Int64
  /// The contract.
  public var symbol: String
  /// Contracts at the best buying price.
  public var bidSize: Int64?
  /// The best buying price.
  public var bidPrice: Decimal?
  /// The best selling price.
  public var askPrice: Decimal?
  /// Contracts at the best selling price.
  public var askSize: Int64?

  /// Makes a row that knows timestamp and symbol only.
  public init(timestamp: Int64, symbol: String) {
    self.timestamp = timestamp
    self.symbol = symbol
  }
}

extension QuoteRow {
  /// The table of these rows.
  public static let schema = TableSchema<QuoteRow>(
    "quote", keys: [], isPublic: true, answered: ["timestamp", "symbol"], foreignKeys: [("symbol", "instrument")],
    attributes: [("timestamp", .sorted), ("symbol", .grouped)],
    columns: columns)

  private static let columns: [Column<QuoteRow>] = [
    .timestamp("timestamp") { $0.timestamp },
    .symbol("symbol") { $0.symbol },
    .long("bidSize") { $0.bidSize },
    .float("bidPrice") { $0.bidPrice },
    .float("askPrice") { $0.askPrice },
    .long("askSize") { $0.askSize },
  ]
}
