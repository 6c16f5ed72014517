import ApusTestSupport
import Testing

@Suite struct DifferentialTests {
  @Test func `the engine and its naive twin say the same in many small worlds`() {
    var coverage = Coverage()
    for seed in 1...20 {
      do throws(Disagreement) {
        coverage.add(try Differential.run(seed: UInt64(seed), steps: 400))
      } catch {
        Issue.record("\(error.finding)\nseed \(error.seed) step \(error.sequence) of \(error.steps)")
        return
      }
    }
    #expect(coverage.commands == 8_000)
  }
}
