import ApusAPI
import ApusEngine
import ApusModel
import ApusTables
import Testing

/// What a client holds after a partial and all deltas is what a fresh partial says (D9).
struct PartialAndDeltasTests {
  @Test(arguments: [(Listing.march2019, UInt64(1)), (Listing.march2019, UInt64(2)), (Listing.last2026, UInt64(3))])
  func aClientsCopyNeverDrifts(listing: Listing, seed: UInt64) throws {
    var floor = Floor(listing, accounts: 6, deposit: 20_000_000)
    var flow = RandomFlow(seed: seed, accounts: 6, listing.instruments[0])
    var mirror = Mirror(floor.tables)
    for batch in 0..<120 {
      let size = Int.random(in: 1...12, using: &flow)
      let changes = floor.run((0..<size).map { _ in flow.command() }, after: batch % 40 == 0 ? 70_000 : 3)
      flow.note(floor.events)
      mirror.apply(changes)
      if batch % 8 == 0 { mirror.expect(toEqual: Mirror(floor.tables), "seed \(seed), batch \(batch)") }
    }
    mirror.expect(toEqual: Mirror(floor.tables), "seed \(seed)")
    #expect(mirror.trades.count > 50)
    #expect(floor.engine.audit().isEmpty)
  }

  @Test func theBookIsTheSumOfTheOpenOrdersAndNeverCrossed() {
    var floor = Floor(accounts: 6, deposit: 20_000_000)
    var flow = RandomFlow(seed: 7, accounts: 6, .xbtusd2019)
    for _ in 0..<60 {
      _ = floor.run((0..<8).map { _ in flow.command() })
      flow.note(floor.events)
      var sums: [String: Int64] = [:]
      for number in 1...UInt32(6) {
        for order in floor.tables.openOrders(of: AccountID(rawValue: number)) {
          sums["\(order.side ?? "") \(order.price ?? 0)", default: 0] += order.leavesQty ?? 0
        }
      }
      let book = floor.tables.orderBookL2(.first)
      #expect(sums == Dictionary(uniqueKeysWithValues: book.map { ("\($0.side) \($0.price)", $0.size) }))
      #expect(book.map(\.price) == book.map(\.price).sorted(by: >))
      #expect(book.map(\.id) == book.map(\.id).sorted())
      let isAskFirst = book.map { $0.side == "Sell" }
      #expect(isAskFirst == isAskFirst.sorted { $0 && !$1 })
    }
  }

  @Test func tablesReadBackFromASnapshotGoOnAsIfNothingHadHappened() throws {
    var floor = Floor(accounts: 6, deposit: 20_000_000)
    var flow = RandomFlow(seed: 11, accounts: 6, .xbtusd2019)
    for batch in 0..<60 {
      _ = floor.run((0..<8).map { _ in flow.command() }, after: batch % 10 == 0 ? 70_000 : 2)
      flow.note(floor.events)
    }
    var writer = ByteWriter()
    floor.tables.snapshot(into: &writer)
    var restored = try Tables(snapshot: writer.bytes)
    restored.resume()
    var again = ByteWriter()
    restored.snapshot(into: &again)
    #expect(again.bytes == writer.bytes)
    expectSame(restored, floor.tables)
    for _ in 0..<20 {
      _ = floor.run((0..<8).map { _ in flow.command() })
      flow.note(floor.events)
      _ = restored.apply(floor.events, through: floor.engine.sequence, at: floor.now)
    }
    expectSame(restored, floor.tables)
    for length in [0, 1, 20, writer.bytes.count / 2, writer.bytes.count - 1] {
      #expect(throws: CodecError.self) { _ = try Tables(snapshot: Array(writer.bytes.prefix(length))) }
    }
  }

  /// Everything but quotes, which are not kept, and the moment of an instrument's last change.
  private func expectSame(_ left: borrowing Tables, _ right: borrowing Tables) {
    var mine = Mirror(left)
    var other = Mirror(right)
    mine.quotes = []
    other.quotes = []
    for key in mine.instruments.rows.keys { mine.instruments.rows[key]?.timestamp = nil }
    for key in other.instruments.rows.keys { other.instruments.rows[key]?.timestamp = nil }
    mine.expect(toEqual: other, "restored")
  }
}
