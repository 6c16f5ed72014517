import ApusModel
import ApusTestSupport
import Glibc

/// Runs the engine beside its naive twin for as many random commands as asked, in many small worlds.
///
/// `apus-check [COMMANDS] [--seed FIRST] [--steps PER_WORLD] [--audit EVERY]`; the exit code is 1 when they disagree.
@main
struct ApusCheck {
  static func main() async {
    var run = DeepRun()
    var arguments = CommandLine.arguments.dropFirst()
    while let argument = arguments.popFirst() {
      switch argument {
      case "--seed": run.seed = number(arguments.popFirst())
      case "--steps": run.steps = max(1, Int(number(arguments.popFirst())))
      case "--audit": run.auditing = max(1, Int(number(arguments.popFirst())))
      default: run.commands = Int(number(argument))
      }
    }
    let clock = ContinuousClock()
    let started = clock.now
    do {
      let coverage = try await run.coverage()
      let seconds = (clock.now - started).components.seconds
      report(coverage, of: run, seconds: seconds)
    } catch let disagreement as Disagreement {
      fail(disagreement.report)
    } catch { fail("\(error)") }
  }

  private static func report(_ coverage: Coverage, of run: DeepRun, seconds: Int64) {
    print("The engine and its twin agree on \(coverage.commands) commands, \(coverage.events) events,")
    print("\(coverage.trades) trades, \(coverage.restores) restarts, from seed \(run.seed), in \(seconds) s.")
    for (reason, count) in coverage.rejections.sorted(by: { $0.value > $1.value }) {
      print("  refused \(reason): \(count)")
    }
    for (reason, count) in coverage.cancels.sorted(by: { $0.value > $1.value }) {
      print("  canceled \(reason): \(count)")
    }
    let missing = coverage.missing
    if !missing.isEmpty && run.commands >= 100_000 { fail("Never reached: \(missing.joined(separator: ", "))") }
  }

  private static func number(_ text: String?) -> UInt64 {
    guard let text, let number = UInt64(text) else { fail("A number is missing: \(text ?? "nothing")") }
    return number
  }

  private static func fail(_ text: String) -> Never {
    StandardError.say(text)
    exit(1)
  }
}
