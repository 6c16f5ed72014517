public import ApusAPI

/// A table of the past: the public table of that schema, with the indices its questions need.
public struct HistoryTable<Row: TableRow>: Sendable {
  /// The public table.
  public let schema: TableSchema<Row>
  /// The columns that identify a row which may be written again; empty where rows only come.
  let keys: [String]
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
    _ schema: TableSchema<Row>, keys: [String] = [], owner: String? = nil, subject: String = "symbol",
    lookups: [[String]] = [], isGrowing: Bool
  ) {
    self.schema = schema
    self.keys = keys
    self.owner = owner
    self.subject = subject
    self.lookups = lookups
    self.isGrowing = isGrowing
    let names = schema.columns.map(\.name)
    let marks = Array(repeating: "?", count: names.count).joined(separator: ", ")
    insertion =
      "INSERT \(keys.isEmpty ? "" : "OR REPLACE ")INTO \"\(schema.name)\" (\(Self.list(names))) VALUES (\(marks))"
  }

  /// A table anybody may read, in the order of its rows.
  static func open(_ schema: TableSchema<Row>, subject: String = "symbol") -> HistoryTable {
    HistoryTable(schema, subject: subject, isGrowing: true)
  }

  /// A table of accounts, whose rows have names.
  static func owned(
    _ schema: TableSchema<Row>, subject: String = "symbol", lookups: [[String]] = [], isGrowing: Bool = false
  ) -> HistoryTable {
    HistoryTable(
      schema, keys: schema.keys, owner: "account", subject: subject, lookups: lookups, isGrowing: isGrowing)
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
  static let tradeHistory = "\"execType\" IN (\(tradeWords.map { "'\($0)'" }.joined(separator: ", ")))"
  static let tradeWords = ["Trade", "Funding", "Settlement", "Liquidation"]

  /// What makes all tables in an empty file.
  static let statements: [String] =
    trade.statements + quote.statements + tradeBins.all.flatMap(\.statements) + quoteBins.all.flatMap(\.statements)
    + funding.statements + settlement.statements + insurance.statements + order.statements + execution.statements
    + transact.statements + interest.statements
    + [
      // With the kind behind what breaks ties: rows that are passed over need no look at the table.
      "CREATE INDEX \"execution by trades\" ON \"execution\" "
        + "(\"account\", \"timestamp\", \"execID\", \"execType\") WHERE \(tradeHistory)",
      "CREATE INDEX \"execution by trades of symbol\" ON \"execution\" "
        + "(\"account\", \"symbol\", \"timestamp\", \"execID\", \"execType\") WHERE \(tradeHistory)",
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
    let columns = schema.columns.map { "\"\($0.name)\" \($0.type.storage)" }.joined(separator: ", ")
    let key = keys.isEmpty ? "" : ", PRIMARY KEY (\(Self.list(keys)))"
    let form = keys.isEmpty ? "STRICT" : "STRICT, WITHOUT ROWID"
    let usual =
      owner.map { [[$0, "timestamp"], [$0, subject, "timestamp"]] } ?? [
        ["timestamp", subject], [subject, "timestamp"],
      ]
    return ["CREATE TABLE \"\(schema.name)\" (\(columns)\(key)) \(form)"]
      + (usual + lookups).map { names in
        "CREATE INDEX \"\(schema.name) by \(names.joined(separator: ", "))\" ON \"\(schema.name)\" (\(Self.list(names)))"
      }
  }

  static func list(_ names: [String]) -> String { names.map { "\"\($0)\"" }.joined(separator: ", ") }
}

extension ColumnType {
  /// How the database keeps it: decimals as text, because they are exact; UUIDs as what they stand for.
  fileprivate var storage: String {
    switch self {
    case .guid: "BLOB"
    case .symbol, .string, .float: "TEXT"
    case .long, .boolean, .timestamp, .timespan: "INTEGER"
    case .levels, .texts, .objects, .object: preconditionFailure("lists have no place in a table of the past")
    }
  }
}
