public import ApusModel

/// Why a log could not do what it was asked; one line for the operator.
public struct LogFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// What happened.
  public let description: String

  /// A failure in words.
  public init(_ description: String) { self.description = description }
}

/// The ordered, durable record of all commands: the truth of the venue.
///
/// It decides each command's place and time. A file does so itself; a log that several machines keep together would.
public protocol Log: AnyObject, Sendable {
  /// Puts what came in in order and appends it as entries of that moment, durable when this returns.
  ///
  /// - Throws: when it is not certain that all of them are durable; nothing may then be acknowledged.
  func append(_ intake: borrowing Intake, at moment: Moment, into entries: inout [Entry]) throws(LogFailure)
  /// The time an entry appended at that moment would be given; `wanted` counts where time is fed.
  func time(of wanted: Timestamp?, at moment: Moment) -> Timestamp
  /// When a point of venue time comes; nil where time is fed.
  func moment(of time: Timestamp) -> Moment?
  /// Goes on after this entry; called once, before the first append.
  func resume(after sequence: UInt64, at time: Timestamp)
  /// The last durable entry.
  var lastSequence: UInt64 { get }
  /// Shows the durable entries from `sequence` on, in order, until `body` has seen enough.
  func entries(from sequence: UInt64) throws(LogFailure) -> any LogReader
  /// The newest snapshot of no later entry that is good.
  func newestSnapshot(through last: UInt64) throws(LogFailure) -> LogSnapshot?
  /// Keeps a snapshot; durable when this returns.
  func write(_ snapshot: LogSnapshot) throws(LogFailure)
}

/// Reads durable entries in order; it may live on another thread than the log.
public protocol LogReader: AnyObject, Sendable {
  /// The next entry, or nil when no further one is durable yet.
  func next() throws(LogFailure) -> Entry?
  /// Whether the entry that was read last was asked for together with the next.
  var goesOn: Bool { get }
}

extension LogReader {
  /// A log that does not keep groups has only groups of one.
  public var goesOn: Bool { false }
}

/// A state after an entry, as bytes that only the exchange understands.
public struct LogSnapshot: Sendable {
  /// The last entry the state includes.
  public var sequence: UInt64
  /// The engine's fingerprint of it.
  public var fingerprint: UInt64
  /// The state.
  public var bytes: [UInt8]

  /// A state after an entry.
  public init(sequence: UInt64, fingerprint: UInt64, bytes: [UInt8]) {
    self.sequence = sequence
    self.fingerprint = fingerprint
    self.bytes = bytes
  }
}
