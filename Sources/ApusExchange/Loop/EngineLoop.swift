import ApusEngine
import ApusModel
import ApusTables

/// The one thread that decides: what came in is made durable, applied, put into the tables, and only then answered.
///
/// It does not know what kind of log feeds it. Only its own thread may use it.
final class EngineLoop: @unchecked Sendable {
  private let venue: Venue
  private let log: any Log
  private var engine: Engine
  /// What came in and is not applied yet.
  private var arrived = Intake()
  /// What is being applied.
  private var intake = Intake()
  private var entries: [Entry] = []
  private var events: EventBuffer
  private var answers = Answers()
  private let observers: [any BatchObserver]
  private let follower: Follower?
  private var untilSnapshot: UInt64
  /// How many asked together last: those who were answered together are likely to ask again together.
  private var company = 1
  /// When the next bin of trades ends, whether or not anything happens until then.
  private var binEnd: Timestamp?

  init(
    _ venue: Venue, _ log: any Log, _ engine: consuming Engine, _ events: EventBuffer, _ follower: Follower?
  ) {
    self.venue = venue
    self.log = log
    self.follower = follower
    self.engine = engine
    self.events = events
    observers = venue.everyObserver
    binEnd = venue.tables.withLock { $0.nextBinEnd }
    untilSnapshot = follower?.interval ?? .max
  }

  /// Works until the inbox is closed and empty, or the venue is halted.
  func run() {
    while !venue.isHalted {
      if case .closed = venue.inbox.take(&arrived, wanted: company, alarm: alarm) { return }
      company = arrived.groups.count
      do throws(LogFailure) {
        try work(at: .now)
      } catch { venue.halt("the log could not be written: \(error)") }
    }
  }

  /// When the venue must do something by itself: at once while it is not done with what was due.
  private var alarm: Moment? {
    if engine.attention <= engine.time { return .now }
    return log.moment(of: due)
  }

  /// The last entry applied.
  var sequence: UInt64 { engine.sequence }

  /// When time alone changes something next.
  private var due: Timestamp { min(engine.attention, binEnd ?? engine.attention) }

  /// Applies what arrived. Whatever is due by then happens first: time passes before those who come later.
  private func work(at moment: Moment) throws(LogFailure) {
    if arrived.isEmpty { try tick(nil, due: due, at: moment) }
    while let first = arrived.groups.first {
      try tick(first.at, due: engine.attention, at: moment)
      let time = log.time(of: first.at, at: moment)
      let count = arrived.groups.prefix {
        let own = log.time(of: $0.at, at: moment)
        // Bins end between batches, as they do when the entries are read again one by one.
        return own <= time || own < engine.attention && own.wholeMinute == time.wholeMinute
      }.count
      intake.take(count, from: &arrived)
      try turn(at: moment)
    }
  }

  /// Logs one tick if something is due; what it leaves over takes turns with what arrives.
  private func tick(_ wanted: Timestamp?, due: Timestamp, at moment: Moment) throws(LogFailure) {
    guard due <= log.time(of: wanted, at: moment) else { return }
    intake.append(.tick, Group(count: 1, at: wanted, ticket: 0, outlet: nil))
    try turn(at: moment)
  }

  /// Applies the first commands of a new log as one group, before the thread runs.
  func begin(_ commands: [Command], at time: Timestamp?) throws(LogFailure) {
    intake.append(commands, Group(count: commands.count, at: time, ticket: 0, outlet: nil))
    try turn(at: .now)
  }

  /// One batch from arrival to answer.
  private func turn(at moment: Moment) throws(LogFailure) {
    entries.removeAll(keepingCapacity: true)
    events.removeAll()
    let began = Moment.now
    try log.append(intake, at: moment, into: &entries)
    let durable = Moment.now
    engine.apply(entries, into: &events)
    let changes = publish()
    answers.deliver()
    for observer in observers { observer.batch(changes, happenings: events.happenings) }
    intake.removeAll()
    let (commit, turn) = (durable.nanoseconds - began.nanoseconds, Moment.now.nanoseconds - began.nanoseconds)
    venue.meter.withLock { $0.note(entries.count, commit: commit, turn: turn) }
    follow()
  }

  /// Brings the tables up to date and reads the answers from them, under one lock.
  private func publish() -> TableChanges {
    venue.tables.withLock { tables in
      defer { binEnd = tables.nextBinEnd }
      let changes = tables.apply(events, through: engine.sequence, at: engine.time, groups: groupEnds)
      var outcomes = OutcomeReader(events.happenings)
      var next = 0
      for group in intake.groups {
        if let outlet = group.outlet {
          let results = entries[next..<next + group.count].compactMap { entry in
            entry.isRemark ? nil : outcomes.outcome(of: entry, tables)
          }
          answers.append(Answer(ticket: group.ticket, outcomes: results), to: outlet)
        }
        next += group.count
      }
      return changes
    }
  }

  /// The last entry of each group.
  private var groupEnds: [UInt64] {
    var last = entries[0].sequence - 1
    return intake.groups.map { group in
      last += UInt64(group.count)
      return last
    }
  }

  /// Asks the follower for a snapshot when enough entries have gone by.
  private func follow() {
    guard let follower else { return }
    guard untilSnapshot > UInt64(entries.count) else {
      untilSnapshot = follower.interval
      return follower.take(Milestone(sequence: engine.sequence, fingerprint: engine.fingerprint()))
    }
    untilSnapshot -= UInt64(entries.count)
  }
}
