import Glibc

/// A lock on which one thread can wait for another's news.
@safe public final class Gate: @unchecked Sendable {
  private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let news = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  /// A lock that nobody holds.
  public init() {
    var attributes = pthread_condattr_t()
    unsafe pthread_condattr_init(&attributes)
    // Waiting must not be shortened or prolonged when somebody sets the clock on the wall.
    unsafe pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    let made = unsafe (pthread_mutex_init(lock, nil), pthread_cond_init(news, &attributes))
    precondition(made == (0, 0), "no lock could be made: \(made)")
    unsafe pthread_condattr_destroy(&attributes)
  }

  deinit {
    unsafe pthread_cond_destroy(news)
    unsafe pthread_mutex_destroy(lock)
    unsafe news.deallocate()
    unsafe lock.deallocate()
  }

  /// Runs `body` alone.
  public func withLock<Result, Failure>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
    unsafe pthread_mutex_lock(lock)
    defer { unsafe pthread_mutex_unlock(lock) }
    return try body()
  }

  /// Lets others in until one signals; only under the lock.
  public func wait() { unsafe pthread_cond_wait(news, lock) }

  /// Lets others in until one signals or the moment has come; only under the lock.
  func wait(until moment: Moment) {
    var time = timespec(
      tv_sec: Int(moment.nanoseconds / 1_000_000_000), tv_nsec: Int(moment.nanoseconds % 1_000_000_000))
    unsafe pthread_cond_timedwait(news, lock, &time)
  }

  /// Wakes whoever waits, under the lock or after it.
  public func signal() { unsafe pthread_cond_broadcast(news) }
}

/// A point on the clock that never jumps, in nanoseconds.
public struct Moment: Comparable, Sendable {
  /// Since the machine started.
  public var nanoseconds: Int64

  /// Now.
  public static var now: Moment {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Moment(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
  }

  /// Earlier is less.
  public static func < (left: Moment, right: Moment) -> Bool { left.nanoseconds < right.nanoseconds }

  /// So many milliseconds later.
  func after(milliseconds: Int64) -> Moment { after(microseconds: milliseconds * 1_000) }

  /// So many microseconds later.
  func after(microseconds: Int64) -> Moment { Moment(nanoseconds: nanoseconds + microseconds * 1_000) }
}
