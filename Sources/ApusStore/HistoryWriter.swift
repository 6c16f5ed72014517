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
    let statement = try database.cachedStatement(sql: table.insertion)
    let places = table.isGrowing ? MarkedPlaces(table) : nil
    for row in rows {
      let values = table.schema.columns.map { $0.value(row).stored }
      if let places { try count(values, places) }
      statement.setUncheckedArguments(StatementArguments(values))
      try statement.execute()
    }
  }

  private func count(_ values: [DatabaseValue], _ places: MarkedPlaces) throws {
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
