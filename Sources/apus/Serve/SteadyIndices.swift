import ApusExchange
import ApusModel
import ApusTables
import Synchronization

/// Has the sources of the indices that nobody moves say again what they said last: a price that is merely old makes an
/// index invalid, and without a valid index no stop is triggered and no mark moves.
final class SteadyIndices: Sendable {
  private let exchange: Exchange
  /// The contract whose index has speakers of its own, which may fall silent as real ones do.
  private let moved: InstrumentID?
  private let isOver = Mutex(false)
  private let worker = Mutex<Worker?>(nil)

  /// A third of what a source may be silent.
  private static let patience = Timestamp(rawValue: 5 * 60_000)
  /// How often it looks, in steps of a quarter of a second, after each of which it may be told to end.
  private static let steps = 40

  init(_ exchange: Exchange, besides moved: InstrumentID? = nil) {
    self.exchange = exchange
    self.moved = moved
  }

  /// Begins to speak for the sources.
  func begin() { worker.withLock { $0 = Worker { [self] in run() } } }

  /// Ends it and waits for the end.
  func stop() {
    isOver.withLock { $0 = true }
    worker.withLock { $0.take() }?.join()
  }

  private func run() {
    while !isOver.withLock({ $0 }) {
      let silent = exchange.read { $0.sources(silentSince: $0.time - Self.patience, besides: moved) }
      // What does not fit now is said the next time.
      if !silent.isEmpty { _ = exchange.submit(silent.map(Command.sourcePrice), isExempt: true) }
      for _ in 0..<Self.steps where !isOver.withLock({ $0 }) { Pause.sleep(milliseconds: 250) }
    }
  }
}
