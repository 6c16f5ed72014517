/// The parameters that every table takes: which rows, which columns, how many, in which direction.
public struct TableQuery: Hashable, Sendable {
  /// Only rows of one contract, of a series, or of a term.
  public var symbol: SymbolReference?
  /// Only rows that match.
  public var filter: Filter
  /// The columns wanted beside the keys; nil for all.
  public var columns: [String]?
  /// The most rows.
  public var count: Int
  /// How many rows to pass over.
  public var start: Int
  /// Whether the newest row comes first.
  public var reverse: Bool
  /// Only rows from this moment on, in milliseconds since 1970.
  public var startTime: Int64?
  /// Only rows up to this moment, in milliseconds since 1970.
  public var endTime: Int64?

  /// The number of rows when none is asked for.
  public static let usualCount = 100

  /// Reads the parameters of a request; more rows than `most` are cut to that.
  public init(
    _ parameters: JSONObject, usually usual: Int = usualCount, most: Int = 500, newestFirst: Bool = false
  ) throws(APIError) {
    let parameters = parameters.stated
    symbol = try SymbolReference(optional: parameters)
    filter = try Filter(parameters)
    columns = try parameters.texts("columns", else: .columnsInvalid)
    if let columns, columns.contains("") { throw .columnsInvalid }
    let wanted = try parameters.whole("count", else: .countInvalid) ?? Int64(usual)
    guard wanted > 0 else { throw .countInvalid }
    count = Int(min(wanted, Int64(most)))
    let passed = try parameters.whole("start", else: .startInvalid) ?? 0
    guard passed >= 0 else { throw .startInvalid }
    start = Int(passed)
    reverse = try parameters.truth("reverse", else: .reverseInvalid) ?? newestFirst
    startTime = try parameters.moment("startTime", else: .startTimeInvalid)
    endTime = try parameters.moment("endTime", else: .endTimeInvalid)
  }

  /// The conditions of the filter and of the times, looked up in a table; the symbol is the table's own business.
  public func rowFilter<Row>(_ schema: TableSchema<Row>) throws(APIError) -> RowFilter<Row> {
    var conditions = try RowFilter(filter, schema)
    try conditions.limit(from: startTime, to: endTime, schema)
    return conditions
  }

  /// The columns to answer with.
  public func selection<Row>(_ schema: TableSchema<Row>) throws(APIError) -> ColumnSelection<Row> {
    guard let columns else { return ColumnSelection(allOf: schema) }
    return try ColumnSelection(columns, of: schema)
  }
}

/// `GET /orderBook/L2`.
public struct OrderBookQuery: Hashable, Sendable {
  /// The contract.
  public var symbol: SymbolReference
  /// Levels on each side; zero for all.
  public var depth: Int

  /// The number of levels when none is asked for.
  public static let usualDepth = 25

  /// Reads the parameters of a request.
  public init(_ parameters: JSONObject) throws(APIError) {
    let parameters = parameters.stated
    symbol = try SymbolReference(required: parameters)
    let depth = try parameters.whole("depth", else: .depthInvalid) ?? Int64(Self.usualDepth)
    guard depth >= 0 else { throw .depthInvalid }
    self.depth = Int(depth)
  }
}

/// `GET /trade/bucketed` and `GET /quote/bucketed`.
public struct BucketQuery: Hashable, Sendable {
  /// The length of a bin.
  public var binSize: BinSize
  /// Whether the running bin is wanted.
  public var partial: Bool
  /// Which bins.
  public var table: TableQuery

  /// Reads the parameters of a request.
  public init(_ parameters: JSONObject) throws(APIError) {
    let parameters = parameters.stated
    binSize = try parameters.word("binSize", else: .binSizeInvalid) ?? .minute
    partial = try parameters.truth("partial", else: .partialInvalid) ?? false
    table = try TableQuery(parameters, most: 1_000)
  }
}

/// `GET /user/margin` and `GET /user/wallet`: one currency, or all.
public struct CurrencyQuery: Hashable, Sendable {
  /// The currency, in the venue's spelling; nil for all of them.
  public var currency: String?

  /// The currency when none is named.
  public static let usual = "XBt"

  /// Reads the parameters of a request.
  public init(_ parameters: JSONObject) throws(APIError) {
    let text = try parameters.text("currency", longest: 16, else: .invalidCurrency) ?? Self.usual
    currency = text == "all" ? nil : text
  }
}
