/// One price level of a book: table `orderBookL2`, and `orderBookL2_25` for its best 25 levels a side.
public struct OrderBookRow: TableRow {
  /// The contract.
  public var symbol: String
  /// The number of the level, constant while it exists; falls as the price rises.
  public var id: Int64
  /// `Buy` or `Sell`.
  public var side: String
  /// Contracts that rest at the price.
  public var size: Int64 = 0
  /// Price in quote currency.
  public var price: Decimal = 0
  /// When the change was published.
  public var timestamp: Int64?
  /// When the change happened.
  public var transactTime: Int64?

  /// Makes a row that knows symbol, id and side only.
  public init(symbol: String, id: Int64, side: String) {
    self.symbol = symbol
    self.id = id
    self.side = side
  }

  /// The number of a level, as clients have computed it since the beginning: the lower the price, the higher.
  ///
  /// `symbolIndex` is the contract's number and `ticks` the price in ticks of the contract's listing.
  public static func id(symbolIndex: Int64, ticks: Int64) -> Int64 { 100_000_000 * symbolIndex - ticks }

  /// The same table cut to the best 25 levels a side.
  public static let schemaOf25 = schema.renamed("orderBookL2_25")
}

extension OrderBookRow {
  /// The table of these rows.
  public static let schema = TableSchema<OrderBookRow>(
    "orderBookL2", keys: ["symbol", "id", "side"], isPublic: true,
    repeated: ["size", "price", "transactTime"], deleted: ["price", "timestamp", "transactTime"],
    foreignKeys: [("symbol", "instrument"), ("side", "side")], attributes: [("symbol", .parted), ("id", .sorted)],
    columns: columns)

  private static let columns: [Column<OrderBookRow>] = [
    .symbol("symbol") { $0.symbol },
    .long("id") { $0.id },
    .symbol("side") { $0.side },
    .long("size") { $0.size },
    .float("price") { $0.price },
    .timestamp("timestamp") { $0.timestamp },
    .timestamp("transactTime") { $0.transactTime },
  ]
}
