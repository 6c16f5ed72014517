import Testing

@testable import ApusExchange

/// Whoever waits for the past is not turned away because the machine stood still.
struct PatienceTests {
  private static func moment(_ milliseconds: Int64) -> Moment { Moment(nanoseconds: milliseconds * 1_000_000) }

  @Test func itEndsAfterItsTime() {
    var patience = Patience(milliseconds: 250, from: Self.moment(1_000))
    var looks = 1
    while !patience.isOver(at: patience.next) { looks += 1 }
    #expect(looks == 3 && patience.next == Self.moment(1_250))
  }

  @Test func newsInBetweenNeitherProlongsNorShortensIt() {
    var patience = Patience(milliseconds: 250, from: Self.moment(0))
    let isOver = (0..<2_500).map { patience.isOver(at: Moment(nanoseconds: ($0 + 1) * 100_000)) }
    #expect(isOver.firstIndex(of: true) == 2_499)
  }

  @Test func aMachineThatStandsStillForAMinuteCostsOneLook() {
    var patience = Patience(milliseconds: 250, from: Self.moment(0))
    let isOver = [60_000, 60_100, 60_149, 60_150].map { patience.isOver(at: Self.moment($0)) }
    #expect(isOver == [false, false, false, true])
  }

  @Test func withoutPatienceThereIsOneLook() {
    var patience = Patience(milliseconds: 0, from: Self.moment(5))
    let isOver = patience.isOver(at: Self.moment(5))
    #expect(isOver)
  }
}
