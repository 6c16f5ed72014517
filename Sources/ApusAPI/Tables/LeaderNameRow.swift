/// What an account is called in public: the answer of `/leaderboard/name`.
public struct LeaderNameRow: TableRow {
  /// The name.
  public var name: String

  /// Makes a row that knows as little as a row can.
  public init(name: String) {
    self.name = name
  }
}

extension LeaderNameRow {
  /// The table of these rows.
  public static let schema = TableSchema<LeaderNameRow>(
    "leaderboardName", keys: ["name"], isPublic: false,
    columns: [
      .string("name") { $0.name }
    ])
}
