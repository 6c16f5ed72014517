/// The best ten levels of both sides of a book: table `orderBook10`.
public struct OrderBook10Row: TableRow {
  /// The contract.
  public var symbol: String
  /// Buying levels, highest price first.
  public var bids: [PriceLevel] = []
  /// Selling levels, lowest price first.
  public var asks: [PriceLevel] = []
  /// When the book was published.
  public var timestamp: Int64?

  /// Makes a row that knows symbol only.
  public init(symbol: String) {
    self.symbol = symbol
  }
}

extension OrderBook10Row {
  /// The table of these rows.
  public static let schema = TableSchema<OrderBook10Row>(
    "orderBook10", keys: ["symbol"], isPublic: true, repeated: ["bids", "asks"],
    foreignKeys: [("symbol", "instrument")], attributes: [("symbol", .sorted)],
    columns: columns)

  private static let columns: [Column<OrderBook10Row>] = [
    .symbol("symbol") { $0.symbol },
    .levels("bids") { $0.bids },
    .levels("asks") { $0.asks },
    .timestamp("timestamp") { $0.timestamp },
  ]
}
