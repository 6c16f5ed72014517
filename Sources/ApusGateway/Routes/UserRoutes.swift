import ApusAPI
import ApusExchange
import ApusModel
import ApusTables

extension Routes {
  /// What an account has.
  static let user: [Route] = [
    .get("/user", .read) { call throws(APIError) in about(call) },
    .get("/user/margin", .read) { call throws(APIError) in
      try money(call, { $0.margins(of: $1) }, { $0.currency }, { MarginRow(account: $0, currency: $1) })
    },
    .get("/user/wallet", .read) { call throws(APIError) in
      try money(call, { $0.wallets(of: $1) }, { $0.currency }, { WalletRow(account: $0, currency: $1) })
    },
    .get("/user/walletHistory", .read) { call throws(APIError) in try walletHistory(call) },
    .get("/user/commission", .read) { call throws(APIError) in commissions(call) },
    .get("/execution", .read) { call throws(APIError) in try executions(call) { _ in true } },
    .get("/interest", .read) { call throws(APIError) in
      let page = try TablePage<InterestRow>(try TableQuery(call.parameters))
      let account = call.account
      return page.json(call.venue.exchange.read { $0.interest(of: account) })
    },
    .get("/execution/tradeHistory", .read) { call throws(APIError) in
      try executions(call) { tradeHistoryTypes.contains($0.execType ?? "") }
    },
  ]

  private static let tradeHistoryTypes: Set = ["Trade", "Funding", "Settlement", "Liquidation"]

  private static func about(_ call: Call) -> [UInt8] {
    var writer = JSONWriter(capacity: 128)
    writer.beginObject()
    writer.member("id", Int64(call.account.rawValue))
    writer.member("username", call.key?.owner ?? "")
    writer.member("accountName", call.key?.owner ?? "")
    writer.member("isUser", true)
    writer.endObject()
    return writer.bytes
  }

  /// One row for the currency that is asked for, or all of them in a list.
  private static func money<Row: TableRow>(
    _ call: Call, _ rows: (borrowing Tables, AccountID) -> [Row], _ currency: (Row) -> String,
    _ empty: (Int64, String) -> Row
  ) throws(APIError) -> [UInt8] {
    let query = try CurrencyQuery(call.parameters)
    let account = call.account
    let found = call.venue.exchange.read { rows($0, account) }
    var writer = JSONWriter(capacity: 1_024)
    guard let wanted = query.currency else {
      writer.beginArray()
      for row in found { writer.append(row, Row.schema) }
      writer.endArray()
      return writer.bytes
    }
    guard Currency.allCases.contains(where: { $0.symbol.description == wanted }) else { throw .invalidCurrency }
    let row = found.first { currency($0) == wanted } ?? empty(Int64(account.rawValue), wanted)
    writer.append(row, Row.schema)
    return writer.bytes
  }

  private static func walletHistory(_ call: Call) throws(APIError) -> [UInt8] {
    let currency = try CurrencyQuery(call.parameters).currency
    let page = try TablePage<TransactionRow>(try TableQuery(call.parameters, most: 10_000, newestFirst: true))
    let account = call.account
    let rows = call.venue.exchange.read { $0.transactions(of: account) }
    return page.json(rows.filter { currency == nil || $0.currency == currency })
  }

  private static func commissions(_ call: Call) -> [UInt8] {
    let account = call.account
    let (terms, tier) = call.venue.exchange.read { tables in
      let all = (0..<tables.instrumentCount).map { tables.terms(of: InstrumentID(rawValue: UInt16($0))) }
      return (all, tables.standing(of: account)?.plan.feeTier ?? 0)
    }
    var writer = JSONWriter(capacity: 256)
    writer.beginObject()
    for contract in terms {
      let fees = contract.fees(at: tier)
      writer.name(contract.symbol.description)
      writer.beginObject()
      for (name, rate) in [
        ("makerFee", fees.maker), ("takerFee", fees.taker), ("settlementFee", contract.settlementFee),
      ] {
        writer.name(name)
        writer.append(Decimal(rate.rawValue, scale: 8))
      }
      writer.endObject()
    }
    writer.endObject()
    return writer.bytes
  }

  private static func executions(_ call: Call, _ isWanted: (ExecutionRow) -> Bool) throws(APIError) -> [UInt8] {
    let query = try TableQuery(call.parameters)
    let page = try TablePage<ExecutionRow>(query)
    let account = call.account
    let rows = call.venue.exchange.read { $0.executions(of: account) }
    let names = query.symbol.map { call.venue.contracts($0).map(\.symbol) }
    return page.json(rows.filter { isWanted($0) && (names?.contains($0.symbol) ?? true) })
  }
}
