/// Which contracts symbols of a series and a term mean: the answer of `/instrument/activeIntervals`.
public struct InstrumentIntervalRow: TableRow {
  /// A series and a term each.
  public var intervals: [String]
  /// The contract that each of them means now.
  public var symbols: [String]

  /// Makes a row of lists of one length.
  public init(intervals: [String], symbols: [String]) {
    precondition(intervals.count == symbols.count, "\(intervals.count) intervals for \(symbols.count) symbols")
    self.intervals = intervals
    self.symbols = symbols
  }
}

extension InstrumentIntervalRow {
  /// The table of these rows.
  public static let schema = TableSchema<InstrumentIntervalRow>(
    "instrumentInterval", keys: ["intervals", "symbols"], isPublic: true,
    columns: [.texts("intervals") { $0.intervals }, .texts("symbols") { $0.symbols }])
}
