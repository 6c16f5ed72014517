/// A currency that wallets hold: the rows of `/wallet/assets`.
public struct AssetRow: TableRow {
  /// The currency in units of the market.
  public var asset: String
  /// The unit money is counted in.
  public var currency: String
  /// What it is called.
  public var name: String
  /// How many decimals the unit of the market has in units of money.
  public var scale: Int64
  /// The networks it travels over.
  public var networks: [JSONObject] = []

  /// Makes a row of a currency that travels over no network.
  public init(asset: String, currency: String, name: String, scale: Int64) {
    self.asset = asset
    self.currency = currency
    self.name = name
    self.scale = scale
  }
}

extension AssetRow {
  /// The table of these rows.
  public static let schema = TableSchema<AssetRow>(
    "assetsConfig", keys: ["asset"], isPublic: true,
    columns: [
      .symbol("asset") { $0.asset },
      .symbol("currency") { $0.currency },
      .symbol("majorCurrency") { $0.asset },
      .string("name") { $0.name },
      .symbol("currencyType") { _ in "Crypto" },
      .long("scale") { $0.scale },
      .boolean("enabled") { _ in true },
      .boolean("isMarginCurrency") { _ in true },
      .boolean("memoRequired") { _ in false },
      .objects("networks") { $0.networks },
    ])
}
