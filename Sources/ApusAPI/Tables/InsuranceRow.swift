/// What the insurance fund held at a midnight, or when it first held anything: table `insurance`.
public struct InsuranceRow: TableRow {
  /// The currency, in whose smallest unit the balance is counted.
  public var currency: String
  /// When.
  public var timestamp: Int64
  /// The balance.
  public var walletBalance: Int64?

  /// Makes a row that knows currency and timestamp only.
  public init(currency: String, timestamp: Int64) {
    self.currency = currency
    self.timestamp = timestamp
  }
}

extension InsuranceRow {
  /// The table of these rows.
  public static let schema = TableSchema<InsuranceRow>(
    "insurance", keys: ["currency", "timestamp"], isPublic: true,
    attributes: [("currency", .grouped), ("timestamp", .sorted)],
    columns: columns)

  private static let columns: [Column<InsuranceRow>] = [
    .symbol("currency") { $0.currency },
    .timestamp("timestamp") { $0.timestamp },
    .long("walletBalance") { $0.walletBalance },
  ]
}
