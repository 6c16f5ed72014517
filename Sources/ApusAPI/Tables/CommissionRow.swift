/// The fees of a contract for an account: the members of `/user/commission`.
public struct CommissionRow: TableRow {
  /// The rate for orders that rested; negative for a rebate.
  public var makerFee: Decimal
  /// The rate for orders that took.
  public var takerFee: Decimal
  /// The rate at settlement.
  public var settlementFee: Decimal

  /// Makes a row.
  public init(makerFee: Decimal, takerFee: Decimal, settlementFee: Decimal) {
    self.makerFee = makerFee
    self.takerFee = takerFee
    self.settlementFee = settlementFee
  }
}

extension CommissionRow {
  /// The table of these rows.
  public static let schema = TableSchema<CommissionRow>(
    "userCommission", keys: [], isPublic: false,
    columns: [
      .float("makerFee") { $0.makerFee },
      .float("takerFee") { $0.takerFee },
      .float("settlementFee") { $0.settlementFee },
    ])
}
