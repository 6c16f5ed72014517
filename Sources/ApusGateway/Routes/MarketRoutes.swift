import ApusAPI
import ApusExchange
import ApusModel
import ApusTables

extension Routes {
  /// What anybody may know of the markets.
  static let markets: [Route] = [
    .get(
      "/instrument", .open,
      Operation(
        "Instrument.get", "The contracts and the indices.",
        takes: Parameter.table, answers: .rows(.instrument))
    ) { call throws(APIError) in
      try instruments(call, try TableQuery(call.parameters)) { _ in true }
    },
    .get(
      "/instrument/active", .open,
      Operation(
        "Instrument.getActive", "The contracts that can be traded now.",
        answers: .rows(.instrument))
    ) { call throws(APIError) in
      try instruments(call, .everything) { $0.isActive }
    },
    .get(
      "/instrument/activeAndIndices", .open,
      Operation(
        "Instrument.getActiveAndIndices", "The contracts that can be traded now, and the indices.",
        answers: .rows(.instrument))
    ) { call throws(APIError) in
      try instruments(call, .everything) { $0.isActive || $0.isIndex }
    },
    .get(
      "/instrument/indices", .open,
      Operation(
        "Instrument.getIndices", "The indices.",
        answers: .rows(.instrument))
    ) { call throws(APIError) in
      try instruments(call, .everything) { $0.isIndex }
    },
    .get(
      "/instrument/compositeIndex", .open,
      Operation(
        "Instrument.getCompositeIndex", "An index and what its sources weigh; .BXBT when no symbol is named.",
        takes: Parameter.table, answers: .rows(.indexComposite))
    ) { call throws(APIError) in try composite(call) },
    .get(
      "/instrument/activeIntervals", .open,
      Operation(
        "Instrument.getActiveIntervals",
        "The series and terms that symbols can be named by, and the contract each means now.",
        answers: .row(.instrumentInterval))
    ) { call in activeIntervals(call) },
    .get(
      "/orderBook/L2", .open,
      Operation(
        "OrderBook.getL2", "What rests in the book of a contract, asks first, each side by falling price.",
        takes: [.contract, .depth], answers: .rows(.orderBookL2))
    ) { call throws(APIError) in try book(call) },
    .get(
      "/liquidation", .open,
      Operation(
        "Liquidation.get", "The open orders of the liquidation engine.",
        takes: Parameter.table, answers: .rows(.liquidation))
    ) { call throws(APIError) in
      let query = try TableQuery(call.parameters)
      let page = try TablePage<LiquidationRow>(query)
      let names = query.symbol.map { call.venue.contracts($0).map(\.symbol) }
      return page.json(call.venue.exchange.read { $0.openLiquidations }.filter { names?.contains($0.symbol) ?? true })
    },
  ]

  private static func instruments(
    _ call: Call, _ query: TableQuery, _ isWanted: (InstrumentRow) -> Bool
  ) throws(APIError) -> [UInt8] {
    let page = try TablePage<InstrumentRow>(query)
    let rows = call.venue.exchange.read { $0.instruments }
    return page.json(rows.filter { isWanted($0) && $0.isNamed(query.symbol, call.venue) })
  }

  /// An index and its sources; `.BXBT` when none is named.
  private static func composite(_ call: Call) throws(APIError) -> [UInt8] {
    let query = try TableQuery(call.parameters)
    let page = try TablePage<IndexCompositeRow>(query)
    let symbol = query.symbol?.name ?? ".BXBT"
    return page.json(call.venue.exchange.read { $0.composites(of: symbol) })
  }

  /// The series and terms that symbols can be named by, and the contract each of them means now.
  private static func activeIntervals(_ call: Call) -> [UInt8] {
    let door = call.venue
    let roots = Set(door.contracts.filter { !$0.isSettled }.map { $0.terms.root.description }).sorted()
    let terms: [SymbolReference.Term] = [.perpetual, .weekly, .quarterly, .biquarterly]
    var row = InstrumentIntervalRow(intervals: [], symbols: [])
    for root in roots {
      for term in terms {
        for contract in door.contracts(SymbolReference(root, term)) {
          row.intervals.append("\(root):\(term.rawValue)")
          row.symbols.append(contract.symbol)
        }
      }
    }
    var writer = JSONWriter(capacity: 1_024)
    writer.append(row, InstrumentIntervalRow.schema)
    return writer.bytes
  }

  private static func book(_ call: Call) throws(APIError) -> [UInt8] {
    let query = try OrderBookQuery(call.parameters)
    guard let contract = call.venue.contracts(query.symbol).first else { throw .invalidSymbol }
    let rows = call.venue.exchange.read { tables in
      tables.orderBookL2(contract.id, depth: query.depth == 0 ? nil : query.depth)
    }
    var writer = JSONWriter(capacity: 64 + rows.count * 180)
    writer.beginArray()
    for row in rows { writer.append(row, OrderBookRow.schema) }
    writer.endArray()
    return writer.bytes
  }
}

extension TableQuery {
  /// All rows, whatever was asked: these lists take no parameters.
  fileprivate static let everything: TableQuery = {
    do throws(APIError) {
      return try TableQuery(JSONObject(), usually: 100_000, most: 100_000)
    } catch { preconditionFailure("a query without parameters is refused: \(error.message)") }
  }()
}

extension InstrumentRow {
  /// Whether it can be traded now.
  fileprivate var isActive: Bool { state == "Open" && !isIndex }

  /// Whether it is an index.
  fileprivate var isIndex: Bool { typ?.hasPrefix("MR") ?? false }

  /// Whether a query names it: by its symbol, or by a series of contracts.
  fileprivate func isNamed(_ reference: SymbolReference?, _ venue: VenueDoor) -> Bool {
    guard let reference else { return true }
    if reference.term == nil, reference.name == symbol.uppercased() { return true }
    return venue.contracts(reference).contains { $0.symbol == symbol }
  }
}
