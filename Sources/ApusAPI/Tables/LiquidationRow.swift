/// An order of the liquidation engine while it is open: table `liquidation`.
public struct LiquidationRow: TableRow {
  /// The public name of the order.
  public var orderID: PublicID
  /// The contract.
  public var symbol: String
  /// `Buy` or `Sell`.
  public var side: String?
  /// The bankruptcy price it is offered at.
  public var price: Decimal?
  /// Contracts left.
  public var leavesQty: Int64?

  /// Makes a row that knows orderID and symbol only.
  public init(orderID: PublicID, symbol: String) {
    self.orderID = orderID
    self.symbol = symbol
  }
}

extension LiquidationRow {
  /// The table of these rows.
  public static let schema = TableSchema<LiquidationRow>(
    "liquidation", keys: ["orderID"], isPublic: true, foreignKeys: [("symbol", "instrument"), ("side", "side")],
    attributes: [("orderID", .unique), ("symbol", .grouped)],
    columns: columns)

  private static let columns: [Column<LiquidationRow>] = [
    .guid("orderID") { $0.orderID },
    .symbol("symbol") { $0.symbol },
    .symbol("side") { $0.side },
    .float("price") { $0.price },
    .long("leavesQty") { $0.leavesQty },
  ]
}
