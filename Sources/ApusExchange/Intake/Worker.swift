import Glibc

/// A thread of the venue's own.
public final class Worker: @unchecked Sendable {
  private var thread = pthread_t()
  private let body: @Sendable () -> Void
  private let rank: Rank

  /// Who goes first when there are fewer cores than threads that could work.
  public enum Rank: Sendable {
    /// Before all others, where the system lets the venue say so.
    case urgent
    /// In turn.
    case usual
    /// After all others.
    case patient
  }

  /// Starts a thread that runs `body` to its end.
  public init(_ name: String, _ rank: Rank = .usual, _ body: @escaping @Sendable () -> Void) {
    self.body = body
    self.rank = rank
    let retained = unsafe Unmanaged.passRetained(self).toOpaque()
    let code = unsafe pthread_create(&thread, nil, { unsafe Worker.run($0) }, retained)
    precondition(code == 0, "thread \(name) could not be started: error \(code)")
  }

  /// Waits until the thread has ended.
  public func join() { pthread_join(thread, nil) }

  private static func run(_ opaque: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let opaque = unsafe opaque else { return nil }
    let worker = unsafe Unmanaged<Worker>.fromOpaque(opaque).takeRetainedValue()
    worker.takePlace()
    worker.body()
    return nil
  }

  private func takePlace() {
    switch rank {
    case .urgent: goFirst()
    case .usual: break
    case .patient: setNiceness(19)
    }
  }

  /// Runs as soon as it can run, as threads of real time do; else sooner than others; else in turn.
  ///
  /// A share of the time, however large, is not enough: who comes back from the disk must not wait for others' turns to end.
  private func goFirst() {
    var lowest = sched_param(sched_priority: 1)
    guard unsafe sched_setscheduler(0, SCHED_RR | Worker.notForChildren, &lowest) != 0 else { return }
    setNiceness(-10)
  }

  /// `SCHED_RESET_ON_FORK` of Linux, which Glibc does not show: threads it starts are none of this kind.
  private static let notForChildren: Int32 = 0x4000_0000

  // On Linux a thread has its own, and zero is the one that asks.
  private func setNiceness(_ niceness: Int32) { setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, niceness) }
}
