import ApusAPI
import ApusExchange
import ApusStore
import ApusTables

/// Puts the rows of each batch into the store.
final class HistoryRows: HistoryKeeper {
  private let store: HistoryStore

  init(_ store: HistoryStore) { self.store = store }

  func sequence() throws(HistoryTrouble) -> UInt64 {
    do throws(HistoryFailure) { return try store.sequence() } catch { throw HistoryTrouble(error.description) }
  }

  func clear() throws(HistoryTrouble) {
    do throws(HistoryFailure) { try store.clear() } catch { throw HistoryTrouble(error.description) }
  }

  func keep(_ batches: [TableChanges], through sequence: UInt64) throws(HistoryTrouble) {
    do throws(HistoryFailure) {
      try store.write(through: sequence) { writer in
        try writer.add(Self.latest(batches), to: HistoryTables.order)
        for changes in batches { try Self.add(changes, to: writer) }
      }
    } catch { throw HistoryTrouble(error.description) }
  }

  /// Each order as it was last told: what it was in between needs no writing.
  private static func latest(_ batches: [TableChanges]) -> [OrderRow] {
    var rows: [PublicID: OrderRow] = [:]
    for changes in batches { for change in changes.order { rows[change.row.orderID] = change.row } }
    return rows.values.sorted { $0.orderID.number < $1.orderID.number }
  }

  private static func add(_ changes: TableChanges, to writer: borrowing HistoryWriter) throws {
    try writer.add(changes.trade.lazy.map(\.row), to: HistoryTables.trade)
    try writer.add(changes.execution.lazy.map(\.row), to: HistoryTables.execution)
    try writer.add(changes.quote.lazy.map(\.row), to: HistoryTables.quote)
    try writer.add(changes.transact.lazy.map(\.row), to: HistoryTables.transact)
    try writer.add(changes.interest.lazy.map(\.row), to: HistoryTables.interest)
    try writer.add(changes.funding.lazy.map(\.row), to: HistoryTables.funding)
    try writer.add(changes.settlement.lazy.map(\.row), to: HistoryTables.settlement)
    try writer.add(changes.insurance.lazy.map(\.row), to: HistoryTables.insurance)
    for size in BinSize.allCases {
      try writer.add(changes.tradeBin[size].lazy.map(\.row), to: HistoryTables.tradeBins[size])
      try writer.add(changes.quoteBin[size].lazy.map(\.row), to: HistoryTables.quoteBins[size])
    }
  }
}
