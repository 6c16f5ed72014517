import Glibc

/// A thread of the venue's own.
public final class Worker: @unchecked Sendable {
  private var thread = pthread_t()
  private let body: @Sendable () -> Void
  private let isPatient: Bool

  /// Starts a thread that runs `body` to its end; a patient one lets all others go first.
  public init(_ name: String, isPatient: Bool = false, _ body: @escaping @Sendable () -> Void) {
    self.body = body
    self.isPatient = isPatient
    let retained = unsafe Unmanaged.passRetained(self).toOpaque()
    let code = unsafe pthread_create(&thread, nil, { unsafe Worker.run($0) }, retained)
    precondition(code == 0, "thread \(name) could not be started: error \(code)")
  }

  /// Waits until the thread has ended.
  public func join() { pthread_join(thread, nil) }

  private static func run(_ opaque: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let opaque = unsafe opaque else { return nil }
    let worker = unsafe Unmanaged<Worker>.fromOpaque(opaque).takeRetainedValue()
    // On Linux a thread has its own; zero is the one that asks.
    if worker.isPatient { setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10) }
    worker.body()
    return nil
  }
}
