/// Who an account belongs to: the answer of `/user`.
public struct UserRow: TableRow {
  /// The account.
  public var id: Int64
  /// What its owner is called.
  public var username: String
  /// What the account is called.
  public var accountName: String?
  /// What the owner chose to keep at the venue.
  public var preferences = JSONObject()
  /// When the account first traded.
  public var firstTradeTimestamp: Int64?
  /// When money first came in.
  public var firstDepositTimestamp: Int64?

  /// Makes a row that knows account and owner only.
  public init(id: Int64, username: String) {
    self.id = id
    self.username = username
  }
}

extension UserRow {
  /// The table of these rows. The venue asks nobody for a name, an address or a birthday, so those are always null.
  public static let schema = TableSchema<UserRow>(
    "user", keys: ["id", "username"], isPublic: false,
    columns: [
      .long("id") { $0.id },
      .string("firstname") { _ in nil },
      .string("lastname") { _ in nil },
      .string("username") { $0.username },
      .string("accountName") { $0.accountName },
      .boolean("isUser") { _ in true },
      .string("email") { _ in nil },
      .string("dateOfBirth") { _ in nil },
      .string("phone") { _ in nil },
      .timestamp("created") { _ in nil },
      .timestamp("lastUpdated") { _ in nil },
      .object("preferences") { $0.preferences },
      .string("TFAEnabled") { _ in nil },
      .string("affiliateID") { _ in nil },
      .string("country") { _ in nil },
      .string("geoipCountry") { _ in nil },
      .string("geoipRegion") { _ in nil },
      .timestamp("firstTradeTimestamp") { $0.firstTradeTimestamp },
      .timestamp("firstDepositTimestamp") { $0.firstDepositTimestamp },
      .string("typ") { _ in nil },
    ])
}
