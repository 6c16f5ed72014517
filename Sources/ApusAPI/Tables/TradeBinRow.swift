/// What was traded in a contract within a length of time: tables `tradeBin1m`, `5m`, `1h` and `1d`.
public struct TradeBinRow: TableRow {
  /// When it ended.
  public var timestamp: Int64
  /// The contract.
  public var symbol: String
  /// The price before its first trade: the close of the bin before.
  public var open: Decimal = 0
  /// The highest price.
  public var high: Decimal = 0
  /// The lowest price.
  public var low: Decimal = 0
  /// The price of its last trade, or of the last one before.
  public var close: Decimal = 0
  /// How many trades.
  public var trades: Int64 = 0
  /// Contracts traded.
  public var volume: Int64 = 0
  /// The average price of its contracts by value; the close where nothing was traded.
  public var vwap: Decimal = 0
  /// Contracts of its last trade; zero where nothing was traded.
  public var lastSize: Int64 = 0
  /// Value traded in the smallest unit of the settlement currency.
  public var turnover: Int64 = 0
  /// Value traded in units of the underlying; zero where the contract is in neither currency.
  public var homeNotional: Decimal = 0
  /// Value traded in units of the quote currency; zero where the contract is in neither currency.
  public var foreignNotional: Decimal = 0

  /// Makes a row that knows timestamp and symbol only.
  public init(timestamp: Int64, symbol: String) {
    self.timestamp = timestamp
    self.symbol = symbol
  }
}

extension TradeBinRow {
  /// The table of bins of a minute.
  public static let schema = TableSchema<TradeBinRow>(
    "tradeBin1m", keys: [], isPublic: true, answered: ["timestamp", "symbol"], foreignKeys: [("symbol", "instrument")],
    attributes: [("timestamp", .sorted), ("symbol", .grouped)],
    columns: [
      .timestamp("timestamp") { $0.timestamp },
      .symbol("symbol") { $0.symbol },
      .float("open") { $0.open },
      .float("high") { $0.high },
      .float("low") { $0.low },
      .float("close") { $0.close },
      .long("trades") { $0.trades },
      .long("volume") { $0.volume },
      .float("vwap") { $0.vwap },
      .long("lastSize") { $0.lastSize },
      .long("turnover") { $0.turnover },
      .float("homeNotional") { $0.homeNotional },
      .float("foreignNotional") { $0.foreignNotional },
    ])

  /// The table of each length.
  public static let schemas = BySize { schema.renamed("tradeBin\($0.rawValue)") }
}

extension QuoteRow {
  /// The table of the touch at the end of each bin, for each length: tables `quoteBin1m`, `5m`, `1h` and `1d`.
  public static let binSchemas = BySize { schema.renamed("quoteBin\($0.rawValue)") }
}
