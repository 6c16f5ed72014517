import ApusAPI
import ApusModel
import ApusTables
import Testing

/// A client's copies of all tables, kept by the changes alone.
struct Mirror {
  var orders = Copy<OrderRow>()
  var positions = Copy<PositionRow>()
  var margins = Copy<MarginRow>()
  var wallets = Copy<WalletRow>()
  var instruments = Copy<InstrumentRow>()
  var book = Copy<OrderBookRow>()
  var top = Copy<OrderBookRow>()
  var ten = Copy<OrderBook10Row>()
  var executions = Copy<ExecutionRow>()
  var transactions = Copy<TransactionRow>()
  var trades: [TradeRow] = []
  var quotes: [QuoteRow] = []
  var bins: [[TradeBinRow]] = BinSize.allCases.map { _ in [] }
  var quoteBins: [[QuoteRow]] = BinSize.allCases.map { _ in [] }

  /// Takes in what a batch changed.
  mutating func apply(_ changes: TableChanges) {
    orders.apply(changes.order)
    positions.apply(changes.position)
    margins.apply(changes.margin)
    wallets.apply(changes.wallet)
    instruments.apply(changes.instrument)
    book.apply(changes.orderBookL2)
    top.apply(changes.orderBookL2Top)
    ten.apply(changes.orderBook10)
    executions.apply(changes.execution)
    transactions.apply(changes.transact)
    trades += changes.trade.map(\.row)
    quotes += changes.quote.map(\.row)
    for (place, size) in BinSize.allCases.enumerated() {
      bins[place] += changes.tradeBin[size].map(\.row)
      quoteBins[place] += changes.quoteBin[size].map(\.row)
    }
  }

  /// Reads everything afresh.
  init(_ tables: borrowing Tables) {
    for number in 0..<tables.accountCount {
      let account = AccountID(rawValue: UInt32(number + 1))
      orders.fill(tables.orders(of: account))
      positions.fill(tables.positions(of: account))
      margins.fill(tables.margins(of: account))
      wallets.fill(tables.wallets(of: account))
      executions.fill(tables.executions(of: account))
      transactions.fill(tables.transactions(of: account))
    }
    instruments.fill(tables.instruments)
    for number in 0..<tables.instrumentCount {
      let instrument = InstrumentID(rawValue: UInt16(number))
      book.fill(tables.orderBookL2(instrument))
      top.fill(tables.orderBookL2Top(instrument))
      ten.fill([tables.orderBook10(instrument)])
      trades += tables.trades(instrument)
      quotes += tables.quotes(instrument)
      for (place, size) in BinSize.allCases.enumerated() {
        bins[place] += tables.tradeBins(instrument, size)
        quoteBins[place] += tables.quoteBins(instrument, size)
      }
    }
  }

  /// Holds this copy against a fresh one.
  func expect(toEqual fresh: Mirror, _ note: Comment) {
    #expect(orders == fresh.orders, note)
    #expect(positions == fresh.positions, note)
    #expect(margins == fresh.margins, note)
    #expect(wallets == fresh.wallets, note)
    #expect(instruments == fresh.instruments, note)
    #expect(book == fresh.book, note)
    #expect(top == fresh.top, note)
    #expect(ten == fresh.ten, note)
    #expect(executions == fresh.executions, note)
    #expect(transactions == fresh.transactions, note)
    #expect(trades == fresh.trades, note)
    #expect(quotes == fresh.quotes, note)
    #expect(bins == fresh.bins, note)
    #expect(quoteBins == fresh.quoteBins, note)
  }
}

/// A client's copy of a table with keys.
struct Copy<Row: TableRow>: Equatable {
  var rows: [[Cell]: Row] = [:]

  mutating func fill(_ fresh: [Row]) {
    for row in fresh { #expect(rows.updateValue(row, forKey: key(row)) == nil, "\(Row.schema.name) has a row twice") }
  }

  mutating func apply(_ changes: [RowChange<Row>]) {
    for change in changes {
      let key = key(change.row)
      switch change {
      case .insert(let row): #expect(rows.updateValue(row, forKey: key) == nil, "\(Row.schema.name): inserted twice")
      case .update(let old, let new):
        #expect(rows[key] == old, "\(Row.schema.name): not what it was")
        #expect(old != new, "\(Row.schema.name): an update that changes nothing")
        rows[key] = new
      case .delete: #expect(rows.removeValue(forKey: key) != nil, "\(Row.schema.name): deleted twice")
      }
    }
  }

  private func key(_ row: Row) -> [Cell] {
    Row.schema.columns.filter { Row.schema.keys.contains($0.name) }.map { $0.value(row) }
  }
}
