/// Where money for an account is sent: the answer of `/user/depositAddressInformation`.
public struct DepositAddressRow: TableRow {
  /// The address.
  public var address: String
  /// What must be written beside it.
  public var memo: String?

  /// Makes a row that knows as little as a row can.
  public init(address: String) {
    self.address = address
  }
}

extension DepositAddressRow {
  /// The table of these rows.
  public static let schema = TableSchema<DepositAddressRow>(
    "depositAddress", keys: ["address"], isPublic: false,
    columns: [
      .string("address") { $0.address },
      .string("memo") { $0.memo },
    ])
}
