/// Conditions on the rows of a table, as sent; all of them must hold.
public struct Filter: Hashable, Sendable {
  /// One condition: a name and the values it may have.
  public struct Term: Hashable, Sendable {
    /// A column, a part of a moment such as `timestamp.time`, or a condition such as `open`.
    public let name: String
    /// Any of these will do.
    public let values: [JSONValue]
  }

  /// The conditions.
  public let terms: [Term]

  /// The most conditions of one filter.
  public static let most = 10
  /// No condition.
  public static let none = Filter(terms: [])

  private init(terms: [Term]) { self.terms = terms }

  /// Takes the conditions of the parameter `filter`, sent as an object or as text.
  init(_ parameters: JSONObject) throws(APIError) {
    self = try Filter(conditions: parameters.object("filter", else: .filterInvalid) ?? JSONObject())
  }

  /// Takes conditions by name: a value, or a list of which any will do.
  public init(conditions: JSONObject) throws(APIError) {
    guard conditions.members.count <= Self.most else { throw .filterInvalid }
    var terms: [Term] = []
    for member in conditions.members {
      if case .object = member.value { throw .filterInvalid }
      if case .array(let values) = member.value {
        terms.append(Term(name: member.name, values: values))
      } else {
        terms.append(Term(name: member.name, values: [member.value]))
      }
    }
    self.terms = terms
  }
}

/// A filter with its names looked up in one table, ready to be asked about rows.
public struct RowFilter<Row: Sendable>: Sendable {
  /// What must hold of one column.
  public enum Condition: Sendable {
    /// It has one of these values.
    case equals(Column<Row>, [Cell])
    /// It is a moment between these, both inclusive.
    case within(Column<Row>, ClosedRange<Int64>)
    /// A part of its moment is one of these numbers.
    case part(Column<Row>, TimePart, [Int64])
    /// It is the status of an order to which nothing, or something, can happen any more.
    case terminated(Column<Row>, Bool)
  }

  /// All of them must hold.
  public private(set) var conditions: [Condition] = []

  /// Looks up the names; refuses those the table does not have and values of the wrong type.
  public init(_ filter: Filter, _ schema: TableSchema<Row>) throws(APIError) {
    for term in filter.terms { conditions.append(try Self.condition(term, schema)) }
  }

  /// Adds bounds on the timestamp, both inclusive, in milliseconds since 1970.
  public mutating func limit(from start: Int64?, to end: Int64?, _ schema: TableSchema<Row>) throws(APIError) {
    guard start != nil || end != nil else { return }
    guard let column = schema.column("timestamp") else { throw .filterInvalid }
    let (first, last) = (start ?? .min, end ?? .max)
    conditions.append(first <= last ? .within(column, first...last) : .equals(column, []))
  }

  /// Whether a row meets all conditions.
  public func matches(_ row: Row) -> Bool {
    conditions.allSatisfy { condition in
      switch condition {
      case .equals(let column, let cells): cells.contains(column.value(row))
      case .within(let column, let range): Self.moment(column, row).map(range.contains) ?? false
      case .part(let column, let part, let values):
        Self.moment(column, row).map { values.contains(part.of($0)) } ?? false
      case .terminated(let column, let wanted): Self.isTerminated(column, row) == wanted
      }
    }
  }

  private static func moment(_ column: Column<Row>, _ row: Row) -> Int64? {
    if case .timestamp(let moment) = column.value(row) { return moment }
    return nil
  }

  private static func isTerminated(_ column: Column<Row>, _ row: Row) -> Bool? {
    guard case .text(let text) = column.value(row) else { return nil }
    return FIX.OrderStatus(rawValue: text)?.isTerminated
  }

  private static func condition(_ term: Filter.Term, _ schema: TableSchema<Row>) throws(APIError) -> Condition {
    if let column = schema.column(term.name) { return .equals(column, try cells(term.values, column.type)) }
    switch term.name {
    case "open": return .terminated(try column("ordStatus", schema), !(try truth(term)))
    case "ordStatus.isTerminated": return .terminated(try column("ordStatus", schema), try truth(term))
    case "startTime": return .within(try column("timestamp", schema), try moment(term)...Int64.max)
    case "endTime": return .within(try column("timestamp", schema), Int64.min...(try moment(term)))
    default: return try part(term, schema)
    }
  }

  private static func column(_ name: String, _ schema: TableSchema<Row>) throws(APIError) -> Column<Row> {
    guard let column = schema.column(name) else { throw .filterInvalid }
    return column
  }

  private static func truth(_ term: Filter.Term) throws(APIError) -> Bool {
    guard term.values.count == 1, let truth = term.values[0].truth else { throw .filterInvalid }
    return truth
  }

  private static func moment(_ term: Filter.Term) throws(APIError) -> Int64 {
    guard term.values.count == 1, let moment = TimeReader.milliseconds(term.values[0]) else { throw .filterInvalid }
    return moment
  }

  private static func part(_ term: Filter.Term, _ schema: TableSchema<Row>) throws(APIError) -> Condition {
    let names = term.name.split(separator: ".", maxSplits: 1).map(String.init)
    guard names.count == 2, let part = TimePart(rawValue: names[1]) else { throw .filterInvalid }
    let column = try column(names[0], schema)
    guard column.type == .timestamp else { throw .filterInvalid }
    var values: [Int64] = []
    for value in term.values {
      guard let number = part.read(value) else { throw .filterInvalid }
      values.append(number)
    }
    return .part(column, part, values)
  }

  private static func cells(_ values: [JSONValue], _ type: ColumnType) throws(APIError) -> [Cell] {
    var cells: [Cell] = []
    for value in values {
      guard let cell = Cell(value, as: type) else { throw .filterInvalid }
      cells.append(cell)
    }
    return cells
  }
}

extension Cell {
  /// The value of a column that a client means, or nil when it cannot be one of that type.
  init?(_ value: JSONValue, as type: ColumnType) {
    if value == .null {
      self = .null
      return
    }
    switch (type, value) {
    case (.guid, .string(let text)): self = PublicID(text).map(Cell.guid) ?? .text(text)
    case (.symbol, .string(let text)), (.string, .string(let text)): self = .text(text)
    case (.long, .number(let text)), (.long, .string(let text)):
      guard let number = Decimal(text)?.wholeNumber else { return nil }
      self = .long(number)
    case (.float, .number(let text)), (.float, .string(let text)):
      guard let number = Decimal(text) else { return nil }
      self = .decimal(number)
    case (.boolean, _):
      guard let truth = value.truth else { return nil }
      self = .bool(truth)
    case (.timestamp, _):
      guard let moment = TimeReader.milliseconds(value) else { return nil }
      self = .timestamp(moment)
    case (.timespan, _):
      guard let moment = TimeReader.milliseconds(value) else { return nil }
      self = .timespan(moment - CalendarDate.beginningOf2000)
    default: return nil
    }
  }
}
