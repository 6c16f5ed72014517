import ApusAPI
import ApusExchange
import ApusModel
import ApusTables

/// All rows of a topic at one moment.
struct Partial: Sendable {
  /// The batch after which it was taken.
  let batch: UInt64
  /// The message.
  let json: [UInt8]

  /// Takes the rows of a topic from the tables.
  init(_ key: TopicKey, _ venue: VenueDoor) {
    let account = AccountID(key.account)
    let contracts = venue.contracts.filter { key.includes($0.symbol) }.map(\.id)
    let isWanted = { (symbol: String) in key.includes(symbol) }
    switch key.table {
    case .instrument:
      self.init(key, venue, InstrumentRow.schema) { $0.instruments.filter { isWanted($0.symbol) } }
    case .orderBookL2:
      self.init(key, venue, OrderBookRow.schema) { tables in Self.each(contracts, tables) { $0.orderBookL2($1) } }
    case .orderBookL2Top:
      self.init(key, venue, OrderBookRow.schemaOf25) { tables in Self.each(contracts, tables) { $0.orderBookL2Top($1) }
      }
    case .orderBook10:
      self.init(key, venue, OrderBook10Row.schema) { tables in Self.each(contracts, tables) { [$0.orderBook10($1)] } }
    case .quote:
      self.init(key, venue, QuoteRow.schema) { tables in Self.each(contracts, tables) { $0.quotes($1, latest: 1) } }
    case .trade:
      self.init(key, venue, TradeRow.schema) { tables in
        Self.each(contracts, tables) { $0.trades($1, latest: Self.latest) }
      }
    case .tradeBin1m: self.init(tradeBins: .minute, key, venue, contracts)
    case .tradeBin5m: self.init(tradeBins: .fiveMinutes, key, venue, contracts)
    case .tradeBin1h: self.init(tradeBins: .hour, key, venue, contracts)
    case .tradeBin1d: self.init(tradeBins: .day, key, venue, contracts)
    case .quoteBin1m: self.init(quoteBins: .minute, key, venue, contracts)
    case .quoteBin5m: self.init(quoteBins: .fiveMinutes, key, venue, contracts)
    case .quoteBin1h: self.init(quoteBins: .hour, key, venue, contracts)
    case .quoteBin1d: self.init(quoteBins: .day, key, venue, contracts)
    case .funding:
      self.init(key, venue, FundingRow.schema) { tables in Self.each(contracts, tables) { $0.fundings($1, latest: 1) } }
    case .settlement:
      self.init(key, venue, SettlementRow.schema) {
        $0.settlements(latest: Self.latest).filter { isWanted($0.symbol) }
      }
    case .liquidation:
      self.init(key, venue, LiquidationRow.schema) { $0.openLiquidations.filter { isWanted($0.symbol) } }
    case .insurance: self.init(key, venue, InsuranceRow.schema) { $0.insurance(latest: Self.latest) }
    case .order:
      self.init(key, venue, OrderRow.schema) { $0.openOrders(of: account).filter { isWanted($0.symbol) } }
    case .execution:
      self.init(key, venue, ExecutionRow.schema) {
        $0.executions(of: account, latest: Self.latest).filter { isWanted($0.symbol) }
      }
    case .position:
      self.init(key, venue, PositionRow.schema) { $0.positions(of: account).filter { isWanted($0.symbol) } }
    case .margin: self.init(key, venue, MarginRow.schema) { $0.margins(of: account) }
    case .wallet: self.init(key, venue, WalletRow.schema) { $0.wallets(of: account) }
    case .transact:
      self.init(key, venue, TransactionRow.schema) { $0.transactions(of: account, latest: Self.latest) }
    case .announcement, .publicNotifications, .privateNotifications, .affiliate: self.init(platform: key, venue)
    }
  }

  /// What the operator says is read when the venue starts, and nobody is paid for bringing others: nothing follows.
  private init(platform key: TopicKey, _ venue: VenueDoor) {
    switch key.table {
    case .announcement: self.init(key, venue, AnnouncementRow.schema) { _ in venue.announcements.map(\.row) }
    case .publicNotifications:
      self.init(key, venue, NotificationRow.publicSchema) { _ in
        venue.announcements.filter(\.isUrgent).map(\.notification)
      }
    case .privateNotifications: self.init(key, venue, NotificationRow.privateSchema) { _ in [] }
    case .affiliate:
      self.init(key, venue, AffiliateRow.schema) { tables in
        tables.margins(of: AccountID(key.account)).map { AffiliateRow(account: $0.account, currency: $0.currency) }
      }
    default: preconditionFailure("\(key.table) is no table of the platform")
    }
  }

  /// How many rows of a table that only grows are shown.
  private static let latest = 50

  private init(tradeBins size: BinSize, _ key: TopicKey, _ venue: VenueDoor, _ contracts: [InstrumentID]) {
    self.init(key, venue, TradeBinRow.schemas[size]) { tables in
      Self.each(contracts, tables) { $0.tradeBins($1, size, latest: 1) }
    }
  }

  private init(quoteBins size: BinSize, _ key: TopicKey, _ venue: VenueDoor, _ contracts: [InstrumentID]) {
    self.init(key, venue, QuoteRow.binSchemas[size]) { tables in
      Self.each(contracts, tables) { $0.quoteBins($1, size, latest: 1) }
    }
  }

  private init<Row: TableRow>(
    _ key: TopicKey, _ venue: VenueDoor, _ schema: TableSchema<Row>, _ rows: (borrowing Tables) -> [Row]
  ) {
    let (found, batch) = venue.exchange.read { (rows($0), $0.batch) }
    var writer = JSONWriter(capacity: 4_096 + found.count * 256)
    writer.appendPartial(schema, found, filter: key.filter)
    self.batch = batch
    json = writer.bytes
  }

  private static func each<Row>(
    _ contracts: [InstrumentID], _ tables: borrowing Tables, _ rows: (borrowing Tables, InstrumentID) -> [Row]
  ) -> [Row] {
    var found: [Row] = []
    for contract in contracts { found += rows(tables, contract) }
    return found
  }
}
