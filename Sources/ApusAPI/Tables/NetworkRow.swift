/// A network that a currency travels over: the rows of `/wallet/networks`.
public struct NetworkRow: TableRow {
  /// The network.
  public var network: String
  /// What it is called.
  public var name: String
  /// The currency whose fees it takes.
  public var currency: String
  /// Its short name.
  public var networkSymbol: String
  /// Where its transactions can be seen.
  public var transactionExplorer: String?
  /// Where its tokens can be seen.
  public var tokenExplorer: String?
  /// How often a deposit must be confirmed.
  public var depositConfirmations: Int64 = 0
  /// Whether it is used.
  public var enabled: Bool = true

  /// Makes a row that knows as little as a row can.
  public init(network: String, name: String, currency: String, networkSymbol: String) {
    self.network = network
    self.name = name
    self.currency = currency
    self.networkSymbol = networkSymbol
  }
}

extension NetworkRow {
  /// The table of these rows.
  public static let schema = TableSchema<NetworkRow>(
    "networksConfig", keys: ["network"], isPublic: true,
    columns: [
      .symbol("network") { $0.network },
      .string("name") { $0.name },
      .symbol("currency") { $0.currency },
      .symbol("networkSymbol") { $0.networkSymbol },
      .string("transactionExplorer") { $0.transactionExplorer },
      .string("tokenExplorer") { $0.tokenExplorer },
      .long("depositConfirmations") { $0.depositConfirmations },
      .boolean("enabled") { $0.enabled },
    ])
}
