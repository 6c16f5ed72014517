extension JSONWriter {
  /// Writes every column of a row, null where unknown: the form of partials, inserts and REST answers.
  public mutating func append<Row>(_ row: Row, _ schema: TableSchema<Row>) { schema.write(row, nil, &self) }

  /// Writes the columns of a table as partials announce them.
  public mutating func append(_ model: Model) {
    beginObject()
    member("table", model.table)
    member("keys", texts: model.keys)
    member("types", object: model.properties.map { ($0.name, $0.type.rawValue) })
    endObject()
  }

  /// Writes every column of every row, as a list.
  public mutating func append<Row: TableRow>(_ rows: [Row]) {
    beginArray()
    for row in rows { append(row, Row.schema) }
    endArray()
  }

  /// Writes every column of a row and why nothing was done about it, as list answers do.
  public mutating func append<Row>(_ row: Row, _ schema: TableSchema<Row>, error: String) {
    schema.write(row, nil, &self)
    reopen()
    member("error", error)
    endObject()
  }

  /// Writes the chosen columns of a row.
  public mutating func append<Row>(_ row: Row, _ selection: ColumnSelection<Row>) {
    selection.schema.write(row, selection.positions, &self)
  }

  /// Writes what an update tells: keys, what changed, and what the table always repeats; nothing when rows are equal.
  ///
  /// Returns whether anything was written.
  @discardableResult
  public mutating func appendDelta<Row: Equatable>(from old: Row, to new: Row, _ schema: TableSchema<Row>) -> Bool {
    guard old != new else { return false }
    schema.writeDelta(old, new, &self)
    return true
  }

  /// Writes what a deletion tells: the keys, and what the table adds to them.
  public mutating func appendDeletion<Row>(_ row: Row, _ schema: TableSchema<Row>) {
    schema.write(row, schema.deletion, &self)
  }
}

/// Some columns of a table in the table's order, its keys always among them.
public struct ColumnSelection<Row: Sendable>: Sendable {
  let schema: TableSchema<Row>
  /// The chosen columns; nil for all.
  let positions: [Int]?

  /// All columns.
  public init(allOf schema: TableSchema<Row>) {
    self.schema = schema
    positions = nil
  }

  /// The named columns and those that every answer has; refuses a name the table does not have with `columns are not valid`.
  public init(_ names: [String], of schema: TableSchema<Row>) throws(APIError) {
    for name in names where schema.column(name) == nil { throw .columnsInvalid }
    self.schema = schema
    positions = schema.columns.indices.filter { schema.isAlways[$0] || names.contains(schema.columns[$0].name) }
  }

  /// The chosen columns.
  public var columns: [Column<Row>] { positions.map { $0.map { schema.columns[$0] } } ?? schema.columns }
}
