import ApusModel
import ApusTestSupport
import Glibc

/// Runs the engine beside its naive twin for as many random commands as asked, in many small worlds.
///
/// `apus-check [COMMANDS] [--seed FIRST] [--steps PER_WORLD]`; the exit code is 1 when they disagree.
@main
struct ApusCheck {
  static func main() {
    var commands = 1_000_000
    var seed: UInt64 = 1
    var steps = 400
    var arguments = CommandLine.arguments.dropFirst()
    while let argument = arguments.popFirst() {
      switch argument {
      case "--seed": seed = number(arguments.popFirst())
      case "--steps": steps = Int(number(arguments.popFirst()))
      default: commands = Int(number(argument))
      }
    }
    let coverage = run(commands, from: seed, steps: steps)
    print("The engine and its twin agree on \(coverage.commands) commands, \(coverage.events) events,")
    print("\(coverage.trades) trades, \(coverage.restores) restarts, from seed \(seed).")
    for (reason, count) in coverage.rejections.sorted(by: { $0.value > $1.value }) {
      print("  refused \(reason): \(count)")
    }
    for (reason, count) in coverage.cancels.sorted(by: { $0.value > $1.value }) {
      print("  canceled \(reason): \(count)")
    }
    let missing = coverage.missing
    if !missing.isEmpty && commands >= 100_000 { fail("Never reached: \(missing.joined(separator: ", "))") }
  }

  private static func run(_ commands: Int, from first: UInt64, steps: Int) -> Coverage {
    let clock = ContinuousClock()
    let started = clock.now
    var said = started
    var coverage = Coverage()
    var seed = first
    while coverage.commands < commands {
      do throws(Disagreement) {
        coverage.add(try Differential.run(seed: seed, steps: steps))
      } catch {
        fail(error.report)
      }
      seed += 1
      if clock.now - said > .seconds(2) {
        said = clock.now
        note("\(coverage.commands) of \(commands) commands, \(said - started), next seed \(seed)")
      }
    }
    return coverage
  }

  private static func number(_ text: String?) -> UInt64 {
    guard let text, let number = UInt64(text) else { fail("A number is missing: \(text ?? "nothing")") }
    return number
  }

  private static func note(_ text: String) {
    var standardError = StandardError()
    print(text, to: &standardError)
  }

  private static func fail(_ text: String) -> Never {
    note(text)
    exit(1)
  }
}
