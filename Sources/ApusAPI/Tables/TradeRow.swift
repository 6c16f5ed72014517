/// One match of a maker and a taker: table `trade`.
public struct TradeRow: TableRow {
  /// When it happened.
  public var timestamp: Int64
  /// The contract.
  public var symbol: String
  /// The taker's side, `Buy` or `Sell`.
  public var side: String?
  /// Contracts.
  public var size: Int64 = 0
  /// Price in quote currency.
  public var price: Decimal = 0
  /// Against the trade before: `PlusTick`, `ZeroPlusTick`, `MinusTick` or `ZeroMinusTick`.
  public var tickDirection: String?
  /// The public name of the match.
  public var trdMatchID: PublicID?
  /// Value in the smallest unit of the settlement currency.
  public var grossValue: Int64?
  /// Value in units of the underlying.
  public var homeNotional: Decimal?
  /// Value in units of the quote currency.
  public var foreignNotional: Decimal?
  /// `Regular`, or what else caused the trade.
  public var trdType = "Regular"

  /// Makes a row that knows timestamp and symbol only.
  public init(timestamp: Int64, symbol: String) {
    self.timestamp = timestamp
    self.symbol = symbol
  }
}

extension TradeRow {
  /// The table of these rows.
  public static let schema = TableSchema<TradeRow>(
    "trade", keys: [], isPublic: true, answered: ["timestamp", "symbol"],
    foreignKeys: [("symbol", "instrument"), ("side", "side")],
    attributes: [("timestamp", .sorted), ("symbol", .grouped)],
    columns: columns)

  private static let columns: [Column<TradeRow>] = [
    .timestamp("timestamp") { $0.timestamp },
    .symbol("symbol") { $0.symbol },
    .symbol("side") { $0.side },
    .long("size") { $0.size },
    .float("price") { $0.price },
    .symbol("tickDirection") { $0.tickDirection },
    .guid("trdMatchID") { $0.trdMatchID },
    .long("grossValue") { $0.grossValue },
    .float("homeNotional") { $0.homeNotional },
    .float("foreignNotional") { $0.foreignNotional },
    .symbol("trdType") { $0.trdType },
  ]
}
