/// A row of a public table; the table is declared once, by its column list.
public protocol TableRow: Equatable, Sendable {
  /// The table the row belongs to.
  static var schema: TableSchema<Self> { get }
}

/// How the values of a column are arranged, as partials announce it.
public enum ColumnAttribute: String, Sendable {
  /// In rising order.
  case sorted
  /// Equal values may lie apart.
  case grouped
  /// Equal values lie together.
  case parted
  /// No two rows share a value.
  case unique
}

/// Which columns an update repeats beside its keys.
public enum UpdateStyle: Sendable {
  /// The columns that changed, and the timestamp.
  case changedColumns
  /// Every column that has a value, because strict clients take a bare change of an order for a price change.
  case knownColumns
}

/// Everything clients are told about a table, derived from one column list.
public struct TableSchema<Row: Sendable>: Sendable {
  /// The name of the table and of its topic.
  public let name: String
  /// The columns that identify a row; empty for a table that only grows.
  public let keys: [String]
  /// All columns in the order they are written.
  public let columns: [Column<Row>]
  /// How some columns are arranged.
  public let attributes: [(column: String, attribute: ColumnAttribute)]
  /// Which columns refer to another table.
  public let foreignKeys: [(column: String, table: String)]
  /// Whether anybody may read the table.
  public let isPublic: Bool
  /// Which columns an update repeats.
  public let updates: UpdateStyle
  /// Columns that updates carry even when they did not change.
  public let repeated: [String]
  /// Columns that a deletion carries beside the keys.
  public let deleted: [String]
  /// Columns that every REST answer has beside the keys, whichever are asked for.
  public let answered: [String]

  /// Columns that every answer contains.
  let isAlways: [Bool]
  /// The columns of a deletion.
  let deletion: [Int]
  let write: @Sendable (_ row: Row, _ positions: [Int]?, _ writer: inout JSONWriter) -> Void
  let writeDelta: @Sendable (_ old: Row, _ new: Row, _ writer: inout JSONWriter) -> Void
  let appendCells: @Sendable (_ row: Row, _ cells: inout [Cell]) -> Void
  /// The members of a partial that describe the table.
  let header: [UInt8]

  /// Declares a table; every column that is named must exist.
  ///
  /// It is compiled into each declaration, so that the closures it makes know the type of their row.
  @inline(__always)
  public init(
    _ name: String, keys: [String], isPublic: Bool, updates: UpdateStyle = .changedColumns,
    repeated: [String] = [], deleted: [String] = [], answered: [String] = [],
    foreignKeys: [(column: String, table: String)] = [],
    attributes: [(column: String, attribute: ColumnAttribute)] = [], columns: [Column<Row>]
  ) {
    let known = Set(columns.map(\.name))
    precondition(known.count == columns.count, "\(name) declares a column twice")
    let named = keys + repeated + deleted + answered + foreignKeys.map(\.column) + attributes.map(\.column)
    for column in named { precondition(known.contains(column), "\(name) has no column \(column)") }
    self.name = name
    self.keys = keys
    self.columns = columns
    self.attributes = attributes
    self.foreignKeys = foreignKeys
    self.isPublic = isPublic
    self.updates = updates
    self.repeated = repeated
    self.deleted = deleted
    self.answered = answered
    isAlways = columns.map { (keys + answered).contains($0.name) }
    deletion = columns.indices.filter { (keys + deleted).contains(columns[$0].name) }
    let isInEveryUpdate = columns.map { (keys + repeated + ["timestamp"]).contains($0.name) }
    let allKnown = updates == .knownColumns
    let rows = RowWriter(columns: columns)
    write = { row, positions, writer in rows.write(row, positions, into: &writer) }
    writeDelta = { old, new, writer in
      rows.writeDelta(from: old, to: new, always: isInEveryUpdate, allKnown: allKnown, into: &writer)
    }
    appendCells = { row, cells in rows.append(row, to: &cells) }
    header = Self.header(keys, columns, foreignKeys, attributes)
  }

  /// The same table under another name.
  public func renamed(_ name: String) -> TableSchema {
    TableSchema(
      name, keys: keys, isPublic: isPublic, updates: updates, repeated: repeated, deleted: deleted,
      answered: answered, foreignKeys: foreignKeys, attributes: attributes, columns: columns)
  }

  /// Appends the values of all columns of a row, in their order.
  public func append(_ row: Row, to cells: inout [Cell]) { appendCells(row, &cells) }

  /// The column of that name, or nil.
  public func column(_ name: String) -> Column<Row>? { columns.first { $0.name == name } }

  private static func header(
    _ keys: [String], _ columns: [Column<Row>], _ foreignKeys: [(column: String, table: String)],
    _ attributes: [(column: String, attribute: ColumnAttribute)]
  ) -> [UInt8] {
    var writer = JSONWriter(capacity: 2_048)
    writer.beginObject()
    writer.member("keys", texts: keys)
    writer.member("types", object: columns.map { ($0.name, $0.type.rawValue) })
    writer.member("foreignKeys", object: foreignKeys.map { ($0.column, $0.table) })
    writer.member("attributes", object: attributes.map { ($0.column, $0.attribute.rawValue) })
    return Array(writer.bytes.dropFirst())
  }
}
