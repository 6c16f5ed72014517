import Glibc

/// The clock on the wall and pauses by it, in milliseconds.
enum Pause {
  /// Milliseconds since 1970.
  static var wall: Int64 { read(CLOCK_REALTIME) }

  /// Milliseconds on the clock that never jumps.
  static var steady: Int64 { read(CLOCK_MONOTONIC) }

  /// Does nothing for a while.
  static func sleep(milliseconds: Int64) {
    var time = timespec(tv_sec: Int(milliseconds / 1_000), tv_nsec: Int(milliseconds % 1_000) * 1_000_000)
    var left = timespec()
    while unsafe nanosleep(&time, &left) != 0 && errno == EINTR { time = left }
  }

  private static func read(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    let status = unsafe clock_gettime(clock, &time)
    precondition(status == 0, "clock \(clock) cannot be read")
    return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
  }
}
