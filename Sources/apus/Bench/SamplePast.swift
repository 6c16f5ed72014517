import ApusAPI
import ApusStore

/// A year of rows, each made from its number.
enum SamplePast {
  /// When row `number` happened, in milliseconds: 2025, and three a second.
  static func moment(_ number: Int) -> Int64 { 1_735_689_600_000 + Int64(number) * 350 }

  private static func symbol(_ number: Int) -> String { number / 16 % 3 == 0 ? "ETHUSD" : "XBTUSD" }

  /// Every second row of the past, of one very busy account and others.
  private static func account(_ number: Int) -> Int64 { number / 16 % 2 == 0 ? 1 : Int64(2 + number / 16 % 997) }

  /// The order that a row belongs to.
  private static func order(of number: Int) -> Int { number / 16 * 16 + 12 }

  /// An order of the busy account about there.
  static func order(ofAliceNear number: Int) -> Int { number / 32 * 32 + 12 }

  /// Writes rows by their numbers: of sixteen in a row four trades, four quotes, four executions, two orders, a candle
  /// and a change of a wallet.
  static func write(_ numbers: Range<Int>, to writer: borrowing HistoryWriter) throws {
    func all<Row>(_ kinds: ClosedRange<Int>, _ row: @escaping (Int) -> Row) -> some Sequence<Row> {
      numbers.lazy.filter { kinds.contains($0 % 16) }.map(row)
    }
    try writer.add(all(0...3, trade), to: HistoryTables.trade)
    try writer.add(all(4...7, quote), to: HistoryTables.quote)
    try writer.add(all(8...11, execution), to: HistoryTables.execution)
    try writer.add(all(12...13, order), to: HistoryTables.order)
    try writer.add(all(14...14, candle), to: HistoryTables.tradeBins[.minute])
    try writer.add(all(15...15, change), to: HistoryTables.transact)
  }

  private static func quote(_ number: Int) -> QuoteRow {
    var row = QuoteRow(timestamp: moment(number), symbol: symbol(number))
    row.bidSize = Int64(100 + number % 700)
    row.bidPrice = Decimal(Int64(600_000 + number % 5_000), scale: 1)
    row.askPrice = Decimal(Int64(600_005 + number % 5_000), scale: 1)
    row.askSize = Int64(100 + number % 900)
    return row
  }

  private static func candle(_ number: Int) -> TradeBinRow {
    var row = TradeBinRow(timestamp: moment(number), symbol: symbol(number))
    row.open = Decimal(Int64(600_000 + number % 5_000), scale: 1)
    row.high = Decimal(Int64(600_100 + number % 5_000), scale: 1)
    row.low = row.open
    row.close = row.high
    row.vwap = row.open
    row.trades = Int64(number % 300)
    row.volume = Int64(number % 3_000_000)
    return row
  }

  private static func change(_ number: Int) -> TransactionRow {
    var row = TransactionRow(
      transactID: PublicID(.transaction, UInt64(number)), account: account(number), currency: "XBt")
    row.transactType = number / 32 % 2 == 0 ? "RealisedPNL" : "Funding"
    row.text = symbol(number)
    row.amount = Int64(number % 100_000)
    row.fee = 0
    row.transactStatus = "Completed"
    row.walletBalance = Int64(number % 10_000_000)
    row.transactTime = moment(number)
    row.timestamp = moment(number)
    return row
  }

  private static func trade(_ number: Int) -> TradeRow {
    var row = TradeRow(timestamp: moment(number), symbol: symbol(number))
    row.side = number / 8 % 2 == 0 ? "Buy" : "Sell"
    row.size = Int64(100 + number % 700)
    row.price = Decimal(Int64(600_000 + number % 5_000), scale: 1)
    row.tickDirection = "ZeroPlusTick"
    row.trdMatchID = PublicID(.trade, UInt64(number + 1))
    row.grossValue = Int64(number % 100_000 * 1_000)
    row.homeNotional = Decimal(Int64(number % 100_000), scale: 8)
    row.foreignNotional = Decimal(row.size)
    return row
  }

  private static func execution(_ number: Int) -> ExecutionRow {
    var row = ExecutionRow(
      execID: PublicID(.execution, UInt64(number + 1)), account: account(number), symbol: symbol(number))
    row.orderID = PublicID(.order, UInt64(order(of: number)))
    row.clOrdID = "mine-\(order(of: number))"
    row.side = "Buy"
    row.execType = number / 32 % 2 == 0 ? "Trade" : "New"
    row.lastQty = number / 32 % 2 == 0 ? 100 : nil
    row.ordStatus = number / 32 % 2 == 0 ? "Filled" : "New"
    row.ordType = "Limit"
    row.timeInForce = "GoodTillCancel"
    row.orderQty = 100
    row.price = Decimal(Int64(600_000 + number % 5_000), scale: 1)
    row.currency = "USD"
    row.settlCurrency = "XBt"
    row.text = "Submitted via API."
    row.transactTime = moment(number)
    row.timestamp = moment(number)
    return row
  }

  private static func order(_ number: Int) -> OrderRow {
    var row = OrderRow(
      orderID: PublicID(.order, UInt64(number)), account: account(number), symbol: symbol(number))
    row.clOrdID = "mine-\(number)"
    row.side = "Buy"
    row.ordStatus = number / 32 % 2 == 0 ? "Filled" : "Canceled"
    row.ordType = "Limit"
    row.timeInForce = "GoodTillCancel"
    row.orderQty = 100
    row.price = Decimal(Int64(600_000 + number % 5_000), scale: 1)
    row.currency = "USD"
    row.settlCurrency = "XBt"
    row.text = "Submitted via API."
    row.transactTime = moment(number)
    row.timestamp = moment(number)
    return row
  }
}
