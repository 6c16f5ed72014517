/// An account by what it made: the rows of `/leaderboard`.
public struct LeaderRow: TableRow {
  /// What the account is called in public.
  public var name: String
  /// Whether that is its owner's name.
  public var isRealName: Bool = false
  /// Realised profit in satoshi, or its share of the deposits.
  public var profit: Decimal

  /// Makes a row that knows as little as a row can.
  public init(name: String, profit: Decimal) {
    self.name = name
    self.profit = profit
  }
}

extension LeaderRow {
  /// The table of these rows.
  public static let schema = TableSchema<LeaderRow>(
    "leaderboard", keys: ["name"], isPublic: true,
    columns: [
      .string("name") { $0.name },
      .boolean("isRealName") { $0.isRealName },
      .float("profit") { $0.profit },
    ])
}
