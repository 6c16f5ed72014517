import ApusAPI
import ApusExchange
import ApusModel
import ApusTables

extension Routes {
  /// How much an account trades.
  static let activity: [Route] = [
    .get(
      "/user/tradingVolume", .read,
      Operation(
        "User.getTradingVolume", "What the account trades in a day, averaged over thirty days.",
        answers: .rows(.tradingVolume))
    ) { call throws(APIError) in
      let dollars = Decimal(Activity(call, call.account).dollars / 30)
      return list([TradingVolumeRow(advUsd: dollars, advUsdContract: dollars)])
    },
    .get(
      "/user/quoteFillRatio", .read,
      Operation(
        "User.getQuoteFillRatio", "How many of the account's orders trade.",
        takes: [.targetAccount], answers: .row(.quoteFillRatio))
    ) { call throws(APIError) in
      var writer = JSONWriter(capacity: 256)
      writer.append(Activity(call, try call.target()).fillRatio, QuoteFillRatioRow.schema)
      return writer.bytes
    },
    .get(
      "/user/quoteValueRatio", .read,
      Operation(
        "User.getQuoteValueRatio", "How much the account trades for each order it places, changes or cancels.",
        takes: [.targetAccount], answers: .row(.quoteValueRatio))
    ) { call throws(APIError) in
      var writer = JSONWriter(capacity: 256)
      writer.append(Activity(call, try call.target()).valueRatio, QuoteValueRatioRow.schema)
      return writer.bytes
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
    .get(
      "/user/executionHistory", .read,
      Operation(
        "User.getExecutionHistory", "The account's executions in one contract in the session that ends at a moment.",
        takes: [
          .contract, Parameter("timestamp", .moment, "The end of the session, which is noon on the day.").required,
        ], answers: .rows(.execution))
    ) { call throws(APIError) in
      let query = try ExecutionHistoryQuery(call.parameters)
      let account = call.account
      let names = call.venue.contracts(query.symbol).map(\.symbol)
      let session = (query.timestamp - Timestamp.day + 1)...query.timestamp
      let rows = call.venue.exchange.read { $0.executions(of: account) }
      return list(rows.filter { names.contains($0.symbol) && session.contains($0.timestamp ?? 0) })
    },
  ]
}

extension Parameter {
  /// Another account of the family.
  static let targetAccount = Parameter("targetAccountId", .whole, "One of your sub-accounts; your own when left out.")
}

/// What an account did, from the executions that are kept.
private struct Activity {
  private let account: Int64
  private let rows: [ExecutionRow]
  private let coin: DollarPrice
  private let now: Int64
  private let today: Int64

  init(_ call: Call, _ account: AccountID) {
    self.account = Int64(account.rawValue)
    (rows, coin, now) = call.venue.exchange.read {
      ($0.executions(of: account), DollarPrice($0), $0.time.rawValue)
    }
    today = now - now % Timestamp.day
  }

  /// Dollars traded in thirty days.
  var dollars: Int64 {
    trades(since: now - 30 * Timestamp.day).reduce(0) { sum, row in
      let currency = Currency(word: row.settlCurrency ?? "") ?? .xbt
      return sum + coin.dollars(abs(row.execCost ?? 0), currency, at: now)
    }
  }

  var fillRatio: QuoteFillRatioRow {
    var row = QuoteFillRatioRow(date: today, account: account)
    let week = today - 6 * Timestamp.day
    row.quoteCount = quotes(since: today, ["New", "Replaced"])
    row.dealtCount = Int64(Set(trades(since: today).map(\.orderID)).count)
    let (quotes, dealt) = (quotes(since: week, ["New", "Replaced"]), Set(trades(since: week).map(\.orderID)).count)
    row.quotesMavg7 = Decimal(quotes, dividedBy: 7, places: 4) ?? .zero
    row.dealtMavg7 = Decimal(Int64(dealt), dividedBy: 7, places: 4) ?? .zero
    row.quoteFillRatioMavg7 = Decimal(Int64(dealt), dividedBy: quotes, places: 4)
    return row
  }

  var valueRatio: QuoteValueRatioRow {
    var row = QuoteValueRatioRow(timestamp: today, account: account)
    row.quoteCount = quotes(since: today, ["New", "Replaced", "Canceled"])
    let satoshi = trades(since: today).filter { $0.settlCurrency == "XBt" }.reduce(0) { $0 + abs($1.execCost ?? 0) }
    row.volumeXBT = Decimal(satoshi, scale: 8)
    row.qvr = row.quoteCount == 0 ? nil : Decimal(satoshi / row.quoteCount, scale: 8)
    row.id = today / Timestamp.day
    return row
  }

  private func trades(since time: Int64) -> [ExecutionRow] {
    rows.filter { $0.execType == "Trade" && $0.timestamp ?? 0 >= time }
  }

  private func quotes(since time: Int64, _ types: Set<String>) -> Int64 {
    Int64(rows.count { types.contains($0.execType ?? "") && $0.timestamp ?? 0 >= time })
  }
}
