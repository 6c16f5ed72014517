public import ApusAPI

/// A table of the past: the public table of that schema, with the indices its questions need.
public struct HistoryTable<Row: TableRow>: Sendable {
  /// The public table.
  public let schema: TableSchema<Row>
  /// The column with the name of a row, which may be written again; nil where rows have none and only come.
  let key: String?
  /// The columns that questions name: whose rows, and of which contract or currency.
  let owner: String?
  let subject: String
  /// Lookups beside the usual ones.
  let lookups: [[String]]
  /// Whether its rows stay as they came, so that pages far into it can be found by marks.
  let isGrowing: Bool
  /// What writes a row, over the one with the same name where rows have names.
  let insertion: String

  private init(
    _ schema: TableSchema<Row>, key: String? = nil, owner: String? = nil, subject: String = "symbol",
    lookups: [[String]] = [], isGrowing: Bool
  ) {
    self.schema = schema
    self.key = key
    self.owner = owner
    self.subject = subject
    self.lookups = lookups
    self.isGrowing = isGrowing
    let names = schema.columns.map(\.name)
    let marks = Array(repeating: "?", count: names.count).joined(separator: ", ")
    insertion =
      "INSERT \(key == nil ? "" : "OR REPLACE ")INTO \"\(schema.name)\" (\(Self.list(names))) VALUES (\(marks))"
  }

  /// A table anybody may read, in the order of its rows.
  static func open(_ schema: TableSchema<Row>, subject: String = "symbol") -> HistoryTable {
    HistoryTable(schema, subject: subject, isGrowing: true)
  }

  /// A table of accounts, whose rows have names.
  static func owned(
    _ schema: TableSchema<Row>, subject: String = "symbol", lookups: [[String]] = [], isGrowing: Bool = false
  ) -> HistoryTable {
    precondition(schema.keys.count == 1, "rows of \(schema.name) have no name of one column")
    return HistoryTable(
      schema, key: schema.keys[0], owner: "account", subject: subject, lookups: lookups, isGrowing: isGrowing)
  }
}

/// All tables of the past.
public enum HistoryTables {
  /// Matches.
  public static let trade = HistoryTable<TradeRow>.open(TradeRow.schema)
  /// Touches.
  public static let quote = HistoryTable<QuoteRow>.open(QuoteRow.schema)
  /// Bins of trades by their length.
  public static let tradeBins = BySize { HistoryTable<TradeBinRow>.open(TradeBinRow.schemas[$0]) }
  /// Bins of quotes by their length.
  public static let quoteBins = BySize { HistoryTable<QuoteRow>.open(QuoteRow.binSchemas[$0]) }
  /// Fundings.
  public static let funding = HistoryTable<FundingRow>.open(FundingRow.schema)
  /// Contracts paid out.
  public static let settlement = HistoryTable<SettlementRow>.open(SettlementRow.schema)
  /// What the insurance fund held.
  public static let insurance = HistoryTable<InsuranceRow>.open(InsuranceRow.schema, subject: "currency")
  /// Orders as they stand, or as they ended.
  public static let order = HistoryTable<OrderRow>.owned(OrderRow.schema, lookups: [["account", "clOrdID"]])
  /// Executions.
  public static let execution = HistoryTable<ExecutionRow>.owned(
    ExecutionRow.schema, lookups: [["account", "orderID", "timestamp"]], isGrowing: true)
  /// Changes of wallets.
  public static let transact = HistoryTable<TransactionRow>.owned(TransactionRow.schema, subject: "currency")
  /// Leverage interest.
  public static let interest = HistoryTable<InterestRow>.owned(InterestRow.schema)

  /// The executions of the trade history, which have indices of their own.
  ///
  /// Trades, fundings, settlements and liquidations have a quantity, and nothing else has. To ask for their kinds by
  /// name would make SQLite build a list of them for every row that is written, which took longer than all the rest.
  static let tradeHistory = "\"\(tradeQuantity)\" IS NOT NULL"
  static let tradeQuantity = "lastQty"

  /// Where the trade history of an account is read, of one contract or of all; SQLite alone would take the shortest index.
  static func tradeHistoryIndex(ofOneSubject: Bool) -> String {
    " INDEXED BY \"execution by trades\(ofOneSubject ? " of symbol" : "")\""
  }

  /// What makes all tables in an empty file.
  static let statements: [String] =
    trade.statements + quote.statements + tradeBins.all.flatMap(\.statements) + quoteBins.all.flatMap(\.statements)
    + funding.statements + settlement.statements + insurance.statements + order.statements + execution.statements
    + transact.statements + interest.statements
    + [
      // With the quantity behind what breaks ties: rows that are passed over need no look at the table.
      "CREATE INDEX \"execution by trades\" ON \"execution\" "
        + "(\"account\", \"timestamp\", \"execID\", \"\(tradeQuantity)\") WHERE \(tradeHistory)",
      "CREATE INDEX \"execution by trades of symbol\" ON \"execution\" "
        + "(\"account\", \"symbol\", \"timestamp\", \"execID\", \"\(tradeQuantity)\") WHERE \(tradeHistory)",
    ] + RowMarks.statements

  /// All tables, to be emptied.
  static let names: [String] =
    [trade.schema.name, quote.schema.name, funding.schema.name, settlement.schema.name, insurance.schema.name]
    + tradeBins.all.map(\.schema.name) + quoteBins.all.map(\.schema.name)
    + [order.schema.name, execution.schema.name, transact.schema.name, interest.schema.name, "mark"]
}

extension HistoryTable {
  /// What makes the table and its indices; every index ends with what breaks ties.
  var statements: [String] {
    // A name that is a number is where the row lies: rows come in that order, and indices point at it in few bytes.
    let columns = schema.columns.map { column in
      "\"\(column.name)\" \(column.type.storage)\(column.name == key ? " PRIMARY KEY" : "")"
    }.joined(separator: ", ")
    let usual =
      owner.map { [[$0, "timestamp"], [$0, subject, "timestamp"]] } ?? [
        ["timestamp", subject], [subject, "timestamp"],
      ]
    return ["CREATE TABLE \"\(schema.name)\" (\(columns)) STRICT"]
      + (usual + lookups).map { names in
        "CREATE INDEX \"\(schema.name) by \(names.joined(separator: ", "))\" ON \"\(schema.name)\" (\(Self.list(names)))"
      }
  }

  static func list(_ names: [String]) -> String { names.map { "\"\($0)\"" }.joined(separator: ", ") }
}

extension ColumnType {
  /// How the database keeps it: decimals as text, because they are exact; UUIDs as the number they stand for.
  fileprivate var storage: String {
    switch self {
    case .symbol, .string, .float: "TEXT"
    case .guid, .long, .boolean, .timestamp, .timespan: "INTEGER"
    case .levels, .texts, .objects, .object: preconditionFailure("lists have no place in a table of the past")
    }
  }
}
