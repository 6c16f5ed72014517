import ApusEngine
import ApusModel

/// A point of the log and what the engine's state is there.
struct Milestone: Hashable, Sendable {
  var sequence: UInt64
  var fingerprint: UInt64
}

/// A second engine in the background: it holds the first one against the log and writes the snapshots.
///
/// A difference halts the venue: one of the two is wrong, and the log decides which.
final class Follower: @unchecked Sendable {
  /// After how many entries it is asked.
  let interval: UInt64
  private let venue: Venue
  private let log: any Log
  private let reader: any LogReader
  private var state: Recovered
  private let gate = Gate()
  // Both only under the gate.
  private var wanted: Milestone?
  private var isOver = false
  private var worker: Worker?

  /// A follower that has come as far as the recovered state; it goes on from there on its own thread.
  init(
    _ venue: Venue, _ log: any Log, _ state: consuming Recovered, interval: UInt64
  ) throws(ExchangeError) {
    self.venue = venue
    self.log = log
    self.interval = interval
    let next = state.engine.sequence + 1
    self.state = state
    do throws(LogFailure) { reader = try log.entries(from: next) } catch { throw .log(error.description) }
  }

  func start() { worker = Worker("apus-follower") { [self] in run() } }

  /// Ends the thread after what it is doing.
  func stop() {
    gate.withLock {
      isOver = true
      gate.signal()
    }
    worker?.join()
    worker = nil
  }

  /// Asks for a snapshot at a milestone; one that is still being worked on makes it wait its turn or be skipped.
  func take(_ milestone: Milestone) {
    gate.withLock {
      wanted = milestone
      gate.signal()
    }
  }

  private func run() {
    while let milestone = next() {
      do throws(ExchangeError) {
        try meet(milestone)
      } catch { return venue.halt(error.description) }
    }
  }

  private func next() -> Milestone? {
    gate.withLock {
      while !isOver {
        if let milestone = wanted {
          wanted = nil
          return milestone
        }
        gate.wait()
      }
      return nil
    }
  }

  private func meet(_ milestone: Milestone) throws(ExchangeError) {
    try state.catchUp(reader, through: milestone.sequence)
    let snapshot = state.written()
    guard snapshot.sequence == milestone.sequence, snapshot.fingerprint == milestone.fingerprint else {
      throw .disagreement(
        "at entry \(milestone.sequence) the engine has fingerprint \(milestone.fingerprint), its follower at entry "
          + "\(snapshot.sequence) has \(snapshot.fingerprint)")
    }
    // Without a snapshot the next start replays more, and nothing is lost: the log is the truth.
    do throws(LogFailure) { try log.write(snapshot) } catch {
      venue.warn("no snapshot of entry \(milestone.sequence): \(error)")
    }
  }
}
