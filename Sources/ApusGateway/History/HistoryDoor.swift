import ApusAPI
import ApusExchange
import ApusStore
import NIOPosix
import Synchronization

/// What a request wants to know of the past.
struct HistoryReading: Sendable {
  let read: @Sendable (HistoryStore, ListForm) throws(HistoryFailure) -> [UInt8]
  /// Whether it is rows, which can also be written as lines.
  let isList: Bool

  /// A question as it is asked of the store.
  init<Row>(_ question: HistoryQuestion<Row>) {
    read = { (store, form) throws(HistoryFailure) in try store.answer(question, as: form) }
    isList = true
  }

  /// JSON that is worked out of what the store knows.
  init(_ work: @escaping @Sendable (HistoryStore) throws(HistoryFailure) -> [UInt8]) {
    read = { (store, _) throws(HistoryFailure) in try work(store) }
    isList = false
  }
}

/// Reads the past on threads of its own, so that no event loop waits for a disk.
final class HistoryDoor: Sendable {
  private let store: HistoryStore
  private let exchange: Exchange
  /// How many milliseconds a question waits for the rows that its asker may have seen.
  private let patience: Int64
  private let threads = NIOThreadPool(numberOfThreads: 4)
  private let waiting = Atomic<Int>(0)

  /// The most questions that wait; more are refused.
  private static let mostWaiting = 256

  /// Has the exchange, which is not started yet, keep its history in a store.
  init(_ store: HistoryStore, _ exchange: Exchange, patience: Int64) {
    self.store = store
    self.exchange = exchange
    self.patience = patience
    exchange.keepHistory(in: HistoryRows(store))
  }

  func start() { threads.start() }

  func stop() throws { try threads.syncShutdownGracefully() }

  /// Answers as of now or later: whoever asks finds what was told to anybody before.
  func read(_ reading: HistoryReading, as form: ListForm, _ answer: @escaping @Sendable (Response) -> Void) {
    guard waiting.load(ordering: .relaxed) < Self.mostWaiting else { return answer(.refusal(.overloaded)) }
    waiting.add(1, ordering: .relaxed)
    let sequence = exchange.sequence
    threads.submit { [self] state in
      defer { waiting.subtract(1, ordering: .relaxed) }
      guard case .active = state, exchange.waitForHistory(of: sequence, milliseconds: patience) else {
        return answer(.refusal(.overloaded))
      }
      do throws(HistoryFailure) {
        let bytes = try reading.read(store, form)
        answer(form == .csv && reading.isList ? .csv(bytes) : .json(bytes))
      } catch {
        answer(.refusal(.overloaded))
      }
    }
  }
}
