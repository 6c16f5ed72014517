/// What clients are told about the rows of a table, whatever type they have inside.
public struct Model: Sendable {
  /// One member of a row.
  public struct Property: Sendable {
    /// The name of the column.
    public let name: String
    /// What it holds.
    public let type: ColumnType
    /// Whether it can be null.
    public let isNullable: Bool
    /// Whether every answer has it, whichever columns were asked for.
    public let isRequired: Bool
  }

  /// The name of the definition.
  public let name: String
  /// The name of the table.
  public let table: String
  /// What a row tells, in one sentence.
  public let sentence: String
  /// The columns that identify a row.
  public let keys: [String]
  /// The columns.
  public let properties: [Property]

  /// Describes a table; `blank` is a row that knows nothing but what each row must know, so what is null in it may be
  /// null in any.
  public init<Row>(_ name: String, _ sentence: String, _ schema: TableSchema<Row>, blank: Row) {
    self.name = name
    self.table = schema.name
    self.sentence = sentence
    keys = schema.keys
    properties = schema.columns.indices.map { position in
      let column = schema.columns[position]
      let isNullable = column.value(blank) == .null
      precondition(!isNullable || !schema.isAlways[position], "\(name).\(column.name) identifies a row and can be null")
      return Property(
        name: column.name, type: column.type, isNullable: isNullable, isRequired: schema.isAlways[position])
    }
  }
}
