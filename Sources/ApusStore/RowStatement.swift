import ApusAPI
import GRDB
import GRDBSQLite

/// A statement that writes one row after the other.
///
/// It gives the cells to SQLite itself: as arguments of GRDB each would become a value of any type in a list, which costs
/// several times the writing.
struct RowStatement {
  private let statement: Statement
  /// The texts of one row, one after the other, where SQLite reads them.
  private var bytes: [UInt8] = []
  private var pieces: [Piece] = []

  /// A cell as SQLite takes it: a number, or the bytes up to an end.
  private enum Piece {
    case null
    case whole(Int64)
    case text(end: Int)
  }

  init(_ sql: String, _ database: Database) throws { statement = try database.cachedStatement(sql: sql) }

  /// Writes a row of these cells, in the order of the columns.
  mutating func execute(_ cells: [Cell]) throws {
    try collect(cells)
    let statement = unsafe statement.sqliteStatement
    defer { unsafe sqlite3_reset(statement) }
    try unsafe bytes.withUnsafeBytes { bytes in
      unsafe try bind(bytes, to: statement)
      try check(unsafe sqlite3_step(statement), is: SQLITE_DONE)
    }
  }

  private mutating func collect(_ cells: [Cell]) throws {
    bytes.removeAll(keepingCapacity: true)
    pieces.removeAll(keepingCapacity: true)
    // Something to point at where all text is empty.
    bytes.append(0)
    for cell in cells { pieces.append(try collect(cell)) }
  }

  private mutating func collect(_ cell: Cell) throws -> Piece {
    switch cell {
    case .null: return .null
    case .bool(let value): return .whole(value ? 1 : 0)
    case .guid(let value):
      guard let number = value.stored else {
        throw HistoryFailure("\(value) has a number beyond all names: \(value.number)")
      }
      return .whole(number)
    case .long(let value), .timestamp(let value), .timespan(let value): return .whole(value)
    case .text(let value): bytes.append(contentsOf: value.utf8)
    case .decimal(let value): bytes.append(contentsOf: value.description.utf8)
    case .levels, .json: preconditionFailure("lists have no place in a table of the past")
    }
    return .text(end: bytes.count)
  }

  private func bind(_ bytes: UnsafeRawBufferPointer, to statement: SQLiteStatement) throws {
    var start = 1
    for (index, piece) in pieces.enumerated() {
      let place = Int32(index + 1)
      switch piece {
      case .null: try check(unsafe sqlite3_bind_null(statement, place), is: SQLITE_OK)
      case .whole(let value): try check(unsafe sqlite3_bind_int64(statement, place, value), is: SQLITE_OK)
      case .text(let end):
        let text = unsafe bytes.baseAddress?.advanced(by: start).assumingMemoryBound(to: CChar.self)
        try check(unsafe sqlite3_bind_text(statement, place, text, Int32(end - start), nil), is: SQLITE_OK)
        start = end
      }
    }
  }

  private func check(_ outcome: Int32, is expected: Int32) throws {
    guard outcome == expected else { throw DatabaseError(resultCode: ResultCode(rawValue: outcome)) }
  }
}
