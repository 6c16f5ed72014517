import ApusEngine
import ApusModel
import ApusSandbox
import Testing

@Suite struct RehearsalTests {
  /// The crash before noon of 12 March 2020: three hours of a hundred people, everything recomputed after each command.
  private func plan(seed: UInt64, auditing: UInt64 = 1) -> Rehearsal.Plan {
    let course = History.march2020.course(every: 20_000, seed: seed)
    return Rehearsal.Plan(
      course: course.part(from: 9 * 3_600_000, lasting: 3 * 3_600_000), terms: Rehearsal.perpetual, people: 100,
      seed: seed, auditing: auditing)
  }

  private func lived(_ plan: Rehearsal.Plan) -> Rehearsal {
    var rehearsal = Rehearsal(plan)
    while !rehearsal.isOver { rehearsal.step() }
    return rehearsal
  }

  @Test func everythingHoldsAfterEveryCommandOfACrash() {
    let rehearsal = lived(plan(seed: 1))
    #expect(rehearsal.findings == [])
    #expect(rehearsal.audits > rehearsal.chronicle.totals.commands - 10)
    #expect(rehearsal.chronicle.totals.trades > 1_000)
    #expect(rehearsal.chronicle.totals.mostOpenInterest > Contracts(rawValue: 1_000_000))
  }

  @Test func theSameSeedDrawsTheSameFigure() {
    let once = lived(plan(seed: 5, auditing: 0))
    let again = lived(plan(seed: 5, auditing: 0))
    let other = lived(plan(seed: 6, auditing: 0))
    #expect(once.engine.fingerprint() == again.engine.fingerprint())
    #expect(once.engine.fingerprint() != other.engine.fingerprint())
    var first = ChronicleFigure(of: once.chronicle, title: "A < B", subtitle: "")
    var second = ChronicleFigure(of: again.chronicle, title: "A < B", subtitle: "")
    let drawing = first.drawn()
    #expect(drawing == second.drawn())
    #expect(drawing.contains("<title>A &lt; B</title>"))
    #expect(drawing.contains("Insurance fund, XBT"))
    #expect(drawing.contains("12 March 2020"))
    #expect(RehearsalSummary(of: once).lines == RehearsalSummary(of: again).lines)
  }
}
