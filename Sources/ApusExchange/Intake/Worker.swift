import Glibc

/// A thread of the venue's own.
public final class Worker: @unchecked Sendable {
  private var thread = pthread_t()
  private let body: @Sendable () -> Void

  /// Starts a thread that runs `body` to its end.
  public init(_ name: String, _ body: @escaping @Sendable () -> Void) {
    self.body = body
    let retained = unsafe Unmanaged.passRetained(self).toOpaque()
    let code = unsafe pthread_create(&thread, nil, { unsafe Worker.run($0) }, retained)
    precondition(code == 0, "thread \(name) could not be started: error \(code)")
  }

  /// Waits until the thread has ended.
  public func join() { pthread_join(thread, nil) }

  private static func run(_ opaque: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let opaque = unsafe opaque else { return nil }
    unsafe Unmanaged<Worker>.fromOpaque(opaque).takeRetainedValue().body()
    return nil
  }
}
