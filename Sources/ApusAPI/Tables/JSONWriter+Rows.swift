extension JSONWriter {
  /// Writes every column of a row, null where unknown: the form of partials, inserts and REST answers.
  public mutating func append<Row>(_ row: Row, _ schema: TableSchema<Row>) {
    beginObject()
    for column in schema.columns { append(column, of: row) }
    endObject()
  }

  /// Writes every column of a row and why nothing was done about it, as list answers do.
  public mutating func append<Row>(_ row: Row, _ schema: TableSchema<Row>, error: String) {
    beginObject()
    for column in schema.columns { append(column, of: row) }
    member("error", error)
    endObject()
  }

  /// Writes the chosen columns of a row.
  public mutating func append<Row>(_ row: Row, _ columns: ColumnSelection<Row>) {
    beginObject()
    for column in columns.columns { append(column, of: row) }
    endObject()
  }

  /// Writes what an update tells: keys, what changed, and what the table always repeats; nothing when rows are equal.
  ///
  /// Returns whether anything was written.
  @discardableResult
  public mutating func appendDelta<Row: Equatable>(from old: Row, to new: Row, _ schema: TableSchema<Row>) -> Bool {
    guard old != new else { return false }
    let tellsAllKnown = schema.updates == .knownColumns
    beginObject()
    for (position, column) in schema.columns.enumerated()
    where schema.isInEveryUpdate[position] || tellsAllKnown && column.isKnown(new) || column.differs(old, new) {
      append(column, of: new)
    }
    endObject()
    return true
  }

  /// Writes what a deletion tells: the keys, and what the table adds to them.
  public mutating func appendDeletion<Row>(_ row: Row, _ schema: TableSchema<Row>) {
    beginObject()
    for (position, column) in schema.columns.enumerated() where schema.isInDeletion[position] {
      append(column, of: row)
    }
    endObject()
  }

  private mutating func append<Row>(_ column: Column<Row>, of row: Row) {
    separate()
    append(json: column.label)
    switch column.accessor {
    case .guid(let read): if let value = read(row) { append(value) } else { appendNull() }
    case .text(let read): if let value = read(row) { append(value) } else { appendNull() }
    case .whole(let read): if let value = read(row) { append(value, column.type) } else { appendNull() }
    case .decimal(let read): if let value = read(row) { append(value) } else { appendNull() }
    case .truth(let read): if let value = read(row) { append(value) } else { appendNull() }
    case .levels(let read): append(read(row))
    }
  }

  private mutating func append(_ number: Int64, _ type: ColumnType) {
    switch type {
    case .timestamp: append(timestamp: number)
    case .timespan: append(timespan: number)
    default: append(number)
    }
  }
}

/// Some columns of a table in the table's order, its keys always among them.
public struct ColumnSelection<Row: Sendable>: Sendable {
  /// The chosen columns.
  public let columns: [Column<Row>]

  /// All columns.
  public init(allOf schema: TableSchema<Row>) { columns = schema.columns }

  /// The named columns and the keys; refuses a name the table does not have with `columns are not valid`.
  public init(_ names: [String], of schema: TableSchema<Row>) throws(APIError) {
    for name in names where schema.column(name) == nil { throw .columnsInvalid }
    columns = schema.columns.enumerated()
      .filter { schema.isKey[$0.offset] || names.contains($0.element.name) }
      .map(\.element)
  }
}
