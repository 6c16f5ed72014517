/// What the operator tells who is signed in: the rows of `/globalNotification`.
public struct NotificationRow: TableRow {
  /// Its number.
  public var id: Int64
  /// When it was made.
  public var date: Int64
  /// What it is about.
  public var title: String
  /// What it says.
  public var body: String
  /// For how many seconds it is of interest; zero for as long as it is told.
  public var ttl: Int64 = 0
  /// `info` or `warning`.
  public var type: String = "info"
  /// Whether a reader may put it away.
  public var closable: Bool = true
  /// Whether it comes back until it is put away.
  public var persist: Bool = true
  /// Whether it waits until it can be seen.
  public var waitForVisibility: Bool = false
  /// What it sounds like.
  public var sound: String?

  /// Makes a row that knows as little as a row can.
  public init(id: Int64, date: Int64, title: String, body: String) {
    self.id = id
    self.date = date
    self.title = title
    self.body = body
  }
}

extension NotificationRow {
  /// The table of these rows.
  public static let schema = table("globalNotification", isPublic: false)
  /// What everybody is told over realtime connections.
  public static let publicSchema = table("publicNotifications", isPublic: true)
  /// What one account is told over realtime connections.
  public static let privateSchema = table("privateNotifications", isPublic: false)

  private static func table(_ name: String, isPublic: Bool) -> TableSchema<NotificationRow> {
    TableSchema<NotificationRow>(name, keys: ["id"], isPublic: isPublic, columns: columns)
  }

  private static let columns: [Column<NotificationRow>] = [
    .long("id") { $0.id },
    .timestamp("date") { $0.date },
    .string("title") { $0.title },
    .string("body") { $0.body },
    .long("ttl") { $0.ttl },
    .symbol("type") { $0.type },
    .boolean("closable") { $0.closable },
    .boolean("persist") { $0.persist },
    .boolean("waitForVisibility") { $0.waitForVisibility },
    .string("sound") { $0.sound },
  ]
}
