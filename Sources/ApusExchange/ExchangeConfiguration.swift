public import ApusEngine
public import ApusModel
public import ApusTables

/// How a venue is set up.
public struct ExchangeConfiguration: Sendable {
  /// Where the log is kept, a directory that is made if needed.
  public var directory: String
  /// How many of everything the engine holds.
  public var limits: EngineLimits
  /// How much of the past the tables keep.
  public var tables: TablesLimits
  /// The first commands of a new log, such as the listing of its instruments.
  public var genesis: [Command]
  /// When the first commands happened, where time is fed.
  public var genesisTime: Timestamp?
  /// Where time comes from.
  public var clock: VenueClock
  /// How many commands may wait for the engine; more are refused.
  public var inboxLimit: Int
  /// After how many entries a snapshot is taken and the engine is held against a second one; zero for never.
  public var snapshotInterval: UInt64

  /// A venue in a directory, with the contracts of a listing.
  public init(
    directory: String, limits: EngineLimits = .venue, tables: TablesLimits = TablesLimits(), genesis: [Command] = [],
    genesisTime: Timestamp? = nil, clock: VenueClock = .wall(), inboxLimit: Int = 16_384,
    snapshotInterval: UInt64 = 250_000
  ) {
    self.directory = directory
    self.limits = limits
    self.tables = tables
    self.genesis = genesis
    self.genesisTime = genesisTime
    self.clock = clock
    self.inboxLimit = inboxLimit
    self.snapshotInterval = snapshotInterval
  }
}

/// Why a venue cannot be started; one line for the operator.
public enum ExchangeError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The log cannot be opened, read or written.
  case log(String)
  /// A snapshot is whole but says something else than the log.
  case disagreement(String)

  public var description: String {
    switch self {
    case .log(let text), .disagreement(let text): text
    }
  }
}

/// What the venue is doing.
public enum VenueState: Hashable, Sendable {
  /// Made, not started.
  case starting
  /// Reading its log.
  case replaying
  /// Taking commands.
  case open
  /// Stopped for a fault, which the text names; takes no commands until it is started anew.
  case halted(String)
  /// Stopped on request.
  case stopped
}

/// How far a replay has come.
public struct ReplayProgress: Hashable, Sendable {
  /// Entries read so far.
  public var done: UInt64
  /// Entries to read in all.
  public var total: UInt64
}
