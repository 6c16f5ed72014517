import ApusAPI
import ApusExchange
import ApusModel
import ApusTables
import NIOCore
import Synchronization

/// Turns each batch of changes into messages and hands them to the event loops, on a thread of its own.
///
/// The engine's thread only puts its changes down here. When encoding is far behind, the engine waits for it: a venue
/// that cannot tell what happens must not let it happen faster.
final class Fanout: BatchObserver, @unchecked Sendable {
  private let interest: Interest
  private let gate = Gate()
  // Under the gate.
  private var waiting: [Batch] = []
  private var ends: Ends?
  private var isAsleep = false
  private var isOver = false
  private var worker: Worker?
  // Only on the thread.
  private var view = InterestView()

  /// What one batch changed.
  private struct Batch {
    var changes: TableChanges
    var born: Moment
  }

  /// Who hears of a batch.
  private struct Ends {
    var venue: VenueDoor
    var desks: [LoopDesk]
  }

  /// How many batches may wait to be encoded.
  private static let mostWaiting = 4_096

  init(_ interest: Interest) { self.interest = interest }

  /// How many batches wait to be encoded.
  var backlog: Int { gate.withLock { waiting.count } }

  /// Says where messages go, and begins.
  func connect(_ venue: VenueDoor, _ desks: [LoopDesk]) {
    gate.withLock { ends = Ends(venue: venue, desks: desks) }
    worker = Worker("apus-fanout") { self.run() }
  }

  /// Lets go of everybody and ends the thread, because the gateway stops before the exchange does.
  func disconnect() {
    gate.withLock {
      ends = nil
      isOver = true
      gate.signal()
    }
    worker?.join()
    worker = nil
  }

  // MARK: On the engine's thread

  func batch(_ changes: TableChanges, happenings: Happenings) {
    let isListing = changes.instrument.contains { $0.isListing }
    // Who asks for a new contract in the next request finds it.
    if isListing, let venue = gate.withLock({ ends?.venue }) { venue.reload() }
    guard interest.isAny else { return }
    let batch = Batch(changes: changes, born: .now)
    gate.withLock {
      while waiting.count >= Self.mostWaiting, !isOver { gate.wait() }
      guard !isOver else { return }
      waiting.append(batch)
      if isAsleep { gate.signal() }
    }
  }

  func halted(_ reason: String) { for desk in gate.withLock({ ends?.desks ?? [] }) { desk.halt() } }

  // MARK: On its own thread

  private func run() {
    var batches: [Batch] = []
    while let desks = take(&batches) {
      for batch in batches {
        // Whoever came to follow a topic before the batch was put down is known here.
        interest.refresh(&view)
        let parcels = parcels(batch.changes, born: batch.born)
        guard !parcels.isEmpty else { continue }
        for desk in desks { desk.post(parcels) }
      }
      batches.removeAll(keepingCapacity: true)
    }
  }

  /// Waits for batches; nil when there is nobody to tell any more.
  private func take(_ batches: inout [Batch]) -> [LoopDesk]? {
    gate.withLock {
      while waiting.isEmpty, !isOver {
        isAsleep = true
        gate.wait()
      }
      isAsleep = false
      guard let ends, !isOver else { return nil }
      if waiting.count >= Self.mostWaiting { gate.signal() }
      swap(&waiting, &batches)
      return ends.desks
    }
  }

  private func parcels(_ changes: TableChanges, born: Moment) -> [Parcel] {
    var packer = ParcelPacker(view: view, batch: changes.batch, born: born)
    packer.add(changes.order, .order, OrderRow.schema) { ($0.account, $0.symbol) }
    packer.add(changes.execution, .execution, ExecutionRow.schema) { ($0.account, $0.symbol) }
    packer.add(changes.position, .position, PositionRow.schema) { ($0.account, $0.symbol) }
    packer.add(changes.margin, .margin, MarginRow.schema) { ($0.account, "") }
    packer.add(changes.wallet, .wallet, WalletRow.schema) { ($0.account, "") }
    packer.add(changes.transact, .transact, TransactionRow.schema) { ($0.account, "") }
    packer.add(changes.trade, .trade, TradeRow.schema) { (0, $0.symbol) }
    packer.add(changes.orderBookL2, .orderBookL2, OrderBookRow.schema, merging: MergeableChanges.levels) {
      (0, $0.symbol)
    }
    packer.add(changes.orderBookL2Top, .orderBookL2Top, OrderBookRow.schemaOf25, merging: MergeableChanges.topLevels) {
      (0, $0.symbol)
    }
    packer.add(changes.orderBook10, .orderBook10, OrderBook10Row.schema, merging: MergeableChanges.books) {
      (0, $0.symbol)
    }
    packer.add(changes.quote, .quote, QuoteRow.schema) { (0, $0.symbol) }
    packer.add(changes.settlement, .settlement, SettlementRow.schema) { (0, $0.symbol) }
    packer.add(changes.liquidation, .liquidation, LiquidationRow.schema) { (0, $0.symbol) }
    packer.add(changes.insurance, .insurance, InsuranceRow.schema) { _ in (0, "") }
    packer.add(changes.instrument, .instrument, InstrumentRow.schema, merging: MergeableChanges.instruments) {
      (0, $0.symbol)
    }
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
  let born: Moment
  private(set) var parcels: [Parcel] = []
  private var writer = JSONWriter()

  init(view: InterestView, batch: UInt64, born: Moment) {
    self.view = view
    self.batch = batch
    self.born = born
  }

  /// Packs the changes of a table, neighbours of one topic with the same action into one message.
  mutating func add<Row: TableRow>(
    _ changes: [RowChange<Row>], _ table: TopicTable, _ schema: TableSchema<Row>,
    merging: ((ArraySlice<RowChange<Row>>) -> MergeableChanges)? = nil,
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
        parcels.append(
          Parcel(
            key: key, batch: batch, born: born, frame: .textFrame(writer.bytes),
            changes: merging?(changes[start..<end])))
      }
      start = end
    }
  }
}
