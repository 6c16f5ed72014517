import Testing

@testable import ApusEngine

@Suite struct ReciprocalTests {
  @Test func `dividing by a known number gives what dividing gives`() {
    var dice = BookDice(seed: 9)
    let edges: [Int64] = [1, 2, 3, 7, 10, 100, 5_000_000_000, 1 << 31, 1 << 32, 1 << 62, .max, .max - 1]
    for round in 0..<20_000 {
      let shift = Int64(dice.roll(63))
      let divisor = round < edges.count ? edges[round] : max(1, Int64(bitPattern: dice.next() >> 1) >> shift)
      let reciprocal = Reciprocal(divisor)
      let near = divisor.multipliedReportingOverflow(by: Int64(dice.roll(1_000)))
      let dividends = [
        0, 1, divisor, divisor - 1, .max, Int64(bitPattern: dice.next() >> 1), near.overflow ? 5 : near.partialValue,
      ]
      for dividend in dividends {
        let (quotient, remainder) = reciprocal.divide(dividend)
        if quotient != UInt64(dividend / divisor) || remainder != UInt64(dividend % divisor) {
          Issue.record("\(dividend) by \(divisor) is \(quotient) rest \(remainder)")
        }
      }
    }
  }
}
