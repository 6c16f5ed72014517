import ApusAPI
import ApusModel

/// An open order of the liquidation engine.
struct LiquidationRecord: Sendable, BitwiseCopyable {
  var order: LiquidationOrder
  /// What of it counts in the book.
  var resting = Contracts.zero
  /// What of it was last published; nil before.
  var told: Contracts?

  init(_ order: LiquidationOrder) { self.order = order }

  /// The row of the order with so much left.
  func row(_ contract: Contract, leaves: Contracts) -> LiquidationRow {
    var row = LiquidationRow(orderID: PublicID(.order, order.order.rawValue), symbol: contract.symbol)
    row.side = order.side.word
    row.price = Decimal(order.price)
    row.leavesQty = leaves.rawValue
    return row
  }
}

/// What the insurance fund held at a moment.
struct InsuranceRecord: Sendable, BitwiseCopyable {
  var currency: Currency
  var time: Timestamp
  var balance: Amount

  /// The row of that moment.
  var row: InsuranceRow {
    var row = InsuranceRow(currency: currency.word, timestamp: time.rawValue)
    row.walletBalance = balance.rawValue
    return row
  }
}

/// The orders of the liquidation engine and the insurance fund.
struct Liquidations: Sendable {
  /// Open orders, oldest first, and those that ended in this batch.
  var orders: [LiquidationRecord] = []
  /// True when an order changed since the last entry, or since the last batch.
  var areUnsettled = false
  var areNews = false
  /// What the fund holds now, by currency, once it held anything.
  var funds: [Currency: Amount] = [:]
  /// What it held, oldest first.
  var history: Recent<InsuranceRecord>
  var newHistory: [InsuranceRecord] = []
  /// The day of the last look at the clock.
  var day: Int64 = 0

  init(_ limits: TablesLimits) { history = Recent(capacity: limits.insurance) }

  mutating func take(_ order: LiquidationOrder) {
    if let place = orders.lastIndex(where: { $0.order.order == order.order }) {
      orders[place].order = order
    } else {
      orders.append(LiquidationRecord(order))
    }
    areUnsettled = true
    areNews = true
  }

  mutating func take(_ fund: InsuranceChanged, at time: Timestamp, isNews: Bool) {
    let isFirst = funds[fund.currency] == nil
    funds[fund.currency] = fund.balance
    if isFirst { note(fund.currency, at: time, isNews: isNews) }
  }

  /// Lets time pass: at midnight each fund is noted.
  mutating func advance(to time: Timestamp, isNews: Bool) {
    let today = time.rawValue / 86_400_000
    guard today != day else { return }
    day = today
    for currency in Currency.allCases { note(currency, at: Timestamp(rawValue: today * 86_400_000), isNews: isNews) }
  }

  private mutating func note(_ currency: Currency, at time: Timestamp, isNews: Bool) {
    guard let balance = funds[currency] else { return }
    let record = InsuranceRecord(currency: currency, time: time, balance: balance)
    history.append(record)
    if isNews { newHistory.append(record) }
  }
}
