/// A key as its owner may see it: the rows of `/apiKey`. A secret is told once, when its key is made.
public struct APIKeyRow: TableRow {
  /// The public name of the key.
  public var id: String
  /// What its owner calls it.
  public var name: String
  /// The ranges of addresses it may be used from; none for everywhere.
  public var cidrs: [String] = []
  /// What it may do beside reading.
  public var permissions: [String] = []
  /// Whether it opens anything.
  public var enabled: Bool = true
  /// The account.
  public var userId: Int64
  /// When it was made.
  public var created: Int64?
  /// When it comes to its end.
  public var expires: Int64?
  /// When it was used last.
  public var lastUsed: Int64?

  /// Makes a row that knows as little as a row can.
  public init(id: String, name: String, userId: Int64) {
    self.id = id
    self.name = name
    self.userId = userId
  }
}

extension APIKeyRow {
  /// The table of these rows.
  public static let schema = TableSchema<APIKeyRow>(
    "apiKey", keys: ["id"], isPublic: false,
    columns: [
      .string("id") { $0.id },
      .string("secret") { _ in "" },
      .string("name") { $0.name },
      .long("nonce") { _ in 0 },
      .string("cidr") { $0.cidrs.first },
      .texts("cidrs") { $0.cidrs },
      .long("targetAccountId") { _ in nil },
      .texts("permissions") { $0.permissions },
      .boolean("enabled") { $0.enabled },
      .long("userId") { $0.userId },
      .timestamp("created") { $0.created },
      .timestamp("expires") { $0.expires },
      .timestamp("lastUsed") { $0.lastUsed },
    ])
}
