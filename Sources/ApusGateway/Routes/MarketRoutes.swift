import ApusAPI
import ApusExchange
import ApusModel
import ApusTables

extension Routes {
  /// What anybody may know of the markets.
  static let markets: [Route] = [
    .show(
      "/instrument",
      Operation(
        "Instrument.get", "The contracts and the indices.",
        takes: Parameter.table, answers: .rows(.instrument))
    ) { call throws(APIError) in
      try instruments(call, try TableQuery(call.parameters)) { _ in true }
    },
    .show(
      "/instrument/active",
      Operation(
        "Instrument.getActive", "The contracts that can be traded now.",
        answers: .rows(.instrument))
    ) { call throws(APIError) in
      try instruments(call, .everything) { $0.isActive }
    },
    .show(
      "/instrument/activeAndIndices",
      Operation(
        "Instrument.getActiveAndIndices", "The contracts that can be traded now, and the indices.",
        answers: .rows(.instrument))
    ) { call throws(APIError) in
      try instruments(call, .everything) { $0.isActive || $0.isIndex }
    },
    .show(
      "/instrument/indices",
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
    .show(
      "/orderBook/L2",
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
  ) throws(APIError) -> Exhibit {
    let page = try TablePage<InstrumentRow>(query)
    if let contract = call.venue.exact(query.symbol) {
      let sight = Sight.instrument(contract.id)
      let (row, batch) = call.venue.exchange.read { ($0.row(of: contract.id), $0.lastChange(of: sight)) }
      if row.symbol == contract.symbol { return Exhibit(page.json(isWanted(row) ? [row] : []), of: sight, at: batch) }
    }
    let (rows, batch) = call.venue.exchange.read { ($0.instruments, $0.lastChange(of: .instruments)) }
    let json = page.json(rows.filter { isWanted($0) && $0.isNamed(query.symbol, call.venue) })
    // What a series means hangs together with the calendar too.
    return query.symbol == nil ? Exhibit(json, of: .instruments, at: batch) : Exhibit(json)
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

  private static func book(_ call: Call) throws(APIError) -> Exhibit {
    let query = try OrderBookQuery(call.parameters)
    guard let contract = call.venue.contracts(query.symbol).first else { throw .invalidSymbol }
    let sight = Sight.book(contract.id)
    let (rows, batch) = call.venue.exchange.read { tables in
      (tables.orderBookL2(contract.id, depth: query.depth == 0 ? nil : query.depth), tables.lastChange(of: sight))
    }
    var writer = JSONWriter(capacity: 64 + rows.count * 180)
    writer.append(rows)
    return call.venue.exact(query.symbol) == nil ? Exhibit(writer.bytes) : Exhibit(writer.bytes, of: sight, at: batch)
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
