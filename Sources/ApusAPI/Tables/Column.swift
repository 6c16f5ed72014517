/// What a column holds, by the name that partials announce.
public enum ColumnType: String, Sendable {
  /// A UUID.
  case guid
  /// A short text out of a known set, or a name.
  case symbol
  /// A 64-bit whole number.
  case long
  /// A decimal number.
  case float
  /// True or false.
  case boolean
  /// A moment.
  case timestamp
  /// A length of time.
  case timespan
  /// Free text.
  case string
  /// Price levels; the contract announces them without a type name.
  case levels = ""
  /// A list of texts.
  case texts
  /// A list of objects.
  case objects
  /// An object.
  case object
}

/// One column of a table: its public name, its type, and where a row keeps it.
public struct Column<Row>: Sendable {
  /// The name clients see.
  public let name: String
  /// The type clients are told.
  public let type: ColumnType
  /// The name as a JSON member, with the comma before and the colon after it.
  let label: [UInt8]
  /// The same with the value of most columns of most rows.
  let nullLabel: [UInt8]
  let accessor: Accessor

  enum Accessor: Sendable {
    case guid(@Sendable (Row) -> PublicID?)
    case text(@Sendable (Row) -> String?)
    case whole(@Sendable (Row) -> Int64?)
    case moment(@Sendable (Row) -> Int64?)
    case span(@Sendable (Row) -> Int64?)
    case decimal(@Sendable (Row) -> Decimal?)
    case truth(@Sendable (Row) -> Bool?)
    case levels(@Sendable (Row) -> [PriceLevel])
    case json(@Sendable (Row) -> JSONValue?)
  }

  private init(_ name: String, _ type: ColumnType, _ accessor: Accessor) {
    self.name = name
    self.type = type
    self.accessor = accessor
    label = Array(",\"\(name)\":".utf8)
    nullLabel = label + "null".utf8
  }

  /// The value of this column in a row.
  @inline(__always)
  public func value(_ row: Row) -> Cell {
    switch accessor {
    case .guid(let read): read(row).map(Cell.guid) ?? .null
    case .text(let read): read(row).map(Cell.text) ?? .null
    case .whole(let read): read(row).map(Cell.long) ?? .null
    case .moment(let read): read(row).map(Cell.timestamp) ?? .null
    case .span(let read): read(row).map(Cell.timespan) ?? .null
    case .decimal(let read): read(row).map(Cell.decimal) ?? .null
    case .truth(let read): read(row).map(Cell.bool) ?? .null
    case .levels(let read): .levels(read(row))
    case .json(let read): read(row).map(Cell.json) ?? .null
    }
  }
}

extension Column {
  /// A column of UUIDs.
  public static func guid(_ name: String, _ read: @escaping @Sendable (Row) -> PublicID?) -> Column {
    Column(name, .guid, .guid(read))
  }

  /// A column of names or of texts out of a known set.
  public static func symbol(_ name: String, _ read: @escaping @Sendable (Row) -> String?) -> Column {
    Column(name, .symbol, .text(read))
  }

  /// A column of free text.
  public static func string(_ name: String, _ read: @escaping @Sendable (Row) -> String?) -> Column {
    Column(name, .string, .text(read))
  }

  /// A column of whole numbers.
  public static func long(_ name: String, _ read: @escaping @Sendable (Row) -> Int64?) -> Column {
    Column(name, .long, .whole(read))
  }

  /// A column of decimal numbers.
  public static func float(_ name: String, _ read: @escaping @Sendable (Row) -> Decimal?) -> Column {
    Column(name, .float, .decimal(read))
  }

  /// A column of truth values.
  public static func boolean(_ name: String, _ read: @escaping @Sendable (Row) -> Bool?) -> Column {
    Column(name, .boolean, .truth(read))
  }

  /// A column of moments, in milliseconds since 1970.
  public static func timestamp(_ name: String, _ read: @escaping @Sendable (Row) -> Int64?) -> Column {
    Column(name, .timestamp, .moment(read))
  }

  /// A column of lengths of time, in milliseconds.
  public static func timespan(_ name: String, _ read: @escaping @Sendable (Row) -> Int64?) -> Column {
    Column(name, .timespan, .span(read))
  }

  /// A column that holds one side of a short book.
  public static func levels(_ name: String, _ read: @escaping @Sendable (Row) -> [PriceLevel]) -> Column {
    Column(name, .levels, .levels(read))
  }

  /// A column of lists of texts.
  public static func texts(_ name: String, _ read: @escaping @Sendable (Row) -> [String]?) -> Column {
    Column(name, .texts, .json { read($0).map { .texts($0) } })
  }

  /// A column of lists of objects.
  public static func objects(_ name: String, _ read: @escaping @Sendable (Row) -> [JSONObject]?) -> Column {
    Column(name, .objects, .json { read($0).map { .array($0.map { .object($0) }) } })
  }

  /// A column of objects.
  public static func object(_ name: String, _ read: @escaping @Sendable (Row) -> JSONObject?) -> Column {
    Column(name, .object, .json { read($0).map { .object($0) } })
  }
}
