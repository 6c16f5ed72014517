import GRDB
import Synchronization

/// A list of rows that only grows: all of a table, of an account, of a contract, of both, or its trade history.
struct GrowingList: Hashable {
  let table: String
  var owner: Int64?
  var subject: String?
  var isTradeHistory = false

  /// What its marks are kept under.
  var name: String {
    let words = [isTradeHistory ? "trades" : table, owner.map(String.init), subject]
    return words.compactMap { $0 }.joined(separator: " ")
  }
}

/// How many rows of each list came before some moments, so that a page far into a long list is found at once instead of
/// by counting all rows up to it.
struct RowMarks {
  /// What makes their table.
  static let statements = [
    "CREATE TABLE \"mark\" (\"list\" TEXT NOT NULL, \"time\" INTEGER NOT NULL, \"before\" INTEGER NOT NULL, "
      + "PRIMARY KEY (\"list\", \"time\")) STRICT, WITHOUT ROWID",
    "CREATE INDEX \"mark by list, before\" ON \"mark\" (\"list\", \"before\")",
  ]

  /// How far the writer has come in each list; not more of them than it takes to forget none that is busy.
  private var ends: [GrowingList: End] = [:]
  private let spacing: Int64
  private static let mostEnds = 262_144

  /// The end of a list.
  private struct End {
    var rows: Int64
    /// The time of its latest row.
    var time: Int64
    /// How many rows there were at its last mark.
    var marked: Int64
  }

  /// Marks at least so many rows apart.
  init(spacing: Int64) { self.spacing = spacing }

  /// Forgets how far lists go, because what was written may not have stayed.
  mutating func forget() { ends.removeAll() }

  /// Counts a row that is about to be written.
  mutating func count(
    _ list: GrowingList, at time: Int64, _ subjectColumn: String, in database: Database
  ) throws {
    if ends.count > Self.mostEnds { forget() }
    guard let place = ends.index(forKey: list) else {
      ends[list] = try Self.end(of: list, subjectColumn, in: database)
      return try count(list, at: time, subjectColumn, in: database)
    }
    var end = ends.values[place]
    if time > end.time {
      if end.rows - end.marked >= spacing {
        try database.cachedStatement(sql: "INSERT INTO \"mark\" VALUES (?, ?, ?)")
          .execute(arguments: [list.name, time, end.rows])
        end.marked = end.rows
      }
      end.time = time
    } else if time < end.time {
      try database.cachedStatement(
        sql: "UPDATE \"mark\" SET \"before\" = \"before\" + 1 WHERE \"list\" = ? AND \"time\" > ?"
      ).execute(arguments: [list.name, time])
    }
    end.rows += 1
    ends.values[place] = end
  }

  private static func end(of list: GrowingList, _ subjectColumn: String, in database: Database) throws -> End {
    let mark = try Mark.last(of: list, "\"time\" <= ?", Int64.max, "\"time\" DESC", in: database)
    let (since, arguments) = list.rows(subjectColumn, from: mark?.time ?? .min, to: nil)
    let row = try Row.fetchOne(
      database, sql: "SELECT COUNT(*), MAX(\"timestamp\") \(since)", arguments: StatementArguments(arguments))
    let before = mark?.before ?? 0
    return End(rows: before + (row?[0] ?? 0), time: row?[1] ?? .min, marked: before)
  }
}

/// The marks of a store, of which its one writer takes care.
final class MarkBook: Sendable {
  private let marks: Mutex<RowMarks>

  init(spacing: Int) { marks = Mutex(RowMarks(spacing: Int64(spacing))) }

  /// Forgets how far lists go, because what was written may not have stayed.
  func forget() { marks.withLock { $0.forget() } }

  /// Counts a row that is about to be written in each of its lists.
  func count(_ lists: [GrowingList], at time: Int64, _ subjectColumn: String, in database: Database) throws {
    try marks.withLock { marks in
      for list in lists { try marks.count(list, at: time, subjectColumn, in: database) }
    }
  }
}

/// A moment before which there were so many rows.
struct Mark {
  let time: Int64
  let before: Int64

  static func last(
    of list: GrowingList, _ condition: String, _ value: Int64, _ order: String, in database: Database
  ) throws -> Mark? {
    let statement = try database.cachedStatement(
      sql: "SELECT \"time\", \"before\" FROM \"mark\" WHERE \"list\" = ? AND \(condition) ORDER BY \(order) LIMIT 1")
    return try Row.fetchOne(statement, arguments: [list.name, value]).map { Mark(time: $0[0], before: $0[1]) }
  }
}

extension GrowingList {
  /// Its rows from a moment to before another, as SQL behind the columns.
  fileprivate func rows(
    _ subjectColumn: String, from first: Int64, to end: Int64?
  ) -> (sql: String, arguments: [DatabaseValue]) {
    var terms: [String] = []
    var arguments: [DatabaseValue] = []
    if let owner {
      terms.append("\"account\" = ?")
      arguments.append(owner.databaseValue)
    }
    if let subject {
      terms.append("\"\(subjectColumn)\" = ?")
      arguments.append(subject.databaseValue)
    }
    if isTradeHistory { terms.append(HistoryTables.tradeHistory) }
    terms.append("\"timestamp\" >= ?")
    arguments.append(first.databaseValue)
    if let end {
      terms.append("\"timestamp\" < ?")
      arguments.append(end.databaseValue)
    }
    let index = isTradeHistory ? HistoryTables.tradeHistoryIndex(ofOneSubject: subject != nil) : ""
    return ("FROM \"\(table)\"\(index) WHERE \(terms.joined(separator: " AND "))", arguments)
  }

  /// How many of its rows are from before a moment; nil for all of them.
  fileprivate func rank(of time: Int64?, _ subjectColumn: String, in database: Database) throws -> Int64 {
    let mark = try Mark.last(of: self, "\"time\" <= ?", time ?? .max, "\"time\" DESC", in: database)
    let (since, arguments) = rows(subjectColumn, from: mark?.time ?? .min, to: time)
    let count = try Int64.fetchOne(
      database, sql: "SELECT COUNT(*) \(since)", arguments: StatementArguments(arguments))
    return (mark?.before ?? 0) + (count ?? 0)
  }
}

/// From when until before when rows are wanted, and how many of them are passed over first.
struct Stretch {
  var from: Int64?
  var end: Int64?
  var start: Int64

  /// The same rows with less to pass over.
  func shortened(
    for list: GrowingList, _ subjectColumn: String, reverse: Bool, in database: Database
  ) throws -> Stretch {
    var short = self
    if reverse {
      let left = try list.rank(of: end, subjectColumn, in: database) - start
      guard let mark = try Mark.last(of: list, "\"before\" >= ?", left, "\"before\"", in: database),
        end.map({ mark.time < $0 }) ?? true
      else { return self }
      short.end = mark.time
      short.start = mark.before - left
    } else {
      let wanted = try (from.map { try list.rank(of: $0, subjectColumn, in: database) } ?? 0) + start
      guard let mark = try Mark.last(of: list, "\"before\" <= ?", wanted, "\"before\" DESC", in: database),
        from.map({ mark.time > $0 }) ?? true
      else { return self }
      short.from = mark.time
      short.start = wanted - mark.before
    }
    return short
  }
}
