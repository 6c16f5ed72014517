/// What an account trades in a day: the rows of `/user/tradingVolume`.
public struct TradingVolumeRow: TableRow {
  /// Dollars a day, averaged over thirty days.
  public var advUsd: Decimal
  /// The part of it in spot markets, of which there are none.
  public var advUsdSpot: Decimal = .zero
  /// The part of it in contracts.
  public var advUsdContract: Decimal

  /// Makes a row that knows as little as a row can.
  public init(advUsd: Decimal, advUsdContract: Decimal) {
    self.advUsd = advUsd
    self.advUsdContract = advUsdContract
  }
}

extension TradingVolumeRow {
  /// The table of these rows.
  public static let schema = TableSchema<TradingVolumeRow>(
    "tradingVolume", keys: ["advUsd"], isPublic: false,
    columns: [
      .float("advUsd") { $0.advUsd },
      .float("advUsdSpot") { $0.advUsdSpot },
      .float("advUsdContract") { $0.advUsdContract },
    ])
}
