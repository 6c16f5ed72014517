import ApusAPI
import ApusEngine
import ApusModel
import ApusTables
import Testing

/// Sources that say nothing for long are named with their last word, so that somebody can repeat it.
struct SilentSourceStories {
  @Test func aSteadyIndexStaysValidWhileItsSourcesAreRepeated() throws {
    var floor = Floor(.last2026)
    _ = floor.run(Listing.last2026.indices.map { .listIndex(ListIndex($0)) })
    let spoken = floor.now
    _ = floor.run([.indexPrice(IndexPrice(instrument: .first, price: Price(units: 65_000)))])
    #expect(floor.tables.sources(silentSince: spoken).isEmpty)
    let index = try #require(
      Listing.last2026.indices.firstIndex { $0.symbol == Listing.last2026.instruments[0].reference })
    for _ in 1...6 {
      _ = floor.run([.tick], after: 5 * 60_000)
      let silent = floor.tables.sources(silentSince: floor.now - Timestamp(rawValue: 60_000))
      #expect(
        !silent.isEmpty && silent.allSatisfy { $0.index == IndexID(UInt16(index)) && $0.price == Price(units: 65_000) })
      #expect(floor.tables.sources(silentSince: floor.now, besides: .first).isEmpty)
      #expect(!Self.isInvalidated(in: floor.events))
      _ = floor.run(silent.map { .sourcePrice($0) })
      #expect(floor.tables.composites(of: ".BXBT").contains { $0.logged == floor.now.rawValue })
    }
    // Nobody repeats it: a quarter of an hour and a minute later the index is invalid.
    for _ in 1...3 { _ = floor.run([.tick], after: 5 * 60_000) }
    _ = floor.run([.tick], after: 60_000)
    #expect(Self.isInvalidated(in: floor.events))
  }

  private static func isInvalidated(in events: EventBuffer) -> Bool {
    events.happenings.contains { happening in
      if case .indexChanged(let change) = happening.event { !change.isValid } else { false }
    }
  }
}
