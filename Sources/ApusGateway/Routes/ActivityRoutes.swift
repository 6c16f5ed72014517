import ApusAPI
import ApusExchange
import ApusModel
import ApusStore
import ApusTables

extension Routes {
  /// How much an account trades.
  static let activity: [Route] = [
    .list(
      "/user/tradingVolume", .read,
      Operation(
        "User.getTradingVolume", "What the account trades in a day, averaged over thirty days.",
        answers: .rows(.tradingVolume))
    ) { call throws(APIError) in
      let activity = Activity(call, call.account)
      return HistoryReading { (store) throws(HistoryFailure) in
        let dollars = Decimal(try activity.dollars(store) / 30)
        return list([TradingVolumeRow(advUsd: dollars, advUsdContract: dollars)])
      }
    },
    .list(
      "/user/quoteFillRatio", .read,
      Operation(
        "User.getQuoteFillRatio", "How many of the account's orders trade.",
        takes: [.targetAccount], answers: .row(.quoteFillRatio))
    ) { call throws(APIError) in
      let activity = Activity(call, try call.target())
      return HistoryReading { (store) throws(HistoryFailure) in
        var writer = JSONWriter(capacity: 256)
        writer.append(try activity.fillRatio(store), QuoteFillRatioRow.schema)
        return writer.bytes
      }
    },
    .list(
      "/user/quoteValueRatio", .read,
      Operation(
        "User.getQuoteValueRatio", "How much the account trades for each order it places, changes or cancels.",
        takes: [.targetAccount], answers: .row(.quoteValueRatio))
    ) { call throws(APIError) in
      let activity = Activity(call, try call.target())
      return HistoryReading { (store) throws(HistoryFailure) in
        var writer = JSONWriter(capacity: 256)
        writer.append(try activity.valueRatio(store), QuoteValueRatioRow.schema)
        return writer.bytes
      }
    },
    .get(
      "/user/affiliateStatus", .read,
      Operation(
        "User.getAffiliateStatus", "What the account earned by bringing others, for which this venue pays nothing.",
        takes: [.currency], answers: .row(.affiliate))
    ) { call throws(APIError) in
      let word = try CurrencyQuery(call.parameters).currency ?? CurrencyQuery.usual
      guard Currency(word: word) != nil else { throw .invalidCurrency }
      var writer = JSONWriter(capacity: 512)
      writer.append(AffiliateRow(account: Int64(call.account.rawValue), currency: word), AffiliateRow.schema)
      return writer.bytes
    },
    .list(
      "/user/executionHistory", .read,
      Operation(
        "User.getExecutionHistory", "The account's executions in one contract in the session that ends at a moment.",
        takes: [
          .contract, Parameter("timestamp", .moment, "The end of the session, which is noon on the day.").required,
        ], answers: .rows(.execution))
    ) { call throws(APIError) in
      let query = try ExecutionHistoryQuery(call.parameters)
      let most = Activity.mostExecutions
      var rows = try TableQuery(JSONObject([]), usually: most, most: most)
      (rows.startTime, rows.endTime) = (query.timestamp - Timestamp.day + 1, query.timestamp)
      var question = try HistoryQuestion(HistoryTables.execution, rows)
      question.account = Int64(call.account.rawValue)
      question.subjects = call.venue.names(query.symbol)
      return HistoryReading(question)
    },
  ]
}

extension Parameter {
  /// Another account of the family.
  static let targetAccount = Parameter("targetAccountId", .whole, "One of your sub-accounts; your own when left out.")
  /// Other accounts of the family.
  static let targetAccounts = Parameter(
    "targetAccountIds", .json, "A list of your sub-accounts and your own, or `*` for all; your own when left out.")
}

/// What an account did, as of now.
private struct Activity {
  /// The most executions of one session that are told.
  static let mostExecutions = 10_000

  private let account: Int64
  private let coin: DollarPrice
  private let now: Int64
  private let today: Int64

  init(_ call: Call, _ account: AccountID) {
    self.account = Int64(account.rawValue)
    (coin, now) = call.venue.exchange.read { (DollarPrice([], now: DollarPrice.now($0)), $0.time.rawValue) }
    today = now - now % Timestamp.day
  }

  /// Dollars traded in thirty days.
  func dollars(_ store: HistoryStore) throws(HistoryFailure) -> Int64 {
    let turnover = try store.activity(of: account, since: now - 30 * Timestamp.day).turnover
    return turnover.reduce(0) { $0 + coin.dollars($1.value, Currency(word: $1.key) ?? .xbt, at: now) }
  }

  func fillRatio(_ store: HistoryStore) throws(HistoryFailure) -> QuoteFillRatioRow {
    let (day, week) = (
      try store.activity(of: account, since: today),
      try store.activity(of: account, since: today - 6 * Timestamp.day)
    )
    var row = QuoteFillRatioRow(date: today, account: account)
    row.quoteCount = day.quotes
    row.dealtCount = day.dealt
    row.quotesMavg7 = Decimal(week.quotes, dividedBy: 7, places: 4) ?? .zero
    row.dealtMavg7 = Decimal(week.dealt, dividedBy: 7, places: 4) ?? .zero
    row.quoteFillRatioMavg7 = Decimal(week.dealt, dividedBy: week.quotes, places: 4)
    return row
  }

  func valueRatio(_ store: HistoryStore) throws(HistoryFailure) -> QuoteValueRatioRow {
    let day = try store.activity(of: account, since: today)
    let satoshi = day.turnover["XBt"] ?? 0
    var row = QuoteValueRatioRow(timestamp: today, account: account)
    row.quoteCount = day.quotes + day.cancels
    row.volumeXBT = Decimal(satoshi, scale: 8)
    row.qvr = row.quoteCount == 0 ? nil : Decimal(satoshi / row.quoteCount, scale: 8)
    row.id = today / Timestamp.day
    return row
  }
}
