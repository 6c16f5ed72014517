import ApusEngine
import ApusModel
import ApusTables

/// An engine and its tables in step: the state a log leads to.
struct Recovered: ~Copyable {
  var engine: Engine
  var tables: Tables
  var events: EventBuffer
  /// How many events were caused since it began.
  private(set) var eventCount: UInt64 = 0
  /// True when all events are in the tables.
  private var isGroupOver = true
  /// The snapshot it began from; zero where it began from nothing.
  let snapshot: UInt64

  /// The state before the first entry.
  init(_ configuration: ExchangeConfiguration) {
    engine = Engine(limits: configuration.limits)
    tables = Tables(limits: configuration.tables)
    events = EventBuffer()
    snapshot = 0
  }

  private init(_ engine: consuming Engine, _ tables: consuming Tables, snapshot: UInt64) {
    events = EventBuffer()
    for market in 0..<tables.instrumentCount {
      let id = InstrumentID(rawValue: UInt16(market))
      events.append(listing: tables.terms(of: id), as: id)
    }
    for (number, terms) in tables.indexTerms.enumerated() { events.append(index: terms, as: IndexID(UInt16(number))) }
    self.engine = engine
    self.tables = tables
    self.snapshot = snapshot
  }

  /// The state a snapshot holds.
  ///
  /// - Throws: `log` when the bytes are no state of this version, `disagreement` when they are another than they say.
  static func read(
    _ snapshot: LogSnapshot, _ configuration: ExchangeConfiguration
  ) throws(ExchangeError) -> Recovered {
    let state = try decode(snapshot, configuration)
    let found = state.engine.fingerprint()
    guard found == snapshot.fingerprint, state.engine.sequence == snapshot.sequence else {
      throw .disagreement(
        "the snapshot of entry \(snapshot.sequence) should have fingerprint \(snapshot.fingerprint), but holds the state "
          + "of entry \(state.engine.sequence) with fingerprint \(found)")
    }
    return state
  }

  private static func decode(
    _ snapshot: LogSnapshot, _ configuration: ExchangeConfiguration
  ) throws(ExchangeError) -> Recovered {
    do throws(CodecError) {
      let form = try SnapshotForm(snapshot.bytes)
      let engine = try Engine(limits: configuration.limits, snapshot: form.engine)
      return Recovered(
        engine, try Tables(limits: configuration.tables, snapshot: form.tables), snapshot: snapshot.sequence)
    } catch { throw .log("the snapshot of entry \(snapshot.sequence) cannot be read: \(error)") }
  }

  /// The state the newest good snapshot of a log holds, of no later entry than `last`, or the state before the first.
  static func newest(
    of log: any Log, through last: UInt64 = .max, _ configuration: ExchangeConfiguration
  ) throws(ExchangeError) -> Recovered {
    let found: LogSnapshot?
    do throws(LogFailure) { found = try log.newestSnapshot(through: last) } catch { throw .log(error.description) }
    guard let found else { return Recovered(configuration) }
    do throws(ExchangeError) { return try read(found, configuration) } catch {
      // One of an earlier version saves no time, and nothing is lost: the log is the truth. One that lies is another matter.
      guard case .log = error else { throw error }
      return Recovered(configuration)
    }
  }

  /// Applies entries of the log until `last` or its durable end; nobody is told.
  ///
  /// - Parameter step: hears how many entries were applied, every few thousand.
  mutating func catchUp(
    _ reader: any LogReader, through last: UInt64, _ step: (UInt64) -> Void = { _ in }
  ) throws(ExchangeError) {
    var count: UInt64 = 0
    while engine.sequence < last {
      let entry: Entry?
      do throws(LogFailure) { entry = try reader.next() } catch { throw .log(error.description) }
      guard let entry else { return }
      add(entry)
      if !reader.goesOn || entry.sequence == last { endGroup() }
      count += 1
      if count % 4_096 == 0 { step(count) }
    }
    step(count)
  }

  /// Applies entries of the log until `last`, and the group it is in to its end, and shows what each group changed, as it
  /// was once told. At the `end` of the log also a group that was cut off is over.
  mutating func tell(
    _ reader: any LogReader, through last: UInt64, end: UInt64, _ body: (TableChanges) throws(ExchangeError) -> Void
  ) throws(ExchangeError) {
    while engine.sequence < last || !isGroupOver {
      let entry: Entry?
      do throws(LogFailure) { entry = try reader.next() } catch { throw .log(error.description) }
      guard let entry else { return }
      add(entry)
      guard !reader.goesOn || entry.sequence == end else { continue }
      let changes = tables.apply(events, through: engine.sequence, at: engine.time)
      eventCount += UInt64(events.happenings.count)
      isGroupOver = true
      try body(changes)
    }
  }

  /// Decides one entry; what follows of a group goes into the tables together, because quotes are made between groups.
  private mutating func add(_ entry: Entry) {
    if isGroupOver { events.removeAll() }
    isGroupOver = false
    engine.apply(entry, into: &events)
  }

  private mutating func endGroup() {
    tables.restore(events, through: engine.sequence, at: engine.time)
    eventCount += UInt64(events.happenings.count)
    isGroupOver = true
  }

  /// The state as a snapshot.
  func written() -> LogSnapshot {
    let form = SnapshotForm(engine, tables)
    return LogSnapshot(
      sequence: engine.sequence, fingerprint: Engine.fingerprint(of: form.engine), bytes: form.bytes)
  }
}
