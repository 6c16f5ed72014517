import ApusModel
import ApusSandbox
import Testing

@Suite struct SeededRandomTests {
  @Test func theSameSeedDrawsTheSameNumbersForever() {
    // The first draws of xoshiro256** seeded through splitmix64 with 1, as its authors' reference code gives them.
    var random = SeededRandom(seed: 1)
    #expect(
      (0..<3).map { _ in random.next() } == [0xB3F2_AF6D_0FC7_10C5, 0x853B_5596_4736_4CEA, 0x92F8_9756_082A_4514])
  }

  @Test func everyResultOfABoundedDrawIsEquallyLikely() {
    var random = SeededRandom(seed: 7)
    var seen = [Int](repeating: 0, count: 6)
    for _ in 0..<60_000 { seen[Int(random.below(6))] += 1 }
    #expect(seen.allSatisfy { abs($0 - 10_000) < 400 })
  }

  @Test func aNormalDrawHasTheDeviationAskedFor() {
    var random = SeededRandom(seed: 3)
    let draws = (0..<40_000).map { _ in random.normal(deviation: 1_000) }
    let mean = draws.reduce(0, +) / 40_000
    let variance = draws.map { $0 * $0 }.reduce(0, +) / 40_000
    #expect(abs(mean) < 20)
    #expect(variance > 970_000 && variance < 1_030_000)
  }

  @Test func aPowerLawHasManySmallAndFewLargeDraws() {
    var random = SeededRandom(seed: 5)
    let draws = (0..<20_000).map { _ in random.powerLaw(upTo: 1_000, doubling: 50) }
    #expect(draws.allSatisfy { $0 >= 1 && $0 <= 1_000 })
    let atLeastEight = draws.count { $0 >= 8 }
    #expect(abs(atLeastEight - 2_500) < 200)
    #expect(draws.contains { $0 > 500 })
  }
}
