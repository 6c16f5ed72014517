import Glibc

/// A thread of the venue's own.
public final class Worker: @unchecked Sendable {
  private var thread = pthread_t()
  private let body: @Sendable () -> Void
  private let rank: Rank

  /// Who goes first when there are fewer cores than threads that could work.
  public enum Rank: Int32, Sendable {
    /// Before all others, where the system lets the venue say so.
    case urgent = -10
    /// In turn.
    case usual = 0
    /// After all others.
    case patient = 19
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
    // On Linux a thread has its own; zero is the one that asks. Who may not go first goes in turn.
    if worker.rank != .usual { setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, worker.rank.rawValue) }
    worker.body()
    return nil
  }
}
