/// What was done with an account: the rows of `/userEvent`.
public struct UserEventRow: TableRow {
  /// Its number; a later one is higher.
  public var id: Int64
  /// What was done.
  public var type: String
  /// Whether it was done.
  public var status: String = "success"
  /// The account.
  public var userId: Int64
  /// Who did it.
  public var createdById: Int64
  /// From where.
  public var ip: String?
  /// The country of that place.
  public var geoipCountry: String?
  /// Its region.
  public var geoipRegion: String?
  /// A part of that.
  public var geoipSubRegion: String?
  /// What else is known.
  public var eventMeta: JSONObject = JSONObject()
  /// When.
  public var created: Int64

  /// Makes a row that knows as little as a row can.
  public init(id: Int64, type: String, userId: Int64, createdById: Int64, created: Int64) {
    self.id = id
    self.type = type
    self.userId = userId
    self.createdById = createdById
    self.created = created
  }
}

extension UserEventRow {
  /// The table of these rows.
  public static let schema = TableSchema<UserEventRow>(
    "userEvent", keys: ["id"], isPublic: false,
    columns: [
      .long("id") { $0.id },
      .symbol("type") { $0.type },
      .symbol("status") { $0.status },
      .long("userId") { $0.userId },
      .long("createdById") { $0.createdById },
      .string("ip") { $0.ip },
      .string("geoipCountry") { $0.geoipCountry },
      .string("geoipRegion") { $0.geoipRegion },
      .string("geoipSubRegion") { $0.geoipSubRegion },
      .object("eventMeta") { $0.eventMeta },
      .timestamp("created") { $0.created },
    ])
}
