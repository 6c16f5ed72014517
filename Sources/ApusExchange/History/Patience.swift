/// How long somebody goes on waiting, by looks at what is waited for.
///
/// A machine that stands still does not use it up: a look that comes late costs no more than one that comes in time.
struct Patience {
  /// What is left of it, in nanoseconds.
  private var left: Int64
  private var looked: Moment

  /// Nanoseconds between two looks, at most.
  private static let step: Int64 = 100_000_000

  /// So many milliseconds from a moment on.
  init(milliseconds: Int64, from moment: Moment) {
    left = milliseconds * 1_000_000
    looked = moment
  }

  /// When to look next, unless there is news before.
  var next: Moment { Moment(nanoseconds: looked.nanoseconds + min(left, Self.step)) }

  /// Looks; true when it is at its end.
  mutating func isOver(at moment: Moment) -> Bool {
    left -= min(moment.nanoseconds - looked.nanoseconds, Self.step)
    looked = moment
    return left <= 0
  }
}
