import ApusExchange
import ApusModel
import ApusTables

/// Passes on to the operator what the venue lives with.
final class Warnings: BatchObserver {
  func batch(_ changes: TableChanges, happenings: Happenings) {}
  func warned(_ reason: String) { StandardError.say("Warning: \(reason)") }
}
