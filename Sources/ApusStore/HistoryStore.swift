import CSQLite
import FoundationEssentials
import GRDB

/// The rows of the past in one SQLite file, each table with the columns that clients see.
///
/// It holds nothing that the log does not: a file that is gone, damaged or of another form is begun anew.
public final class HistoryStore: Sendable {
  private let database: any DatabaseWriter
  private let marks: MarkBook
  /// How many rows are passed over one by one at most before marks are looked for.
  let spacing: Int

  /// A store that lasts as long as the process.
  public convenience init() throws(HistoryFailure) { try self.init(spacing: Self.usualSpacing) }

  private static let usualSpacing = 2_048

  /// A store in memory with so many rows from mark to mark.
  init(spacing: Int) throws(HistoryFailure) {
    self.spacing = spacing
    marks = MarkBook(spacing: spacing)
    do {
      database = try DatabaseQueue(configuration: Self.configuration)
      try Self.prepare(database)
    } catch { throw HistoryFailure("no history in memory: \(error)") }
  }

  /// The store of a file, which is made if needed.
  public convenience init(path: String) throws(HistoryFailure) {
    try self.init(path: path, spacing: Self.usualSpacing)
  }

  /// The store of a file with so many rows from mark to mark.
  init(path: String, spacing: Int) throws(HistoryFailure) {
    self.spacing = spacing
    marks = MarkBook(spacing: spacing)
    do {
      database = try Self.open(path)
    } catch { throw HistoryFailure("the history \(path) cannot be opened: \(error)") }
  }

  // MARK: Writing

  /// The last entry whose rows are kept.
  public func sequence() throws(HistoryFailure) -> UInt64 {
    do {
      return try database.read { database in
        UInt64(bitPattern: try Int64.fetchOne(database, sql: "SELECT \"sequence\" FROM \"kept\"") ?? 0)
      }
    } catch { throw HistoryFailure("history cannot be read: \(error)") }
  }

  /// Forgets all rows.
  public func clear() throws(HistoryFailure) {
    marks.forget()
    do {
      try database.write { database in
        for name in HistoryTables.names { try database.execute(sql: "DELETE FROM \"\(name)\"") }
        try database.execute(sql: "UPDATE \"kept\" SET \"sequence\" = 0")
      }
    } catch { throw HistoryFailure("history cannot be written: \(error)") }
  }

  /// Writes rows and the last entry they go up to: all of it or nothing.
  public func write(
    through sequence: UInt64, _ body: (borrowing HistoryWriter) throws -> Void
  ) throws(HistoryFailure) {
    do {
      try database.write { database in
        try body(HistoryWriter(database, marks))
        try database.cachedStatement(sql: "UPDATE \"kept\" SET \"sequence\" = ?")
          .execute(arguments: [Int64(bitPattern: sequence)])
      }
    } catch {
      marks.forget()
      throw HistoryFailure("history cannot be written: \(error)")
    }
  }

  // MARK: Reading

  /// Runs a statement and shows its rows, column by column.
  func read(_ sql: String, _ arguments: [DatabaseValue], _ body: (Row) throws -> Void) throws(HistoryFailure) {
    try read({ _ in (sql, arguments) }, body)
  }

  /// Runs the statement that comes of a look at the tables, at the same moment, and shows its rows.
  func read(
    _ statement: (Database) throws -> (sql: String, arguments: [DatabaseValue]), _ body: (Row) throws -> Void
  ) throws(HistoryFailure) {
    do {
      try database.read { database in
        let (sql, arguments) = try statement(database)
        let rows = try Row.fetchCursor(
          try database.cachedStatement(sql: sql), arguments: StatementArguments(arguments))
        while let row = try rows.next() { try body(row) }
      }
    } catch { throw HistoryFailure("history cannot be read: \(error)") }
  }

  // MARK: Opening

  private static let configuration: Configuration = {
    // Where SQLite is in use already, it goes on counting.
    _ = sqlite_count_no_memory()
    var configuration = Configuration()
    configuration.maximumReaderCount = 4
    configuration.prepareDatabase { database in
      // A new file is made of larger pages: each that changed is written on its own.
      try database.execute(sql: "PRAGMA page_size = 8192")
      // What was written over need not be wiped: it is no secret.
      try database.execute(sql: "PRAGMA secure_delete = OFF")
      // Commits wait for no disk: what a power cut takes is made again from the log.
      try database.execute(sql: "PRAGMA synchronous = NORMAL")
      try database.execute(sql: "PRAGMA wal_autocheckpoint = 2000")
      try database.execute(sql: "PRAGMA cache_size = -32768")
    }
    return configuration
  }()

  /// Raised when the same events lead to other rows than before.
  private static let edition = 4

  /// What the tables are made with and which rows they hold; a file made otherwise is not this store's.
  private static let form = "-- edition \(edition)\n" + HistoryTables.statements.joined(separator: ";\n")

  private static func open(_ path: String) throws -> any DatabaseWriter {
    do {
      let database = try DatabasePool(path: path, configuration: configuration)
      if try isOurs(database) { return database }
      try prepare(database)
      return database
    } catch {
      try removeFile(path)
      let database = try DatabasePool(path: path, configuration: configuration)
      try prepare(database)
      return database
    }
  }

  private static func isOurs(_ database: any DatabaseReader) throws -> Bool {
    try database.read { database in
      guard try database.tableExists("kept") else { return false }
      return try String.fetchOne(database, sql: "SELECT \"form\" FROM \"kept\"") == form
    }
  }

  /// Makes the tables; fails where there are others of that name.
  private static func prepare(_ database: any DatabaseWriter) throws {
    try database.write { database in
      for statement in HistoryTables.statements { try database.execute(sql: statement) }
      try database.execute(sql: "CREATE TABLE \"kept\" (\"sequence\" INTEGER NOT NULL, \"form\" TEXT NOT NULL) STRICT")
      try database.execute(sql: "INSERT INTO \"kept\" VALUES (0, ?)", arguments: [form])
    }
  }

  private static func removeFile(_ path: String) throws {
    var isDirectory = false
    for suffix in ["", "-wal", "-shm"]
    where FileManager.default.fileExists(atPath: path + suffix, isDirectory: &isDirectory) {
      // Whatever is in it was never this store's.
      if isDirectory { throw HistoryFailure("\(path + suffix) is a directory") }
      try FileManager.default.removeItem(atPath: path + suffix)
    }
  }
}
