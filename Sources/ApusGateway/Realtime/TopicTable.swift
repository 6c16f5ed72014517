import ApusAPI

/// The tables that can be followed.
enum TopicTable: String, CaseIterable, Sendable {
  case instrument
  case orderBookL2
  case orderBookL2Top = "orderBookL2_25"
  case orderBook10
  case quote
  case trade
  case tradeBin1m, tradeBin5m, tradeBin1h, tradeBin1d
  case quoteBin1m, quoteBin5m, quoteBin1h, quoteBin1d
  case funding
  case settlement
  case liquidation
  case insurance
  case order
  case execution
  case position
  case margin
  case wallet
  case transact
  case announcement, publicNotifications, privateNotifications, affiliate

  /// Whether anybody may follow it.
  var isPublic: Bool {
    switch self {
    case .instrument, .orderBookL2, .orderBookL2Top, .orderBook10, .quote, .trade, .funding, .settlement, .liquidation,
      .insurance, .tradeBin1m, .tradeBin5m, .tradeBin1h, .tradeBin1d, .quoteBin1m, .quoteBin5m, .quoteBin1h,
      .quoteBin1d, .announcement, .publicNotifications:
      true
    case .order, .execution, .position, .margin, .wallet, .transact, .privateNotifications, .affiliate: false
    }
  }

  /// Whether its rows belong to contracts.
  var hasSymbol: Bool {
    switch self {
    case .margin, .wallet, .transact, .insurance, .announcement, .publicNotifications, .privateNotifications,
      .affiliate:
      false
    default: true
    }
  }

  /// The table of bins of trades of a length.
  static func tradeBin(_ size: BinSize) -> TopicTable {
    switch size {
    case .minute: .tradeBin1m
    case .fiveMinutes: .tradeBin5m
    case .hour: .tradeBin1h
    case .day: .tradeBin1d
    }
  }

  /// The table of bins of quotes of a length.
  static func quoteBin(_ size: BinSize) -> TopicTable {
    switch size {
    case .minute: .quoteBin1m
    case .fiveMinutes: .quoteBin5m
    case .hour: .quoteBin1h
    case .day: .quoteBin1d
    }
  }

  /// The answer to `help` and to `GET /schema/websocketHelp`.
  static let help: [UInt8] = {
    var writer = JSONWriter(capacity: 1_024)
    writer.appendWebsocketHelp(
      publicTopics: allCases.filter(\.isPublic).map(\.rawValue),
      privateTopics: allCases.filter { !$0.isPublic }.map(\.rawValue))
    return writer.bytes
  }()
}

/// A word that stands for many symbols, in the table of instruments alone.
enum SymbolGroup: String, Sendable {
  case contracts = "CONTRACTS"
  case indices = "INDICES"

  /// The one that a symbol belongs to.
  init(of symbol: String) { self = symbol.utf8.first == UInt8(ascii: ".") ? .indices : .contracts }
}

/// A topic with everything that decides which rows belong to it.
struct TopicKey: Hashable, Sendable {
  let table: TopicTable
  /// Whose rows; zero for everybody's.
  let account: UInt32
  /// Which contract's rows, or those of which group; empty for those of all.
  let symbol: String

  /// The same table of the same account for all contracts.
  var ofAllSymbols: TopicKey { TopicKey(table: table, account: account, symbol: "") }

  /// The group it names instead of a symbol; nil when it names none.
  var group: SymbolGroup? { table == .instrument ? SymbolGroup(rawValue: symbol) : nil }

  /// The topic of the group that its symbol belongs to; nil in tables that have none.
  var ofItsGroup: TopicKey? {
    guard table == .instrument else { return nil }
    return TopicKey(table: table, account: account, symbol: SymbolGroup(of: symbol).rawValue)
  }

  /// Whether the rows of a symbol belong to it.
  func includes(_ other: String) -> Bool {
    if let group { return SymbolGroup(of: other) == group }
    return symbol.isEmpty || symbol == other
  }

  /// What a partial says about it; the rows of a group have no symbol in common.
  var filter: PartialFilter {
    let isOne = !symbol.isEmpty && group == nil
    return PartialFilter(account: table.isPublic ? nil : Int64(account), symbol: isOne ? symbol : nil)
  }
}
