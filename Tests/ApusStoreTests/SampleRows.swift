import ApusAPI

/// A year of trading in a few hundred rows, the same at each run.
enum SampleRows {
  /// 2026-01-01.
  static let start: Int64 = 1_767_225_600_000

  /// Trades of two contracts, several within some milliseconds.
  static let trades: [TradeRow] = (0..<600).map { number in
    var row = TradeRow(timestamp: moment(number), symbol: number % 3 == 0 ? "ETHUSD" : "XBTUSD")
    row.side = number % 2 == 0 ? "Buy" : "Sell"
    row.size = Int64(100 + number % 7 * 100)
    row.price = Decimal(Int64(600_000 + number % 50 * 5), scale: 1)
    row.tickDirection = "ZeroPlusTick"
    row.trdMatchID = PublicID(.trade, UInt64(number + 1))
    row.grossValue = Int64(number * 1_000)
    row.homeNotional = number % 5 == 0 ? nil : Decimal(Int64(number), scale: 8)
    row.foreignNotional = Decimal(Int64(row.size))
    return row
  }

  /// Executions of three accounts.
  static let executions: [ExecutionRow] = (0..<600).map { number in
    var row = ExecutionRow(
      execID: PublicID(.execution, UInt64(number + 1)), account: Int64(1 + number % 3),
      symbol: number % 4 == 0 ? "ETHUSD" : "XBTUSD")
    row.orderID = PublicID(.order, UInt64(number / 2 + 1))
    if number % 5 == 0 { row.clOrdID = "mine \(number), \"quoted\"" }
    row.execType = ["New", "Trade", "Canceled", "Funding"][number % 4]
    row.ordStatus = ["New", "Filled", "Canceled", "Filled"][number % 4]
    row.lastQty = number % 2 == 1 ? 100 : nil
    row.workingIndicator = number % 4 == 0
    row.price = Decimal(Int64(600_000 + number % 50 * 5), scale: 1)
    row.text = "Submitted via API.\nby \(number)"
    row.transactTime = moment(number)
    row.timestamp = moment(number)
    return row
  }

  private static func moment(_ number: Int) -> Int64 { start + Int64(number / 3) * 47_111_111 }
}
