import ApusAPI
import ApusExchange
import ApusModel
import ApusStore
import ApusTables

extension Routes {
  /// What happened over time.
  static let history: [Route] = marketHistory + accountHistory

  private static let marketHistory: [Route] = [
    .list(
      "/trade", .open,
      Operation("Trade.get", "What traded.", takes: Parameter.table, answers: .rows(.trade))
    ) { call throws(APIError) in try market(call, HistoryTables.trade) },
    .list(
      "/trade/bucketed", .open,
      Operation(
        "Trade.getBucketed", "What was traded in bins of time, each stamped with its end.",
        takes: Parameter.bins, answers: .rows(.tradeBin))
    ) { call throws(APIError) in
      try bucketed(call, HistoryTables.tradeBins) { $0.runningTradeBin($1, $2) }
    },
    .list(
      "/quote", .open,
      Operation("Quote.get", "The best prices, as they changed.", takes: Parameter.table, answers: .rows(.quote))
    ) { call throws(APIError) in try market(call, HistoryTables.quote) },
    .list(
      "/quote/bucketed", .open,
      Operation(
        "Quote.getBucketed", "The best prices at the end of bins of time.",
        takes: Parameter.bins, answers: .rows(.quote))
    ) { call throws(APIError) in
      try bucketed(call, HistoryTables.quoteBins) { $0.runningQuoteBin($1, $2) }
    },
    .list(
      "/funding", .open,
      Operation(
        "Funding.get", "What longs paid to shorts at each funding.", takes: Parameter.table, answers: .rows(.funding))
    ) { call throws(APIError) in try market(call, HistoryTables.funding) },
    .list(
      "/settlement", .open,
      Operation(
        "Settlement.get", "What contracts were paid out at.", takes: Parameter.table, answers: .rows(.settlement))
    ) { call throws(APIError) in try market(call, HistoryTables.settlement) },
    .list(
      "/insurance", .open,
      Operation(
        "Insurance.get", "What the insurance fund held, day by day.",
        takes: Parameter.table, answers: .rows(.insurance))
    ) { call throws(APIError) in
      HistoryReading(try HistoryQuestion(HistoryTables.insurance, try TableQuery(call.parameters)))
    },
  ]

  private static let accountHistory: [Route] = [
    .list("/order", .read, .getOrders) { call throws(APIError) in try orders(call) },
    .list(
      "/execution", .read,
      Operation(
        "Execution.get", "Everything that happened to the account's orders and positions.",
        takes: Parameter.table, answers: .rows(.execution))
    ) { call throws(APIError) in HistoryReading(try account(call, HistoryTables.execution)) },
    .list(
      "/execution/tradeHistory", .read,
      Operation(
        "Execution.getTradeHistory", "The account's fills, fundings, settlements and liquidations.",
        takes: Parameter.table + [.targetAccount, .targetAccounts], answers: .rows(.execution))
    ) { call throws(APIError) in
      var question = try account(call, HistoryTables.execution)
      question.accounts = try call.targets().map { Int64($0.rawValue) }
      question.isTradeHistory = true
      return HistoryReading(question)
    },
    .list(
      "/interest", .read,
      Operation(
        "Interest.get", "The leverage interest that the account was charged.",
        takes: Parameter.table, answers: .rows(.interest))
    ) { call throws(APIError) in HistoryReading(try account(call, HistoryTables.interest)) },
    .list(
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
  ]

  /// The rows of a market, or of all.
  private static func market<Row>(_ call: Call, _ table: HistoryTable<Row>) throws(APIError) -> HistoryReading {
    let query = try TableQuery(call.parameters, most: 1_000)
    var question = try HistoryQuestion(table, query)
    question.subjects = call.venue.names(query.symbol)
    return HistoryReading(question)
  }

  /// The bins of one length, of one market or of all; the one that runs comes last and only when it is asked for.
  private static func bucketed<Row: BinRow>(
    _ call: Call, _ tables: BySize<HistoryTable<Row>>,
    _ running: (borrowing Tables, InstrumentID, BinSize) -> Row?
  ) throws(APIError) -> HistoryReading {
    let query = try BucketQuery(call.parameters)
    var question = try HistoryQuestion(tables[query.binSize], query.table)
    question.subjects = call.venue.names(query.table.symbol)
    guard query.partial else { return HistoryReading(question) }
    let contracts = call.venue.contracts(query.table.symbol)
    let rows = call.venue.exchange.read { tables in
      var rows: [Row] = []
      for contract in contracts { if let row = running(tables, contract.id, query.binSize) { rows.append(row) } }
      return rows
    }
    question.present = rows.sorted { $0.symbol < $1.symbol }
    question.presentTime = rows.first?.timestamp
    return HistoryReading(question)
  }

  /// The rows of an account.
  private static func account<Row>(
    _ call: Call, _ table: HistoryTable<Row>
  ) throws(APIError) -> HistoryQuestion<Row> {
    let query = try TableQuery(call.parameters)
    var question = try HistoryQuestion(table, query)
    question.account = Int64(call.account.rawValue)
    question.subjects = call.venue.names(query.symbol)
    return question
  }

  /// An account's orders by the time of their last change; open ones alone are known without looking into the past.
  private static func orders(_ call: Call) throws(APIError) -> HistoryReading {
    var question = try account(call, HistoryTables.order)
    guard try TableQuery(call.parameters).filter.asksForOpenOrders else { return HistoryReading(question) }
    let (account, names) = (call.account, question.subjects)
    let rows = call.venue.exchange.read { $0.openOrders(of: account) }
    question.present = rows.filter { names?.contains($0.symbol) ?? true }
      .sorted { ($0.timestamp ?? 0, $0.orderID.number) < ($1.timestamp ?? 0, $1.orderID.number) }
    question.isPresentOnly = true
    return HistoryReading(question)
  }

  private static func walletHistory(_ call: Call) throws(APIError) -> HistoryReading {
    let query = try TableQuery(call.parameters, usually: 10_000, most: 10_000, newestFirst: true)
    let currency = try CurrencyQuery(call.parameters).currency
    guard currency.map({ Currency(word: $0) != nil }) ?? true else { throw .invalidCurrency }
    let account = try call.target()
    var question = try HistoryQuestion(HistoryTables.transact, query)
    question.account = Int64(account.rawValue)
    question.subjects = currency.map { [$0] }
    question.present = call.venue.exchange.read { $0.margins(of: account) }
      .filter { $0.unrealisedPnl != 0 && (currency == nil || $0.currency == currency) }
      .map(TransactionRow.init(unrealised:))
    return HistoryReading(question)
  }
}

extension VenueDoor {
  /// The symbols that a query means, also one of a contract that is gone; nil when it names none.
  func names(_ reference: SymbolReference?) -> [String]? {
    guard let reference else { return nil }
    let names = contracts(reference).map(\.symbol)
    return names.isEmpty && reference.term == nil ? [reference.name] : names
  }
}

extension Filter {
  /// Whether only open orders can match.
  fileprivate var asksForOpenOrders: Bool {
    terms.contains { term in
      (term.name == "open" && term.values == [.bool(true)])
        || (term.name == "ordStatus.isTerminated" && term.values == [.bool(false)])
    }
  }
}

/// A row of a contract's bin.
protocol BinRow: TableRow {
  /// The contract.
  var symbol: String { get }
  /// When the bin ended, in milliseconds since 1970.
  var timestamp: Int64 { get }
}

extension QuoteRow: BinRow {}
extension TradeBinRow: BinRow {}
