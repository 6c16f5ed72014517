import ApusEngine
public import ApusModel
public import ApusTables

/// A running venue: commands in, rows out, everything acknowledged kept in its log.
public final class Exchange: Sendable {
  /// How it was set up.
  public let configuration: ExchangeConfiguration
  private let venue: Venue
  private let log: any Log
  private let running = Guarded<Running?>(nil)
  private let historian = Guarded<Historian?>(nil)

  private struct Running: Sendable {
    var loop: Worker
    var follower: Follower?
  }

  /// Opens the log of a venue; nothing runs yet.
  ///
  /// - Throws: `ExchangeError.log` when it is in use, damaged or cannot be reached.
  public convenience init(_ configuration: ExchangeConfiguration) throws(ExchangeError) {
    let log: JournalLog
    do throws(LogFailure) {
      log = try JournalLog(directory: configuration.directory, clock: configuration.clock)
    } catch { throw .log(error.description) }
    self.init(configuration, log)
  }

  /// A venue on a log that is open.
  init(_ configuration: ExchangeConfiguration, _ log: any Log) {
    self.configuration = configuration
    self.log = log
    venue = Venue(configuration)
  }

  /// What the venue is doing.
  public var state: VenueState { venue.state }

  /// The last entry whose effects can be read.
  public var sequence: UInt64 { read { $0.sequence } }

  /// What its loop has done since the start.
  public var meter: LoopMeter {
    var meter = venue.meter.withLock { $0 }
    meter.waiting = venue.inbox.count
    return meter
  }

  /// Makes somebody hear of every batch; only before the start.
  public func attach(_ observer: any BatchObserver) {
    precondition(state == .starting, "an observer can only join before the start")
    venue.attach(observer)
  }

  /// Has the rows of the past kept, beside the venue and never in its way; only before the start.
  public func keepHistory(in keeper: any HistoryKeeper) {
    let historian = Historian(keeper, venue, log, configuration)
    attach(historian)
    self.historian.withLock { $0 = historian }
  }

  /// Waits until the rows of an entry are kept; false when that takes longer than so many milliseconds.
  public func waitForHistory(of sequence: UInt64, milliseconds: Int64) -> Bool {
    guard let historian = historian.withLock({ $0 }) else { return false }
    return historian.wait(for: sequence, milliseconds: milliseconds)
  }

  /// Reads the log, then opens the venue; returns when it takes commands.
  ///
  /// - Parameter progress: hears how far the reading has come, if there is much to read.
  /// - Throws: when the log cannot be read or a snapshot contradicts itself.
  public func start(progress: (ReplayProgress) -> Void = { _ in }) throws(ExchangeError) {
    precondition(state == .starting, "a venue is started once")
    venue.enter(.replaying)
    var state = try recovered(progress)
    log.resume(after: state.engine.sequence, at: state.engine.time)
    state.tables.resume()
    try open(state, try follower())
  }

  /// Finishes what was accepted and ends the threads; the log stays open until the exchange is released.
  public func stop() {
    venue.inbox.close()
    guard let running = running.withLock({ $0.take() }) else { return }
    running.loop.join()
    running.follower?.stop()
    historian.withLock { $0 }?.stop()
    venue.enter(.stopped)
  }

  /// Asks for a group of commands, to be applied together and in order.
  ///
  /// False when the inbox cannot hold all of them or the venue is not open: then nothing entered the log.
  /// - Parameters:
  ///   - moment: when they happened, where time is fed.
  ///   - isExempt: whether they may use the part of the inbox that is kept free for what must not be shed.
  ///   - ticket: the asker's own number, which the answer carries.
  ///   - outlet: where the answer goes; nil when nobody waits.
  ///   - isMoreComing: whether the engine need not begin before `wake()`, because more is asked for at once.
  public func submit(
    _ commands: [Command], at moment: Timestamp? = nil, isExempt: Bool = false, ticket: UInt64 = 0,
    outlet: (any Outlet)? = nil, isMoreComing: Bool = false
  ) -> Bool {
    precondition(!commands.isEmpty, "a group of no commands")
    let group = Group(count: commands.count, at: moment, ticket: ticket, outlet: outlet)
    return venue.inbox.put(commands, group, isExempt: isExempt, isMoreComing: isMoreComing)
  }

  /// Asks for one command; as a group of one, without the array.
  public func submit(
    _ command: Command, at moment: Timestamp? = nil, isExempt: Bool = false, ticket: UInt64 = 0,
    outlet: (any Outlet)? = nil, isMoreComing: Bool = false
  ) -> Bool {
    let group = Group(count: 1, at: moment, ticket: ticket, outlet: outlet)
    return venue.inbox.put(command, group, isExempt: isExempt, isMoreComing: isMoreComing)
  }

  /// Has the engine begin with what was asked for.
  public func wake() { venue.inbox.wakeReader() }

  /// Reads the tables as they were after one batch; the engine waits meanwhile, so take rows and leave.
  public func read<Result: Sendable, Failure>(
    _ body: (borrowing Tables) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try venue.tables.withLock { (tables) throws(Failure) -> Result in try body(tables) }
  }

  // MARK: Starting

  private func recovered(_ progress: (ReplayProgress) -> Void) throws(ExchangeError) -> Recovered {
    var state = try Recovered.newest(of: log, configuration)
    let total = log.lastSequence - state.engine.sequence
    let reader = try log.reader(from: state.engine.sequence + 1)
    try historian.withLock { $0 }?.keep(&state, reader, through: log.lastSequence)
    try state.catchUp(reader, through: log.lastSequence) {
      progress(ReplayProgress(done: $0, total: total))
    }
    return state
  }

  private func follower() throws(ExchangeError) -> Follower? {
    guard configuration.snapshotInterval > 0 else { return nil }
    let state = try Recovered.newest(of: log, configuration)
    return try Follower(venue, log, state, interval: configuration.snapshotInterval)
  }

  private func open(_ state: consuming Recovered, _ follower: Follower?) throws(ExchangeError) {
    let isNew = state.engine.sequence == 0
    var tables = state.tables
    venue.tables.withLock { swap(&$0, &tables) }
    let loop = EngineLoop(venue, log, state.engine, state.events, follower)
    historian.withLock { $0 }?.start(after: loop.sequence)
    if isNew, !configuration.genesis.isEmpty {
      do throws(LogFailure) {
        try loop.begin(configuration.genesis, at: configuration.genesisTime)
      } catch { throw .log(error.description) }
    }
    follower?.start()
    // Before the thread begins, which ends when it finds the inbox closed.
    venue.inbox.open()
    running.withLock { $0 = Running(loop: Worker("apus-engine", .urgent) { loop.run() }, follower: follower) }
    venue.enter(.open)
  }
}
