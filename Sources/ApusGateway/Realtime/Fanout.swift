import ApusAPI
import ApusExchange
import ApusModel
import ApusTables
import NIOCore
import Synchronization

/// A message for everybody who follows a topic: encoded once, shared by all.
struct Parcel: Sendable {
  let key: TopicKey
  /// The batch it belongs to; who has a later partial knows it already.
  let batch: UInt64
  /// The frame as it goes over the wire.
  let frame: ByteBuffer
}

/// Turns each batch of changes into messages and hands them to the event loops, called on the engine's thread.
final class Fanout: BatchObserver, @unchecked Sendable {
  private let interest: Interest
  private let ends = Mutex<Ends?>(nil)
  // Only on the engine's thread.
  private var view = InterestView()

  /// Who hears of a batch.
  private struct Ends {
    var venue: VenueDoor
    var desks: [LoopDesk]
  }

  init(_ interest: Interest) { self.interest = interest }

  /// Says where messages go.
  func connect(_ venue: VenueDoor, _ desks: [LoopDesk]) { ends.withLock { $0 = Ends(venue: venue, desks: desks) } }

  /// Lets go of everybody, because the gateway stops before the exchange does.
  func disconnect() { ends.withLock { $0 = nil } }

  func batch(_ changes: TableChanges, happenings: Happenings) {
    let isListing = changes.instrument.contains { $0.isListing }
    interest.refresh(&view)
    guard isListing || !view.isEmpty, let ends = ends.withLock({ $0 }) else { return }
    if isListing { ends.venue.reload() }
    let parcels = parcels(changes)
    guard !parcels.isEmpty else { return }
    for desk in ends.desks { desk.post(parcels) }
  }

  func halted(_ reason: String) { for desk in ends.withLock({ $0?.desks ?? [] }) { desk.halt() } }

  private func parcels(_ changes: TableChanges) -> [Parcel] {
    var packer = ParcelPacker(view: view, batch: changes.batch)
    packer.add(changes.order, .order, OrderRow.schema) { ($0.account, $0.symbol) }
    packer.add(changes.execution, .execution, ExecutionRow.schema) { ($0.account, $0.symbol) }
    packer.add(changes.position, .position, PositionRow.schema) { ($0.account, $0.symbol) }
    packer.add(changes.margin, .margin, MarginRow.schema) { ($0.account, "") }
    packer.add(changes.wallet, .wallet, WalletRow.schema) { ($0.account, "") }
    packer.add(changes.transact, .transact, TransactionRow.schema) { ($0.account, "") }
    packer.add(changes.trade, .trade, TradeRow.schema) { (0, $0.symbol) }
    packer.add(changes.orderBookL2, .orderBookL2, OrderBookRow.schema) { (0, $0.symbol) }
    packer.add(changes.orderBookL2Top, .orderBookL2Top, OrderBookRow.schemaOf25) { (0, $0.symbol) }
    packer.add(changes.orderBook10, .orderBook10, OrderBook10Row.schema) { (0, $0.symbol) }
    packer.add(changes.quote, .quote, QuoteRow.schema) { (0, $0.symbol) }
    packer.add(changes.settlement, .settlement, SettlementRow.schema) { (0, $0.symbol) }
    packer.add(changes.liquidation, .liquidation, LiquidationRow.schema) { (0, $0.symbol) }
    packer.add(changes.insurance, .insurance, InsuranceRow.schema) { _ in (0, "") }
    packer.add(changes.instrument, .instrument, InstrumentRow.schema) { (0, $0.symbol) }
    packer.add(changes.funding, .funding, FundingRow.schema) { (0, $0.symbol) }
    for size in BinSize.allCases {
      packer.add(changes.tradeBin[size], .tradeBin(size), TradeBinRow.schemas[size]) { (0, $0.symbol) }
      packer.add(changes.quoteBin[size], .quoteBin(size), QuoteRow.binSchemas[size]) { (0, $0.symbol) }
    }
    return packer.parcels
  }
}

extension RowChange<InstrumentRow> {
  /// Whether a contract came, went, was settled or has new terms.
  fileprivate var isListing: Bool {
    guard case .update(let old, let new) = self else { return true }
    return old.state != new.state || old.listing != new.listing || old.tickSize != new.tickSize
      || old.lotSize != new.lotSize || old.maxPrice != new.maxPrice || old.maxOrderQty != new.maxOrderQty
  }
}

/// Makes the messages of one batch.
private struct ParcelPacker {
  let view: InterestView
  let batch: UInt64
  private(set) var parcels: [Parcel] = []
  private var writer = JSONWriter()

  init(view: InterestView, batch: UInt64) {
    self.view = view
    self.batch = batch
  }

  /// Packs the changes of a table, neighbours of one topic with the same action into one message.
  mutating func add<Row: TableRow>(
    _ changes: [RowChange<Row>], _ table: TopicTable, _ schema: TableSchema<Row>,
    _ owner: (Row) -> (account: Int64, symbol: String)
  ) {
    guard !changes.isEmpty, view.has(table) else { return }
    var start = 0
    while start < changes.count {
      let (account, symbol) = owner(changes[start].row)
      var end = start + 1
      while end < changes.count, changes[end].action == changes[start].action,
        owner(changes[end].row) == (account, symbol)
      {
        end += 1
      }
      let key = TopicKey(table: table, account: UInt32(account), symbol: symbol)
      if view.has(key) {
        writer.removeAll()
        writer.appendChanges(schema, changes[start..<end])
        parcels.append(Parcel(key: key, batch: batch, frame: .textFrame(writer.bytes)))
      }
      start = end
    }
  }
}
