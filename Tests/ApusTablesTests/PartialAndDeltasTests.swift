import ApusEngine
import ApusModel
import ApusTables
import Testing

/// What a client holds after a partial and all deltas is what a fresh partial says (D9).
struct PartialAndDeltasTests {
  @Test(arguments: [(Listing.march2019, UInt64(1)), (Listing.march2019, UInt64(2)), (Listing.last2026, UInt64(3))])
  func aClientsCopyNeverDrifts(listing: Listing, seed: UInt64) {
    var floor = Floor(listing, accounts: 6, deposit: 20_000_000)
    var flow = RandomFlow(seed: seed, accounts: 6, listing.instruments[0])
    var mirror = Mirror(floor.tables)
    for batch in 0..<150 {
      let size = Int.random(in: 1...12, using: &flow)
      let changes = floor.run((0..<size).map { _ in flow.command() }, after: batch % 40 == 0 ? 70_000 : 3)
      flow.note(floor.events)
      mirror.apply(changes)
      if batch % 5 == 0 { mirror.expect(toEqual: Mirror(floor.tables), "seed \(seed), batch \(batch)") }
    }
    mirror.expect(toEqual: Mirror(floor.tables), "seed \(seed)")
    #expect(mirror.trades.count > 50)
    #expect(floor.engine.audit().isEmpty)
  }
}
