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
        try writer.add(
          Self.latest(batches).lazy.map { batches[$0.batch].order[$0.change].row }, to: HistoryTables.order)
        try Self.add(batches, to: writer)
      }
    } catch { throw HistoryTrouble(error.description) }
  }

  /// Where each order was last told, by their numbers: what it was in between needs no writing.
  private static func latest(_ batches: [TableChanges]) -> [Place] {
    var places: [UInt64: Place] = [:]
    for (batch, changes) in batches.enumerated() {
      for change in changes.order.indices {
        let number = changes.order[change].row.orderID.number
        places[number] = Place(batch: batch, change: change, number: number)
      }
    }
    return places.values.sorted { $0.number < $1.number }
  }

  /// Where a row about the order of that number is among batches.
  private struct Place {
    var batch: Int
    var change: Int
    var number: UInt64
  }

  private static func add(_ batches: [TableChanges], to writer: borrowing HistoryWriter) throws {
    try writer.add(batches, to: HistoryTables.trade) { $0.trade }
    try writer.add(batches, to: HistoryTables.execution) { $0.execution }
    try writer.add(batches, to: HistoryTables.quote) { $0.quote }
    try writer.add(batches, to: HistoryTables.transact) { $0.transact }
    try writer.add(batches, to: HistoryTables.interest) { $0.interest }
    try writer.add(batches, to: HistoryTables.funding) { $0.funding }
    try writer.add(batches, to: HistoryTables.settlement) { $0.settlement }
    try writer.add(batches, to: HistoryTables.insurance) { $0.insurance }
    for size in BinSize.allCases {
      try writer.add(batches, to: HistoryTables.tradeBins[size]) { $0.tradeBin[size] }
      try writer.add(batches, to: HistoryTables.quoteBins[size]) { $0.quoteBin[size] }
    }
  }
}

extension HistoryWriter {
  /// Writes the rows of one table in all batches, in their order.
  fileprivate func add<Row: TableRow>(
    _ batches: [TableChanges], to table: HistoryTable<Row>, _ changes: (TableChanges) -> [RowChange<Row>]
  ) throws {
    var insertion = try insertion(into: table)
    for batch in batches {
      let told = changes(batch)
      // Each in its place: a copy of a row would count the references to all its texts.
      for place in told.indices { try insertion.add(told[place].row) }
    }
  }
}
