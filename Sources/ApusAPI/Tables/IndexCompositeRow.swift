/// One source of an index, or the index itself: the rows of `/instrument/compositeIndex`.
public struct IndexCompositeRow: TableRow {
  /// When it last spoke.
  public var timestamp: Int64
  /// The index as the source reports it.
  public var symbol: String?
  /// The index.
  public var indexSymbol: String
  /// The source, `BMI` for the index itself.
  public var reference: String?
  /// Its last price.
  public var lastPrice: Decimal?
  /// Its share of the whole; unknown of the index itself.
  public var weight: Decimal?
  /// When it was counted.
  public var logged: Int64?

  /// Makes a row that knows its time and its index only.
  public init(timestamp: Int64, indexSymbol: String) {
    self.timestamp = timestamp
    self.indexSymbol = indexSymbol
  }
}

extension IndexCompositeRow {
  /// The table of these rows.
  public static let schema = TableSchema<IndexCompositeRow>(
    "indexComposite", keys: [], isPublic: true, answered: ["timestamp"],
    attributes: [("timestamp", .sorted), ("symbol", .grouped)],
    columns: [
      .timestamp("timestamp") { $0.timestamp },
      .symbol("symbol") { $0.symbol },
      .symbol("indexSymbol") { $0.indexSymbol },
      .float("indexMultiplier") { _ in nil },
      .symbol("reference") { $0.reference },
      .float("lastPrice") { $0.lastPrice },
      // Sources quote in the index's own currency: nothing is converted.
      .float("sourcePrice") { $0.weight == nil ? nil : $0.lastPrice },
      .symbol("conversionIndex") { _ in nil },
      .float("conversionIndexPrice") { _ in nil },
      .float("weight") { $0.weight },
      .timestamp("logged") { $0.logged },
    ])
}
