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
      _ = floor.run(silent.map { .sourcePrice($0) })
      #expect(floor.tables.composites(of: ".BXBT").contains { $0.logged == floor.now.rawValue })
    }
    // Half an hour after the price was news the mark still moves.
    let row = floor.tables.row(of: .first)
    _ = floor.run([.indexPrice(IndexPrice(instrument: .first, price: Price(units: 64_000)))])
    #expect(floor.tables.row(of: .first).markPrice != row.markPrice)
  }
}
