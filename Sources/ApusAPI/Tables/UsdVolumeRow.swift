/// What was traded in a contract in dollars: the rows of `/instrument/usdVolume`.
public struct UsdVolumeRow: TableRow {
  /// The contract.
  public var symbol: String
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
  public init(symbol: String) {
    self.symbol = symbol
  }
}

extension UsdVolumeRow {
  /// The table of these rows.
  public static let schema = TableSchema<UsdVolumeRow>(
    "usdVolume", keys: ["symbol"], isPublic: true,
    columns: [
      .symbol("symbol") { $0.symbol },
      .symbol("currency") { $0.currency },
      .long("turnover24h") { $0.turnover24h },
      .long("turnover30d") { $0.turnover30d },
      .long("turnover365d") { $0.turnover365d },
      .long("turnover") { $0.turnover },
    ])
}
