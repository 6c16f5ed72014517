import ApusAPI
import ApusExchange
import ApusModel
import ApusTables

extension Routes {
  /// What happened over time.
  static let history: [Route] = [
    .get(
      "/trade/bucketed", .open,
      Operation(
        "Trade.getBucketed", "What was traded in bins of time, each stamped with its end.",
        takes: Parameter.bins, answers: .rows(.tradeBin))
    ) { call throws(APIError) in
      try bucketed(call, TradeBinRow.schemas, { $0.tradeBins($1, $2, latest: $3) }, { $0.runningTradeBin($1, $2) })
    },
    .get(
      "/quote/bucketed", .open,
      Operation(
        "Quote.getBucketed", "The best prices at the end of bins of time.",
        takes: Parameter.bins, answers: .rows(.quote))
    ) { call throws(APIError) in
      try bucketed(call, QuoteRow.binSchemas, { $0.quoteBins($1, $2, latest: $3) }, { $0.runningQuoteBin($1, $2) })
    },
  ]

  /// The bins of one length, of one market or of all; the one that runs comes last and only when it is asked for.
  private static func bucketed<Row: SymbolRow & MomentRow>(
    _ call: Call, _ schemas: BySize<TableSchema<Row>>,
    _ ended: (borrowing Tables, InstrumentID, BinSize, Int) -> [Row],
    _ running: (borrowing Tables, InstrumentID, BinSize) -> Row?
  ) throws(APIError) -> [UInt8] {
    let query = try BucketQuery(call.parameters)
    let page = try TablePage<Row>(query.table, schemas[query.binSize])
    let contracts = call.venue.contracts(query.table.symbol)
    let found = call.venue.exchange.read { tables in
      var found: [Row] = []
      for contract in contracts {
        found += ended(tables, contract.id, query.binSize, page.newestEnough ?? .max)
        if query.partial, let row = running(tables, contract.id, query.binSize) { found.append(row) }
      }
      return found
    }
    return page.json(contracts.count > 1 ? found.sorted { $0.timestamp < $1.timestamp } : found)
  }
}

extension TradeBinRow: MomentRow {}
