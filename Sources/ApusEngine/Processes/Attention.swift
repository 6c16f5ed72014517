public import ApusModel

// What falls due by itself waits for a `tick`: the log alone says when time passed, and the commands before and after
// it see one state each. Whoever feeds the engine ticks as soon as `attention` has come, before any later command.

extension Engine {
  /// When the next thing falls due by itself, or a time that never comes; a tick then or later lets it happen.
  public var attention: Timestamp { accounts.nextDeadline }

  /// Lets happen what is due, in the order it fell due.
  @inline(never) mutating func attend(into events: inout EventBuffer) {
    fireDeadlines(into: &events)
  }
}
