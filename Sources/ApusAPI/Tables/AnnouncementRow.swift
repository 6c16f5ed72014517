/// What the operator tells everybody: the rows of `/announcement`.
public struct AnnouncementRow: TableRow {
  /// Its number.
  public var id: Int64
  /// Where there is more to read.
  public var link: String?
  /// What it is about.
  public var title: String?
  /// What it says.
  public var content: String?
  /// When it was made.
  public var date: Int64?

  /// Makes a row that knows as little as a row can.
  public init(id: Int64) {
    self.id = id
  }
}

extension AnnouncementRow {
  /// The table of these rows.
  public static let schema = TableSchema<AnnouncementRow>(
    "announcement", keys: ["id"], isPublic: true,
    columns: [
      .long("id") { $0.id },
      .string("link") { $0.link },
      .string("title") { $0.title },
      .string("content") { $0.content },
      .timestamp("date") { $0.date },
    ])
}
