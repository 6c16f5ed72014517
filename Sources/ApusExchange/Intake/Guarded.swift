/// A value that threads take turns with.
///
/// Built on the same lock as everything that waits here, which the thread sanitizer can follow.
final class Guarded<Value: ~Copyable>: @unchecked Sendable {
  private let gate = Gate()
  private var value: Value

  init(_ value: consuming Value) { self.value = value }

  /// Runs `body` alone with the value.
  func withLock<Result, Failure>(_ body: (inout Value) throws(Failure) -> Result) throws(Failure) -> Result {
    try gate.withLock { () throws(Failure) -> Result in try body(&value) }
  }
}
