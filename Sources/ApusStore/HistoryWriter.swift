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
  private let statement: Statement
  private let schema: TableSchema<Row>
  private let marks: MarkBook
  private let places: MarkedPlaces?
  private var values: [DatabaseValue] = []

  fileprivate init(_ table: HistoryTable<Row>, _ database: Database, _ marks: MarkBook) throws {
    self.database = database
    self.marks = marks
    statement = try database.cachedStatement(sql: table.insertion)
    schema = table.schema
    places = table.isGrowing ? MarkedPlaces(table) : nil
    values.reserveCapacity(schema.columns.count)
  }

  /// Writes a row, over the one with the same name where rows have names.
  public mutating func add(_ row: Row) throws {
    values.removeAll(keepingCapacity: true)
    for column in schema.columns { values.append(column.value(row).stored) }
    if let places { try count(places) }
    // Given as what may be nothing, they are taken as they are; of one type, each would go through a key path.
    statement.setUncheckedArguments(StatementArguments(values.lazy.map { $0 as (any DatabaseValueConvertible)? }))
    try statement.execute()
  }

  private func count(_ places: MarkedPlaces) throws {
    guard let time = Int64.fromDatabaseValue(values[places.time]) else {
      throw HistoryFailure("a row of \(places.table) has no time")
    }
    try marks.count(places.lists(of: values), at: time, places.subjectColumn, in: database)
  }
}

/// Where a table has what says which lists a row belongs to.
struct MarkedPlaces {
  let table: String
  let time: Int
  let subjectColumn: String
  private let subject: Int
  private let owner: Int?
  private let kind: Int?

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
    kind = table.owner == nil ? nil : names.firstIndex(of: "execType")
  }

  /// The lists that a row belongs to.
  func lists(of values: [DatabaseValue]) -> [GrowingList] {
    let all = GrowingList(table: table, owner: owner.flatMap { Int64.fromDatabaseValue(values[$0]) })
    var narrow = all
    narrow.subject = String.fromDatabaseValue(values[subject])
    guard let kind, let word = String.fromDatabaseValue(values[kind]), HistoryTables.tradeWords.contains(word) else {
      return [all, narrow]
    }
    var trades = all
    trades.isTradeHistory = true
    var narrowTrades = narrow
    narrowTrades.isTradeHistory = true
    return [all, narrow, trades, narrowTrades]
  }
}
