import Glibc

/// What the system knows of a thread: how long it worked, and how long it was ready to and had no core, in nanoseconds.
struct ThreadAccount {
  var worked: Int64
  var waited: Int64
}

/// Reads the account of the thread that made it; nothing where the system keeps none.
final class ThreadAuditor {
  private let file: Int32
  private var text = [UInt8](repeating: 0, count: 128)

  init() { file = unsafe open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC) }

  deinit { if file >= 0 { close(file) } }

  func read() -> ThreadAccount? {
    let got = unsafe text.withUnsafeMutableBytes { unsafe pread(file, $0.baseAddress, $0.count, 0) }
    guard got > 0 else { return nil }
    let numbers = text[..<got].split { $0 < 48 || $0 > 57 }.map { $0.reduce(0) { $0 * 10 + Int64($1 - 48) } }
    return numbers.count < 2 ? nil : ThreadAccount(worked: numbers[0], waited: numbers[1])
  }
}

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
