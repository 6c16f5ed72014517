public import ApusAPI
import GRDB

/// A question about a table of the past, with all names looked up.
public struct HistoryQuestion<Row: TableRow>: Sendable {
  let table: HistoryTable<Row>
  let query: TableQuery
  let conditions: RowFilter<Row>
  let columns: ColumnSelection<Row>
  /// Whose rows, in a table of accounts.
  public var account: Int64? {
    get { accounts.first }
    set { accounts = newValue.map { [$0] } ?? [] }
  }
  /// Whose rows, of several of a family.
  public var accounts: [Int64] = []
  /// Of which contracts or currencies; nil for all.
  public var subjects: [String]?
  /// Whether only executions of the trade history are wanted.
  public var isTradeHistory = false
  /// Rows of the present that follow the newest ones of the past, which ended before them; in their order.
  public var present: [Row] = []
  /// Whether the rows of the present are all that is wanted.
  public var isPresentOnly = false
  /// When the rows of the present begin; later ones of the past are the same rows.
  public var presentTime: Int64?

  /// Looks up what a query names; refuses what the table does not have.
  public init(_ table: HistoryTable<Row>, _ query: TableQuery) throws(APIError) {
    self.table = table
    self.query = query
    conditions = try query.rowFilter(table.schema)
    columns = try query.selection(table.schema)
  }
}

extension HistoryQuestion {
  /// Whether it asks for what has a name of its own.
  fileprivate var isLookup: Bool {
    let names = table.lookups.flatMap(\.self).filter { $0 != table.owner && $0 != "timestamp" }
    return conditions.conditions.contains { condition in
      guard case .equals(let column, let cells) = condition, !cells.contains(.null) else { return false }
      return column.name == table.key || names.contains(column.name)
    }
  }
}

/// How rows are written.
public enum ListForm: Sendable {
  case json
  case csv
}

extension HistoryStore {
  /// The rows a question asks for, written out.
  public func answer<Row: TableRow>(
    _ question: HistoryQuestion<Row>, as form: ListForm = .json
  ) throws(HistoryFailure) -> [UInt8] {
    var page = ListWriter(question.columns.columns, form)
    let (start, count) = (question.query.start, question.query.count)
    let present = question.present.filter { question.conditions.matches($0) }
    guard question.query.reverse else {
      try write(question, from: start, count, into: &page)
      // Rows of the present follow the last one of the past, and are never paged apart from it.
      if page.count > 0 || start == 0 || question.isPresentOnly {
        for row in present.dropFirst(question.isPresentOnly ? start : 0).prefix(count - page.count) {
          page.append(row, question.columns.columns)
        }
      }
      return page.finish()
    }
    for row in present.reversed().dropFirst(start).prefix(count) { page.append(row, question.columns.columns) }
    try write(question, from: max(0, start - present.count), count - page.count, into: &page)
    return page.finish()
  }

  private func write<Row: TableRow>(
    _ question: HistoryQuestion<Row>, from start: Int, _ count: Int, into page: inout ListWriter
  ) throws(HistoryFailure) {
    guard count > 0, !question.isPresentOnly else { return }
    let types = question.columns.columns.map(\.type)
    try read({ database in
      let stretch = try stretch(of: question, from: start, in: database)
      let statement = HistoryStatement(question, stretch, from: start, count)
      return (statement.sql, statement.arguments)
    }) { row in
      var cells: [Cell] = []
      cells.reserveCapacity(types.count)
      for (place, type) in types.enumerated() {
        guard let cell = Cell(row[place] as DatabaseValue, as: type) else {
          throw HistoryFailure("a \(type) of \(question.table.schema.name) holds \(row[place] as DatabaseValue)")
        }
        cells.append(cell)
      }
      page.append(cells)
    }
  }

  /// Where a page begins that lies far into a list, if marks can tell.
  private func stretch<Row: TableRow>(
    of question: HistoryQuestion<Row>, from start: Int, in database: Database
  ) throws -> Stretch? {
    guard start > spacing, let list = question.growingList else { return nil }
    var stretch = Stretch(end: question.presentTime, start: Int64(start))
    for condition in question.conditions.conditions {
      guard case .within(let column, let range) = condition, column.name == "timestamp" else { return nil }
      stretch.from = max(stretch.from ?? .min, range.lowerBound)
      if range.upperBound < .max { stretch.end = min(stretch.end ?? .max, range.upperBound + 1) }
    }
    return try stretch.shortened(
      for: list, question.table.subject, reverse: question.query.reverse, in: database)
  }
}

extension HistoryQuestion {
  /// The list it pages through, times apart, when that only grows and is one of those with marks.
  fileprivate var growingList: GrowingList? {
    guard table.isGrowing, accounts.count <= 1, subjects?.count ?? 1 == 1 else { return nil }
    return GrowingList(
      table: table.schema.name, owner: account, subject: subjects?.first, isTradeHistory: isTradeHistory)
  }
}

/// A question as SQL.
struct HistoryStatement {
  private(set) var sql: String
  private(set) var arguments: [DatabaseValue] = []
  private let isLookup: Bool

  /// The rows of a page; a stretch stands in place of all bounds on their times.
  init<Row: TableRow>(_ question: HistoryQuestion<Row>, _ stretch: Stretch?, from start: Int, _ count: Int) {
    let table = question.table
    isLookup = question.isLookup
    let columns = HistoryTable<Row>.list(question.columns.columns.map(\.name))
    let index =
      question.isTradeHistory && !isLookup
      ? HistoryTables.tradeHistoryIndex(ofOneSubject: question.subjects?.count == 1) : ""
    let whole = "FROM \"\(table.schema.name)\""
    let from = whole + index
    sql = ""
    let end = terms(question, stretch) + order(question)
    let page = " LIMIT ? OFFSET ?"
    arguments += [count.databaseValue, stretch?.start.databaseValue ?? start.databaseValue]
    if let key = table.key, stretch == nil, start >= Self.fewPassed {
      // Rows lie apart from their indices: those that are passed over are not looked up.
      sql = "SELECT \(columns) \(whole) WHERE \"\(key)\" IN (SELECT \"\(key)\" \(from)\(end)\(page))\(order(question))"
    } else {
      sql = "SELECT \(columns) \(from)\(end)\(page)"
    }
  }

  /// How many rows are passed over as quickly one way as the other.
  private static let fewPassed = 500

  private mutating func terms<Row: TableRow>(_ question: HistoryQuestion<Row>, _ stretch: Stretch?) -> String {
    let table = question.table
    var terms: [String] = []
    if let owner = table.owner {
      precondition(!question.accounts.isEmpty, "\(table.schema.name) is asked for nobody's rows")
      terms.append(one(of: question.accounts.map(\.databaseValue), "\"\(owner)\""))
    }
    if let subjects = question.subjects {
      terms.append(one(of: subjects.map(\.databaseValue), "\"\(table.subject)\""))
    }
    if question.isTradeHistory { terms.append(HistoryTables.tradeHistory) }
    if let stretch {
      if let from = stretch.from { terms.append(bound("\"timestamp\" >= ?", from)) }
      if let end = stretch.end { terms.append(bound("\"timestamp\" < ?", end)) }
    } else {
      if let time = question.presentTime { terms.append(bound("\"timestamp\" < ?", time)) }
      for condition in question.conditions.conditions { terms.append(term(condition)) }
    }
    return terms.isEmpty ? "" : " WHERE " + terms.joined(separator: " AND ")
  }

  private mutating func bound(_ term: String, _ time: Int64) -> String {
    arguments.append(time.databaseValue)
    return term
  }

  /// In which order rows come.
  private func order<Row: TableRow>(_ question: HistoryQuestion<Row>) -> String {
    let table = question.table
    let direction = question.query.reverse ? " DESC" : ""
    let ties = table.key.map { ["\"\($0)\""] } ?? ["\"\(table.subject)\"", "rowid"]
    return " ORDER BY " + ([moment("timestamp")] + ties).map { $0 + direction }.joined(separator: ", ")
  }

  private mutating func term<Row>(_ condition: RowFilter<Row>.Condition) -> String {
    switch condition {
    case .equals(let column, let cells): return equality("\"\(column.name)\"", cells)
    case .within(let column, let range):
      arguments += [range.lowerBound.databaseValue, range.upperBound.databaseValue]
      return "\(moment(column.name)) BETWEEN ? AND ?"
    case .part(let column, let part, let values):
      return one(of: values.map(\.databaseValue), part.sql("\"\(column.name)\""))
    case .terminated(let column, let isWanted):
      let words = FIX.OrderStatus.allCases.filter { $0.isTerminated == isWanted }.map(\.rawValue.databaseValue)
      return one(of: words, "\"\(column.name)\"")
    }
  }

  /// Rows found by a name are few: they are picked and sorted, and not looked for in the order of time.
  private func moment(_ name: String) -> String { isLookup ? "+\"\(name)\"" : "\"\(name)\"" }

  private mutating func equality(_ column: String, _ cells: [Cell]) -> String {
    let known = cells.filter { $0 != .null }.map(\.stored)
    guard known.count < cells.count else { return one(of: known, column) }
    return known.isEmpty ? "\(column) IS NULL" : "(\(column) IS NULL OR \(one(of: known, column)))"
  }

  private mutating func one(of values: [DatabaseValue], _ column: String) -> String {
    arguments += values
    if values.count == 1 { return "\(column) = ?" }
    return "\(column) IN (\(Array(repeating: "?", count: values.count).joined(separator: ", ")))"
  }
}

extension TimePart {
  /// The part of a moment in milliseconds, as `of` computes it.
  fileprivate func sql(_ moment: String) -> String {
    func calendar(_ letter: String) -> String {
      "CAST(strftime('%\(letter)', \(moment) / 1000, 'unixepoch') AS INTEGER)"
    }
    let time = "\(moment) % 86400000"
    return switch self {
    case .date: "\(moment) / 86400000"
    case .month: "\(calendar("Y")) * 12 + \(calendar("m")) - 1"
    case .year: calendar("Y")
    case .time: time
    case .minute: "\(time) / 60000"
    case .second: "\(time) / 1000"
    case .mm: calendar("m")
    case .dd: calendar("d")
    case .hh: "\(time) / 3600000"
    case .uu: "\(time) / 60000 % 60"
    case .ss: "\(time) / 1000 % 60"
    case .ww: "(\(moment) / 86400000 + 5) % 7"
    }
  }
}
