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
  private var intake = Intake()
  private var entries: [Entry] = []
  private var events: EventBuffer
  private var answers = Answers()
  private let observers: [any BatchObserver]
  private let follower: Follower?
  private let clock: TimeStamper
  /// The first moment of venue time at which a dead man's switch fires.
  private var deadline: Timestamp?
  private var untilSnapshot: UInt64

  init(
    _ venue: Venue, _ log: any Log, _ engine: consuming Engine, _ events: EventBuffer, _ clock: TimeStamper,
    _ follower: Follower?
  ) {
    self.venue = venue
    self.log = log
    self.clock = clock
    self.follower = follower
    self.engine = engine
    self.events = events
    observers = venue.everyObserver
    untilSnapshot = follower?.interval ?? .max
    deadline = venue.tables.withLock { $0.nextDeadline }
  }

  /// Works until the inbox is closed and empty, or the venue is halted.
  func run() {
    while !venue.isHalted {
      switch venue.inbox.take(&intake, alarm: deadline.flatMap { clock.moment(of: $0) }) {
      case .closed: return
      case .news: break
      case .alarm: intake.append(.tick, Group(count: 1, at: nil, ticket: 0, outlet: nil))
      }
      do throws(LogFailure) {
        try turn()
      } catch { venue.halt("the log could not be written: \(error)") }
    }
  }

  /// Applies the first commands of a new log as one group, before the thread runs.
  func begin(_ commands: [Command], at time: Timestamp?) throws(LogFailure) {
    intake.append(commands, Group(count: commands.count, at: time, ticket: 0, outlet: nil))
    try turn()
  }

  /// One batch from arrival to answer.
  private func turn() throws(LogFailure) {
    entries.removeAll(keepingCapacity: true)
    events.removeAll()
    try log.append(intake, into: &entries)
    engine.apply(entries, into: &events)
    let changes = publish()
    answers.deliver()
    for observer in observers { observer.batch(changes, happenings: events.happenings) }
    intake.removeAll()
    follow()
  }

  /// Brings the tables up to date and reads the answers from them, under one lock.
  private func publish() -> TableChanges {
    venue.tables.withLock { tables in
      let changes = tables.apply(events, through: engine.sequence, at: engine.time, groups: groupEnds)
      deadline = tables.nextDeadline
      var outcomes = OutcomeReader(events.happenings)
      var next = 0
      for group in intake.groups {
        if let outlet = group.outlet {
          let results = entries[next..<next + group.count].map { outcomes.outcome(of: $0, tables) }
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
