/// An account that belongs to another: the answer of `/user/addSubaccount`.
public struct SubaccountRow: TableRow {
  /// The account.
  public var id: Int64
  /// What it is called.
  public var accountName: String
  /// The account it belongs to.
  public var parentId: Int64?

  /// Makes a row that knows as little as a row can.
  public init(id: Int64, accountName: String) {
    self.id = id
    self.accountName = accountName
  }
}

extension SubaccountRow {
  /// The table of these rows.
  public static let schema = TableSchema<SubaccountRow>(
    "subaccount", keys: ["id"], isPublic: false,
    columns: [
      .long("id") { $0.id },
      .string("accountName") { $0.accountName },
      .long("parentId") { $0.parentId },
    ])
}
