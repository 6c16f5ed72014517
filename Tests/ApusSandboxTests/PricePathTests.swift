import ApusModel
import ApusSandbox
import Testing

@Suite struct PricePathTests {
  let start = Timestamp(rawValue: 1_723_161_257_823)
  let price = Price(units: 61_800)

  @Test func howOftenItIsAskedDoesNotChangeWhereItGoes() {
    var often = PricePath(seed: 4, from: price, at: start)
    var once = often
    for millisecond in stride(from: Int64(0), through: 600_000, by: 37) {
      often.advance(to: start + Timestamp(rawValue: millisecond))
    }
    often.advance(to: start + Timestamp(rawValue: 600_000))
    once.advance(to: start + Timestamp(rawValue: 600_000))
    #expect(often == once)
    #expect(once.price != price)
  }

  @Test func anHourMovesLikeTheRecordedMarketDid() {
    // 1.25 basis points a second is 75 in an hour if nothing but chance moves it.
    var path = PricePath(seed: 11, from: price, at: start)
    var squares: Int64 = 0
    for second in 1...3_600 {
      let before = path.price.rawValue
      path.advance(to: start + Timestamp(rawValue: Int64(second) * 1_000))
      let move = (path.price.rawValue - before) / (before / 1_000_000)
      squares += move * move
    }
    let perSecond = squares / 3_600
    #expect(perSecond > 60 * 60 && perSecond < 400 * 400, "mean square of a second's move: \(perSecond) ppm²")
  }

  @Test func aWeekGoesThroughEveryWeatherAndStaysInRange() {
    var path = PricePath(seed: 2, from: price, at: start)
    var seen = [Int](repeating: 0, count: 4)
    var lowest = price
    var highest = price
    for second in 1...(7 * 24 * 3_600) {
      path.advance(to: start + Timestamp(rawValue: Int64(second) * 1_000))
      seen[Int(path.weather.rawValue)] += 1
      lowest = min(lowest, path.price)
      highest = max(highest, path.price)
    }
    #expect(seen.allSatisfy { $0 > 0 }, "seconds seen in each weather: \(seen)")
    #expect(lowest > Price(units: 40_000) && highest < Price(units: 90_000))
  }
}
