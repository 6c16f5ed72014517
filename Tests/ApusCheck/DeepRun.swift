import ApusTestSupport

/// As many small worlds as make up a number of commands, tried on all processors; worlds know nothing of each other.
struct DeepRun: Sendable {
  /// How many commands altogether, at least.
  var commands = 1_000_000
  /// The first world.
  var seed: UInt64 = 1
  /// Commands in each world.
  var steps = 400
  /// Commands from one audit to the next. Unoptimised, where nobody waits for millions, it is one.
  var auditing = _isDebugAssertConfiguration() ? 1 : 8

  /// How many worlds one task tries before the next is begun.
  private static let share: UInt64 = 64

  /// What all worlds together have seen; the first disagreement ends the run.
  func coverage() async throws -> Coverage {
    let end = seed + UInt64((commands + steps - 1) / steps)
    return try await withThrowingTaskGroup(of: Coverage.self) { group in
      for first in stride(from: seed, to: end, by: Int(DeepRun.share)) {
        let worlds = first..<min(first + DeepRun.share, end)
        group.addTask { try coverage(of: worlds) }
      }
      var sum = Coverage()
      var said = ContinuousClock.now
      for try await part in group {
        sum.add(part)
        if ContinuousClock.now - said > .seconds(5) {
          said = .now
          StandardError.say("\(sum.commands) of \(commands) commands")
        }
      }
      return sum
    }
  }

  private func coverage(of worlds: Range<UInt64>) throws -> Coverage {
    var sum = Coverage()
    for world in worlds {
      try Task.checkCancellation()
      sum.add(try Differential.run(seed: world, steps: steps, auditing: auditing))
    }
    return sum
  }
}
