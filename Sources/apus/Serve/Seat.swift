import ApusExchange
import ApusModel
import ApusTables
import Synchronization

/// A place in the exchange from which one thread trades: it asks, waits for the answer, and sees all that happened.
///
/// The exchange delivers a batch's answers and then its happenings, on one thread; the bell rings after both.
final class Seat: Outlet, BatchObserver {
  private struct Seen {
    var happenings: [Happening] = []
    var isAnswered = false
    var isOver = false
  }

  private let seen = Mutex(Seen())
  private let bell = Bell()

  func deliver(_ answers: [Answer]) { seen.withLock { $0.isAnswered = true } }

  func batch(_ changes: TableChanges, happenings: Happenings) {
    let isAnswered = seen.withLock { seen in
      seen.happenings += happenings
      defer { seen.isAnswered = false }
      return seen.isAnswered
    }
    if isAnswered { bell.ring() }
  }

  func halted(_ reason: String) { leave() }

  /// Ends all waiting.
  func leave() {
    seen.withLock { $0.isOver = true }
    bell.ring()
  }

  /// True when there is nothing more to do.
  var isOver: Bool { seen.withLock { $0.isOver } }

  /// What happened since it was last asked.
  func news() -> [Happening] {
    seen.withLock { seen in
      defer { seen.happenings.removeAll(keepingCapacity: true) }
      return seen.happenings
    }
  }

  /// Has a group applied and waits until all that came of it can be seen; a full inbox is tried again.
  ///
  /// False when the exchange has stopped.
  func trade(_ commands: [Command], at time: Timestamp? = nil, on exchange: Exchange) -> Bool {
    while !isOver {
      if exchange.submit(commands, at: time, ticket: 0, outlet: self) {
        bell.wait()
        return !isOver
      }
      guard exchange.state == .open else { return false }
      Pause.sleep(milliseconds: 1)
    }
    return false
  }
}
