import Glibc

/// Readings of the calling thread's processor time and of the wall, in nanoseconds.
enum ThreadClock {
  /// Time this thread spent on a core: a neighbour's time slice is not charged.
  static func cpu() -> Int64 { read(CLOCK_THREAD_CPUTIME_ID) }

  /// What an interval of `cpu` shows though nothing happens in it: reading that clock is a call of the system.
  static func emptyInterval() -> Int64 {
    let intervals = (0..<1_001).map { _ in
      let begun = cpu()
      return cpu() - begun
    }
    return intervals.sorted()[500]
  }

  /// Monotonic time.
  static func wall() -> Int64 { read(CLOCK_MONOTONIC) }

  private static func read(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    let status = unsafe clock_gettime(clock, &time)
    precondition(status == 0, "clock \(clock) cannot be read")
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
