import ApusAPI
import ApusExchange
import ApusModel
import ApusTables

extension Routes {
  /// What an account has.
  static let user: [Route] = [
    .get(
      "/user/margin", .read,
      Operation(
        "User.getMargin", "What the account has in one currency and how much of it is tied up.",
        takes: [.currency], answers: .row(.margin))
    ) { call throws(APIError) in
      try money(call, { $0.margins(of: $1) }, { $0.currency }, { MarginRow(account: $0, currency: $1) })
    },
    .get(
      "/user/wallet", .read,
      Operation(
        "User.getWallet", "What the account deposited, withdrew and transferred in one currency.",
        takes: [.currency], answers: .row(.wallet))
    ) { call throws(APIError) in
      try money(call, { $0.wallets(of: $1) }, { $0.currency }, { WalletRow(account: $0, currency: $1) })
    },
    .get(
      "/user/walletHistory", .read,
      Operation(
        "User.getWalletHistory", "The changes of the account's wallets.",
        takes: [
          .currency,
          Parameter("count", .whole, "How many rows at most.", usual: .number("10000")),
          .start, .targetAccount,
          Parameter("reverse", .truth, "Whether the newest row comes first.", usual: true),
        ], answers: .rows(.transaction))
    ) { call throws(APIError) in try walletHistory(call) },
    .get(
      "/user/commission", .read,
      Operation("User.getCommission", "The account's fees in each contract.", answers: .rowsByName(.commission))
    ) { call throws(APIError) in commissions(call) },
    .get(
      "/execution", .read,
      Operation(
        "Execution.get", "Everything that happened to the account's orders and positions.",
        takes: Parameter.table, answers: .rows(.execution))
    ) { call throws(APIError) in try executions(call) { _ in true } },
    .get(
      "/interest", .read,
      Operation(
        "Interest.get", "The leverage interest that the account was charged.",
        takes: Parameter.table, answers: .rows(.interest))
    ) { call throws(APIError) in
      let page = try TablePage<InterestRow>(try TableQuery(call.parameters))
      let account = call.account
      return page.json(call.venue.exchange.read { $0.interest(of: account) })
    },
    .get(
      "/execution/tradeHistory", .read,
      Operation(
        "Execution.getTradeHistory", "The account's fills, fundings, settlements and liquidations.",
        takes: Parameter.table + [.targetAccount], answers: .rows(.execution))
    ) { call throws(APIError) in
      try executions(call) { tradeHistoryTypes.contains($0.execType ?? "") }
    },
  ]

  private static let tradeHistoryTypes: Set = ["Trade", "Funding", "Settlement", "Liquidation"]

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
    let page = try TablePage<TransactionRow>(
      try TableQuery(call.parameters, usually: 10_000, most: 10_000, newestFirst: true))
    let account = try call.target()
    let (rows, margins) = call.venue.exchange.read { ($0.transactions(of: account), $0.margins(of: account)) }
    let open = margins.filter { $0.unrealisedPnl != 0 }.map(TransactionRow.init(unrealised:))
    return page.json((rows + open).filter { currency == nil || $0.currency == currency })
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
      let row = CommissionRow(
        makerFee: Decimal(fees.maker.rawValue, scale: 8), takerFee: Decimal(fees.taker.rawValue, scale: 8),
        settlementFee: Decimal(contract.settlementFee.rawValue, scale: 8))
      writer.append(row, CommissionRow.schema)
    }
    writer.endObject()
    return writer.bytes
  }

  private static func executions(_ call: Call, _ isWanted: (ExecutionRow) -> Bool) throws(APIError) -> [UInt8] {
    let query = try TableQuery(call.parameters)
    let page = try TablePage<ExecutionRow>(query)
    let account = try call.target()
    let rows = call.venue.exchange.read { $0.executions(of: account) }
    let names = query.symbol.map { call.venue.contracts($0).map(\.symbol) }
    return page.json(rows.filter { isWanted($0) && (names?.contains($0.symbol) ?? true) })
  }
}

extension TransactionRow {
  /// What is open, which is no change of the wallet yet and so happened at no time.
  fileprivate init(unrealised margin: MarginRow) {
    let number = UInt64(1) << 63 | UInt64(margin.account) << 8 | (margin.currency == CurrencyQuery.usual ? 0 : 1)
    self.init(transactID: PublicID(.transaction, number), account: margin.account, currency: margin.currency)
    transactType = "UnrealisedPNL"
    transactStatus = "Pending"
    amount = margin.unrealisedPnl
    fee = 0
    walletBalance = margin.walletBalance
  }
}
