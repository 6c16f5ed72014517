import ApusModel

@testable import ApusExchange

/// A log in memory that can be made to wait, or to fail, when it is asked to be durable.
final class TestLog: Log, @unchecked Sendable {
  private let gate = Gate()
  private var kept: [Entry] = []
  private var stamper = TimeStamper(.fed, after: .zero)
  private var mustWait = false
  private var mustFail = false
  private var isWaiting = false
  private var mayKeepSnapshots = true
  private(set) var snapshots: [LogSnapshot] = []

  /// From now on appends stop before they are durable.
  func hold() { gate.withLock { mustWait = true } }

  /// Lets what waits become durable, or fail.
  func release(failing: Bool = false) {
    gate.withLock {
      mustFail = failing
      mustWait = false
      gate.signal()
    }
  }

  /// Returns when an append has arrived and waits.
  func arrival() {
    gate.withLock { while !isWaiting { gate.wait() } }
  }

  var entries: [Entry] { gate.withLock { kept } }
  var lastSequence: UInt64 { gate.withLock { UInt64(kept.count) } }

  func resume(after sequence: UInt64, at time: Timestamp) { stamper = TimeStamper(.fed, after: time) }

  func time(of wanted: Timestamp?, at moment: Moment) -> Timestamp { stamper.time(of: wanted, at: moment) }

  func moment(of time: Timestamp) -> Moment? { stamper.moment(of: time) }

  func append(_ intake: borrowing Intake, at moment: Moment, into entries: inout [Entry]) throws(LogFailure) {
    var batch: [Entry] = []
    var next = 0
    for group in intake.groups {
      let time = stamper.stamp(group.at, at: moment)
      for command in intake.commands[next..<next + group.count] {
        batch.append(Entry(lastSequence + UInt64(batch.count) + 1, at: time, command))
      }
      next += group.count
    }
    let hasFailed = gate.withLock {
      isWaiting = mustWait
      gate.signal()
      while mustWait { gate.wait() }
      isWaiting = false
      if !mustFail { kept += batch }
      return mustFail
    }
    if hasFailed { throw LogFailure("no room on the disk") }
    entries += batch
  }

  func entries(from sequence: UInt64) throws(LogFailure) -> any LogReader { Reader(self, after: sequence - 1) }

  func newestSnapshot(through last: UInt64) throws(LogFailure) -> LogSnapshot? {
    gate.withLock { snapshots.last { $0.sequence <= last } }
  }

  /// From now on no snapshot can be kept.
  func refuseSnapshots() { gate.withLock { mayKeepSnapshots = false } }

  func write(_ snapshot: LogSnapshot) throws(LogFailure) {
    guard gate.withLock({ mayKeepSnapshots }) else { throw LogFailure("no room on the disk") }
    gate.withLock {
      snapshots.append(snapshot)
      gate.signal()
    }
  }

  /// Returns when so many snapshots were written.
  func snapshot(_ count: Int) -> LogSnapshot {
    gate.withLock {
      while snapshots.count < count { gate.wait() }
      return snapshots[count - 1]
    }
  }

  private final class Reader: LogReader, @unchecked Sendable {
    private let log: TestLog
    private var done: UInt64

    init(_ log: TestLog, after sequence: UInt64) {
      self.log = log
      done = sequence
    }

    func next() throws(LogFailure) -> Entry? {
      let entries = log.entries
      guard done < UInt64(entries.count) else { return nil }
      done += 1
      return entries[Int(done) - 1]
    }
  }
}
