import ApusAPI
import ApusEngine
import ApusModel
import ApusTables

/// Hands the rows of each batch to a keeper, on a thread of its own that the engine never waits for.
///
/// Whatever the keeper lacks, because it is new, was too slow or was in trouble, is made again from the log by a second
/// engine with its own tables, which tell what they once told.
final class Historian: BatchObserver, @unchecked Sendable {
  private let keeper: any HistoryKeeper
  /// The venue tells the historian, so it must not be kept by it.
  private weak let venue: Venue?
  private let log: any Log
  private let configuration: ExchangeConfiguration
  /// How many milliseconds rows may wait to be kept together when nobody asks for them.
  private let pause: Int64
  private let gate = Gate()
  private var worker: Worker?

  // All below only under the gate.
  /// Batches with rows that wait to be kept, without a gap up to what was published.
  private var queue: [TableChanges] = []
  private var queuedRows = 0
  /// True when batches were passed over that only the log has.
  private var isBehind = true
  /// The last entry that was told, and the last whose rows are kept.
  private var published: UInt64 = 0
  private var kept: UInt64 = 0
  /// The last entry that somebody waited for.
  private var awaited: UInt64 = 0
  private var isOver = false

  /// More rows than these do not wait: the log has them too.
  private static let mostRows = 100_000
  /// How long after trouble it is tried again.
  private static let rest: Int64 = 1_000
  /// How many groups are made again at a time.
  private static let chunk = 4_096

  init(
    _ keeper: any HistoryKeeper, _ venue: Venue, _ log: any Log, _ configuration: ExchangeConfiguration,
    pause: Int64 = 100
  ) {
    self.keeper = keeper
    self.venue = venue
    self.log = log
    self.configuration = configuration
    self.pause = pause
  }

  // MARK: The engine's thread

  func batch(_ changes: TableChanges, happenings: Happenings) {
    let rows = changes.historyRowCount
    gate.withLock {
      // Answers go out before this: who had one may wait already, and the thread rests because all was kept.
      if awaited > kept, kept == published { gate.signal() }
      published = changes.sequence
      guard !isBehind, rows > 0 else { return }
      guard queuedRows + rows <= Self.mostRows || queue.isEmpty else { return isBehind = true }
      queue.append(changes)
      queuedRows += rows
    }
  }

  /// Begins at the entry that the venue was read up to.
  func start(after sequence: UInt64) {
    do throws(HistoryTrouble) {
      let found = try keeper.sequence()
      gate.withLock {
        // Rows of a log that is no more are no answer to whoever asks before they are cleared away.
        kept = found <= sequence ? found : 0
        isBehind = found != sequence
      }
    } catch { venue?.warn("history cannot be read: \(error)") }
    gate.withLock { published = sequence }
    worker = Worker("apus-history", .patient) { [self] in run() }
  }

  /// Keeps what waits and ends the thread.
  func stop() {
    gate.withLock {
      isOver = true
      gate.signal()
    }
    worker?.join()
    worker = nil
  }

  // MARK: Readers' threads

  /// Waits until the rows of an entry are kept; false when that takes longer than so many milliseconds.
  func wait(for sequence: UInt64, milliseconds: Int64) -> Bool {
    var patience = Patience(milliseconds: milliseconds, from: .now)
    return gate.withLock {
      if awaited < sequence {
        awaited = sequence
        gate.signal()
      }
      while kept < sequence {
        guard !isOver, !patience.isOver(at: .now) else { return false }
        gate.wait(until: patience.next)
      }
      return true
    }
  }

  /// Whether somebody waited for rows that are not kept yet.
  var isAwaited: Bool { gate.withLock { awaited > kept } }

  // MARK: Its own thread

  private enum Task {
    case keep([TableChanges], through: UInt64)
    case catchUp
    case end
  }

  private func run() {
    while true {
      do throws(HistoryTrouble) {
        switch next() {
        case .keep(let batches, let sequence): try keep(batches, through: sequence)
        case .catchUp: try catchUp()
        case .end: return
        }
      } catch {
        venue?.warn("history is behind: \(error)")
        guard takeRest() else { return }
      }
    }
  }

  /// What there is to do; rows gather for a moment unless somebody waits for them.
  private func next() -> Task {
    gate.withLock {
      let end = Moment.now.after(milliseconds: pause)
      while !isOver, !isBehind, published == kept || awaited <= kept, Moment.now < end { gate.wait(until: end) }
      if !queue.isEmpty || !isBehind && kept < published {
        defer {
          queue = []
          queuedRows = 0
        }
        return .keep(queue, through: isBehind ? queue[queue.count - 1].sequence : published)
      }
      if isOver { return .end }
      return isBehind ? .catchUp : .keep([], through: kept)
    }
  }

  private func keep(_ batches: [TableChanges], through sequence: UInt64) throws(HistoryTrouble) {
    guard gate.withLock({ kept < sequence }) else { return }
    do throws(HistoryTrouble) { try keeper.keep(batches, through: sequence) } catch {
      gate.withLock { isBehind = true }
      throw error
    }
    gate.withLock {
      kept = sequence
      gate.signal()
    }
  }

  private func takeRest() -> Bool {
    gate.withLock {
      let end = Moment.now.after(milliseconds: Self.rest)
      while !isOver, Moment.now < end { gate.wait(until: end) }
      return !isOver
    }
  }

  // MARK: Catching up

  /// Makes again what is missing, until the rows of now follow without a gap.
  private func catchUp() throws(HistoryTrouble) {
    var start = try keeper.sequence()
    if start > gate.withLock({ published }) {
      // Rows of a log that is no more.
      try keeper.clear()
      start = 0
    }
    gate.withLock { kept = start }
    if join(at: start) { return }
    do throws(ExchangeError) {
      try replay(after: start)
    } catch { throw HistoryTrouble(error.description) }
  }

  /// Keeps what is missing while the venue reads its log anyway, when that is little: after a crash, what was told last.
  func keep(
    _ state: inout Recovered, _ reader: any LogReader, through last: UInt64
  ) throws(ExchangeError) {
    let start: UInt64
    do throws(HistoryTrouble) { start = try keeper.sequence() } catch { return }
    guard start >= state.engine.sequence, start < last, last - start <= Self.mostRows else { return }
    try state.catchUp(reader, through: start)
    state.tables.resume()
    gate.withLock { kept = start }
    try replay(&state, reader, through: last)
  }

  private func replay(after start: UInt64) throws(ExchangeError) {
    var state = try Recovered.newest(of: log, through: start, configuration)
    let reader = try log.reader(from: state.engine.sequence + 1)
    try state.catchUp(reader, through: start)
    state.tables.resume()
    while true {
      let isJoined = join(near: state.engine.sequence)
      let last = gate.withLock { isOver ? 0 : published }
      guard state.engine.sequence < last else { return }
      try replay(&state, reader, through: last)
      if isJoined { return }
    }
  }

  private func replay(
    _ state: inout Recovered, _ reader: any LogReader, through last: UInt64
  ) throws(ExchangeError) {
    var batches: [TableChanges] = []
    while state.engine.sequence < last {
      let end = min(last, state.engine.sequence + UInt64(Self.chunk))
      try state.tell(reader, through: end, end: last) { (changes) throws(ExchangeError) in batches.append(changes) }
      do throws(HistoryTrouble) { try keep(batches, through: state.engine.sequence) } catch {
        throw .log(error.description)
      }
      batches.removeAll(keepingCapacity: true)
      if gate.withLock({ isOver }) { return }
    }
  }

  /// Takes rows from the venue again when nothing is missing.
  private func join(at sequence: UInt64) -> Bool {
    gate.withLock {
      guard published == sequence else { return false }
      isBehind = false
      return true
    }
  }

  /// Takes rows from the venue again when little is missing: what was told until now is still to be made.
  private func join(near sequence: UInt64) -> Bool {
    gate.withLock {
      guard published <= sequence + UInt64(Self.chunk) else { return false }
      isBehind = false
      return true
    }
  }
}

extension TableChanges {
  /// How many rows of the past a batch has.
  fileprivate var historyRowCount: Int {
    let bins = tradeBin.all.reduce(0) { $0 + $1.count } + quoteBin.all.reduce(0) { $0 + $1.count }
    let market = trade.count + quote.count + funding.count + settlement.count + insurance.count
    return order.count + execution.count + transact.count + interest.count + market + bins
  }
}
