import GRDB

/// What wallets were changed by in one way.
public struct WalletSum: Hashable, Sendable {
  /// The currency of the wallets.
  public let currency: String
  /// The kind of change.
  public let type: String
  /// The contract, where the changes come from one.
  public let symbol: String?
  /// All of them together, in the smallest unit of the currency.
  public let amount: Int64

  init(_ currency: String, _ type: String, _ symbol: String?, _ amount: Int64) {
    self.currency = currency
    self.type = type
    self.symbol = symbol
    self.amount = amount
  }
}

/// What an account did in a stretch of time.
public struct ActivitySum: Hashable, Sendable {
  /// What it traded, in the smallest unit of each currency.
  public var turnover: [String: Int64] = [:]
  /// Orders placed, and changes of orders.
  public var quotes: Int64 = 0
  /// Orders canceled.
  public var cancels: Int64 = 0
  /// Orders that traded.
  public var dealt: Int64 = 0
}

/// Sums over the past.
extension HistoryStore {
  /// What an account's wallets were changed by between two moments, both inclusive, in milliseconds since 1970.
  public func walletSums(of account: Int64, _ period: ClosedRange<Int64>) throws(HistoryFailure) -> [WalletSum] {
    var sums: [WalletSum] = []
    try read(
      """
      SELECT "currency", "transactType", "text", SUM("amount") FROM "transact"
      WHERE "account" = ? AND "timestamp" BETWEEN ? AND ? AND "transactStatus" IS NOT 'Canceled'
      GROUP BY 1, 2, 3 ORDER BY MIN("timestamp"), 2, 3
      """, [account.databaseValue, period.lowerBound.databaseValue, period.upperBound.databaseValue]
    ) { row in
      sums.append(WalletSum(row[0], row[1] ?? "", row[2], row[3] ?? 0))
    }
    return sums
  }

  /// What an account did since a moment in milliseconds since 1970.
  public func activity(of account: Int64, since time: Int64) throws(HistoryFailure) -> ActivitySum {
    var sum = ActivitySum()
    let arguments = [account.databaseValue, time.databaseValue]
    let since = "FROM \"execution\" WHERE \"account\" = ? AND \"timestamp\" >= ?"
    try read(
      "SELECT \"settlCurrency\", SUM(ABS(\"execCost\")) \(since) AND \"execType\" = 'Trade' GROUP BY 1", arguments
    ) { row in sum.turnover[row[0] ?? ""] = row[1] ?? 0 }
    try read(
      """
      SELECT SUM("execType" IN ('New', 'Replaced')), SUM("execType" = 'Canceled'),
      COUNT(DISTINCT CASE WHEN "execType" = 'Trade' THEN "orderID" END) \(since)
      """, arguments
    ) { row in (sum.quotes, sum.cancels, sum.dealt) = (row[0] ?? 0, row[1] ?? 0, row[2] ?? 0) }
    return sum
  }
}
