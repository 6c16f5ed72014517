import ApusAPI
import GRDB
import GRDBSQLite

/// A statement that writes one row after the other.
///
/// It gives the cells to SQLite itself: as arguments of GRDB each would become a value of any type in a list, which costs
/// several times the writing.
struct RowStatement {
  private let statement: Statement
  /// The text and the names of one row, one after the other, and where those of each cell end: SQLite reads them in place.
  private var bytes: [UInt8] = []
  private var ends: [Int] = []

  init(_ sql: String, _ database: Database) throws { statement = try database.cachedStatement(sql: sql) }

  /// Writes a row of these cells, in the order of the columns.
  mutating func execute(_ cells: [Cell]) throws {
    collect(cells)
    let outcome = try unsafe bytes.withUnsafeBytes { bytes in
      var start = 1
      for (place, cell) in cells.enumerated() {
        unsafe try bind(cell, UnsafeRawBufferPointer(rebasing: bytes[start..<ends[place]]), at: Int32(place + 1))
        start = ends[place]
      }
      return unsafe sqlite3_step(statement.sqliteStatement)
    }
    unsafe sqlite3_reset(statement.sqliteStatement)
    guard outcome == SQLITE_DONE else { throw DatabaseError(resultCode: ResultCode(rawValue: outcome)) }
  }

  private mutating func collect(_ cells: [Cell]) {
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    // Something to point at where all text is empty.
    bytes.append(0)
    for cell in cells {
      switch cell {
      case .text(let value): bytes.append(contentsOf: value.utf8)
      case .decimal(let value): bytes.append(contentsOf: value.description.utf8)
      case .guid(let value): value.store(into: &bytes)
      case .null, .bool, .long, .timestamp, .timespan, .levels, .json: break
      }
      ends.append(bytes.count)
    }
  }

  private func bind(_ cell: Cell, _ bytes: UnsafeRawBufferPointer, at place: Int32) throws {
    let statement = unsafe statement.sqliteStatement
    let outcome =
      switch cell {
      case .null: unsafe sqlite3_bind_null(statement, place)
      case .bool(let value): unsafe sqlite3_bind_int64(statement, place, value ? 1 : 0)
      case .long(let value), .timestamp(let value), .timespan(let value):
        unsafe sqlite3_bind_int64(statement, place, value)
      case .decimal, .text:
        unsafe sqlite3_bind_text(
          statement, place, bytes.assumingMemoryBound(to: CChar.self).baseAddress, Int32(bytes.count), nil)
      case .guid: unsafe sqlite3_bind_blob(statement, place, bytes.baseAddress, Int32(bytes.count), nil)
      case .levels, .json: preconditionFailure("lists have no place in a table of the past")
      }
    guard outcome == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: outcome)) }
  }
}
