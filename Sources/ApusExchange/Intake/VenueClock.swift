import ApusModel
import Glibc

/// Where the venue's time comes from.
public enum VenueClock: Sendable {
  /// The wall's time plus so many milliseconds, read once at the start: later jumps of the wall change nothing.
  case wall(offset: Int64 = 0)
  /// The times that groups bring along; it stands still between them.
  case fed
}

/// Gives each batch its time, which never goes back.
struct TimeStamper: Sendable {
  private(set) var last: Timestamp
  /// Venue time less the clock that never jumps, in milliseconds; nil where time is fed.
  private let ahead: Int64?

  init(_ clock: VenueClock, after last: Timestamp) {
    self.last = last
    switch clock {
    case .fed: ahead = nil
    case .wall(let offset):
      // A wall that is behind the log would make time stand still until it caught up: it counts on from the log.
      ahead = max(Self.wallAhead + offset, last.rawValue - Moment.now.nanoseconds / 1_000_000)
    }
  }

  /// The wall's time less the clock that never jumps, in milliseconds.
  private static var wallAhead: Int64 {
    while true {
      let began = Moment.now
      var wall = timespec()
      unsafe clock_gettime(CLOCK_REALTIME, &wall)
      // A machine that stood still between the clocks read them at two moments, and the venue would lag for ever.
      guard Moment.now < began.after(milliseconds: 1) else { continue }
      return Int64(wall.tv_sec) * 1_000 + Int64(wall.tv_nsec) / 1_000_000 - began.nanoseconds / 1_000_000
    }
  }

  /// The time of a group that happened at `moment`, or `wanted` where time is fed.
  mutating func stamp(_ wanted: Timestamp?, at moment: Moment) -> Timestamp {
    last = time(of: wanted, at: moment)
    return last
  }

  /// The time `stamp` would give.
  func time(of wanted: Timestamp?, at moment: Moment) -> Timestamp {
    max(last, ahead.map { Timestamp(rawValue: moment.nanoseconds / 1_000_000 + $0) } ?? wanted ?? last)
  }

  /// When a point of venue time comes; nil where time is fed.
  func moment(of time: Timestamp) -> Moment? {
    guard let ahead else { return nil }
    let (milliseconds, isBeyond) = time.rawValue.subtractingReportingOverflow(ahead)
    // What never comes is as good as a century away.
    return Moment(nanoseconds: min(isBeyond ? .max : milliseconds, 3_153_600_000_000) * 1_000_000)
  }
}
