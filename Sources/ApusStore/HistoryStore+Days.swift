public import ApusAPI
import GRDB

/// What was traded of a contract in one day.
public struct DaySum: Hashable, Sendable {
  /// The contract.
  public let symbol: String
  /// When the day ended, in milliseconds since 1970.
  public let end: Int64
  /// Contracts traded, and what they were worth in the smallest unit of the settlement currency.
  public let volume: Int64
  public let turnover: Int64
  /// The last price of the day.
  public let close: Decimal?
}

extension HistoryStore {
  /// The days that are over of all contracts there ever were, oldest first.
  public func days() throws(HistoryFailure) -> [DaySum] {
    var days: [DaySum] = []
    let table = TradeBinRow.schemas[.day].name
    try read(
      "SELECT \"symbol\", \"timestamp\", \"volume\", \"turnover\", \"close\" FROM \"\(table)\" ORDER BY 2, 1", []
    ) { row in
      let close: String? = row[4]
      days.append(
        DaySum(
          symbol: row[0], end: row[1], volume: row[2] ?? 0, turnover: row[3] ?? 0, close: close.flatMap { Decimal($0) })
      )
    }
    return days
  }
}
