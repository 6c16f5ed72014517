public import ApusAPI
import GRDB

/// Writes rows within one transaction.
public struct HistoryWriter: ~Copyable {
  private let database: Database
  private let marks: MarkBook

  init(_ database: Database, _ marks: MarkBook) {
    self.database = database
    self.marks = marks
  }

  /// Writes rows of a table in their order.
  public func add<Row: TableRow>(_ rows: some Sequence<Row>, to table: HistoryTable<Row>) throws {
    var insertion = try insertion(into: table)
    for row in rows { try insertion.add(row) }
  }

  /// What writes rows of a table.
  public func insertion<Row: TableRow>(into table: HistoryTable<Row>) throws -> HistoryInsertion<Row> {
    try HistoryInsertion(table, database, marks)
  }
}

/// Writes rows of one table, one after the other.
public struct HistoryInsertion<Row: TableRow> {
  private let database: Database
  private var statement: RowStatement
  private let schema: TableSchema<Row>
  private let marks: MarkBook
  private let places: MarkedPlaces?
  private var cells: [Cell] = []

  fileprivate init(_ table: HistoryTable<Row>, _ database: Database, _ marks: MarkBook) throws {
    self.database = database
    self.marks = marks
    statement = try RowStatement(table.insertion, database)
    schema = table.schema
    places = table.isGrowing ? MarkedPlaces(table) : nil
    cells.reserveCapacity(schema.columns.count)
  }

  /// Writes a row, over the one with the same name where rows have names.
  public mutating func add(_ row: Row) throws {
    cells.removeAll(keepingCapacity: true)
    schema.append(row, to: &cells)
    if let places { try count(places) }
    try statement.execute(cells)
  }

  private func count(_ places: MarkedPlaces) throws {
    guard case .timestamp(let time) = cells[places.time] else {
      throw HistoryFailure("a row of \(places.table) has no time")
    }
    try marks.count(places.lists(of: cells), at: time, places.subjectColumn, in: database)
  }
}

/// Where a table has what says which lists a row belongs to.
struct MarkedPlaces {
  let table: String
  let time: Int
  let subjectColumn: String
  private let subject: Int
  private let owner: Int?
  private let tradeQuantity: Int?

  init<Row>(_ table: HistoryTable<Row>) {
    let names = table.schema.columns.map(\.name)
    guard let time = names.firstIndex(of: "timestamp"), let subject = names.firstIndex(of: table.subject) else {
      preconditionFailure("\(table.schema.name) has no times or no \(table.subject)")
    }
    self.table = table.schema.name
    self.time = time
    self.subject = subject
    subjectColumn = table.subject
    owner = table.owner.flatMap(names.firstIndex)
    tradeQuantity = table.owner == nil ? nil : names.firstIndex(of: HistoryTables.tradeQuantity)
  }

  /// The lists that a row belongs to.
  func lists(of cells: [Cell]) -> [GrowingList] {
    let all = GrowingList(table: table, owner: owner.flatMap { cells[$0].number })
    var narrow = all
    narrow.subject = cells[subject].word
    guard let tradeQuantity, cells[tradeQuantity] != .null else { return [all, narrow] }
    var trades = all
    trades.isTradeHistory = true
    var narrowTrades = narrow
    narrowTrades.isTradeHistory = true
    return [all, narrow, trades, narrowTrades]
  }
}

extension Cell {
  fileprivate var number: Int64? { if case .long(let number) = self { number } else { nil } }
  fileprivate var word: String? { if case .text(let word) = self { word } else { nil } }
}
