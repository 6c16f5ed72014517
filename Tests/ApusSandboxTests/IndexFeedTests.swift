import ApusModel
import ApusSandbox
import Testing

/// Sources that differ a little, and fail one at a time.
@Suite struct IndexFeedTests {
  @Test func `a day of three sources keeps near the price and loses one of them now and then`() {
    var feed = IndexFeed(index: IndexID(0), sources: [0, 1, 2], random: SeededRandom(seed: 7))
    let price = Price(units: 4_000)
    var missing = 0
    for second in 1...86_400 {
      let said = feed.prices(around: price, at: Timestamp(rawValue: Int64(second) * 1_000))
      #expect(said.count >= 2)
      missing += 3 - said.count
      for case .sourcePrice(let quote) in said {
        #expect((quote.price - price).magnitude <= Price(units: 1))
        #expect(quote.price.rawValue % (Price.scale / 100) == 0)
      }
    }
    #expect(missing > 1_000 && missing < 60_000)
  }
}
