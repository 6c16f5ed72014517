import CJournal
import Glibc
import Synchronization

/// Zeros on their way into a new file, written by a thread of their own so that commits go on meanwhile.
///
/// Space that is only reserved would cost each commit a change of the file system's own log; written zeros do not.
final class Filling: Sendable {
  private let work: Work
  private let thread: pthread_t

  init(_ descriptor: Int32, length: Int) {
    work = Work(descriptor, length)
    var thread: pthread_t = 0
    let argument = unsafe Unmanaged.passRetained(work).toOpaque()
    let code = unsafe pthread_create(
      &thread, nil,
      { argument in
        if let argument = unsafe argument { unsafe Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().run() }
        return nil
      }, argument)
    precondition(code == 0, "no thread could be started: error \(code)")
    self.thread = thread
  }

  /// Waits for the last zero to be durable; returns 0 or the error number.
  func finish() -> Int32 {
    _ = pthread_join(thread, nil)
    return work.code.load(ordering: .acquiring)
  }

  /// Stops early and waits for the thread to leave the file.
  func abandon() {
    work.isAbandoned.store(true, ordering: .relaxed)
    _ = finish()
  }

  private final class Work: Sendable {
    let descriptor: Int32
    let length: Int
    let code = Atomic<Int32>(0)
    let isAbandoned = Atomic<Bool>(false)

    init(_ descriptor: Int32, _ length: Int) {
      self.descriptor = descriptor
      self.length = length
    }

    func run() { code.store(fill(), ordering: .releasing) }

    private func fill() -> Int32 {
      let reserved = apus_reserve(descriptor, Int64(length))
      if reserved != 0 { return reserved }
      // Small steps, each on the disk before the next, so that a commit never waits behind all of it.
      let zeros = Memory(capacity: 1 << 20)
      var offset = 0
      while offset < length, !isAbandoned.load(ordering: .relaxed) {
        let count = unsafe zeros.withBytes(0, min(zeros.capacity, length - offset)) { bytes in
          unsafe pwrite(descriptor, bytes.baseAddress, bytes.count, offset)
        }
        if count < 0, errno != EINTR { return errno }
        let pushed = apus_push(descriptor, Int64(offset), Int64(max(0, count)))
        if pushed != 0 { return pushed }
        offset += max(0, count)
      }
      return apus_flush(descriptor)
    }
  }
}
