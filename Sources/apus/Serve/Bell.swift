import Glibc

/// Wakes one waiting thread; a ring before the wait is not lost.
@safe final class Bell: @unchecked Sendable {
  private let count = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

  init() {
    let made = unsafe sem_init(count, 0, 0)
    precondition(made == 0, "no semaphore could be made: error \(errno)")
  }

  deinit {
    unsafe sem_destroy(count)
    unsafe count.deallocate()
  }

  /// Wakes the waiting thread, or spares it the next wait.
  func ring() { unsafe sem_post(count) }

  /// Waits for a ring.
  func wait() { while unsafe sem_wait(count) != 0 && errno == EINTR {} }
}
