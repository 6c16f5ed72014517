import ApusAPI

/// The part of a table that a query asks for.
struct TablePage<Row: TableRow> {
  private let query: TableQuery
  private let conditions: RowFilter<Row>
  private let columns: ColumnSelection<Row>

  /// Looks up what the query names; refuses what the table does not have.
  init(_ query: TableQuery, _ schema: TableSchema<Row> = Row.schema) throws(APIError) {
    self.query = query
    conditions = try query.rowFilter(schema)
    columns = try query.selection(schema)
  }

  /// Writes the wanted ones of rows that come oldest first.
  func json(_ rows: [Row]) -> [UInt8] {
    query.reverse ? json(inOrder: rows.reversed()) : json(inOrder: rows)
  }

  private func json(inOrder rows: some Sequence<Row>) -> [UInt8] {
    var writer = JSONWriter(capacity: 4_096)
    var passed = 0
    var written = 0
    writer.beginArray()
    for row in rows where conditions.matches(row) {
      passed += 1
      if passed <= query.start { continue }
      if written == query.count { break }
      writer.append(row, columns)
      written += 1
    }
    writer.endArray()
    return writer.bytes
  }
}
