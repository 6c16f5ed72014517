import ApusEngine
public import ApusModel
import ApusTables

/// Where a log leads.
public struct Replay: Hashable, Sendable {
  /// The last entry applied.
  public var sequence: UInt64
  /// Its time.
  public var time: Timestamp
  /// The engine's fingerprint after it.
  public var fingerprint: UInt64
  /// How many events it all caused.
  public var events: UInt64
  /// How many accounts are open.
  public var accounts: Int
  /// How many orders are open.
  public var openOrders: Int
}

/// Replays a log from its first entry through a fresh engine, to its end or to an entry.
///
/// - Throws: `ExchangeError.log` when the log is in use, damaged, or does not begin with the first entry.
public func replay(
  _ directory: String, until last: UInt64 = .max, configuration: ExchangeConfiguration? = nil,
  progress: (ReplayProgress) -> Void = { _ in }
) throws(ExchangeError) -> Replay {
  let log = try openLog(directory)
  let configuration = configuration ?? ExchangeConfiguration(directory: directory)
  var state = Recovered(configuration)
  let end = min(last, log.lastSequence)
  try state.catchUp(try log.reader(from: 1), through: end) { progress(ReplayProgress(done: $0, total: end)) }
  return state.summary
}

/// What an audit found.
public struct Audit: Hashable, Sendable {
  /// Where the log leads.
  public var replay: Replay
  /// The entry of the snapshot that was held against the log; nil where there is none.
  public var snapshot: UInt64?
  /// Everything that is wrong, one line each; empty when all is sound.
  public var findings: [String]
}

/// Replays a log, checks every invariant of the engine, and holds the newest snapshot and its tail against the replay.
///
/// - Throws: `ExchangeError.log` as `replay` does; what is merely wrong is a finding.
public func audit(
  _ directory: String, configuration: ExchangeConfiguration? = nil, progress: (ReplayProgress) -> Void = { _ in }
) throws(ExchangeError) -> Audit {
  let log = try openLog(directory)
  let configuration = configuration ?? ExchangeConfiguration(directory: directory)
  var state = Recovered(configuration)
  let end = log.lastSequence
  try state.catchUp(try log.reader(from: 1), through: end) { progress(ReplayProgress(done: $0, total: end)) }
  var audit = Audit(replay: state.summary, snapshot: nil, findings: state.engine.audit())
  let found: LogSnapshot?
  do throws(LogFailure) { found = try log.newestSnapshot(through: end) } catch { throw .log(error.description) }
  guard let found else { return audit }
  audit.snapshot = found.sequence
  do throws(ExchangeError) {
    var other = try Recovered.read(found, configuration)
    try other.catchUp(try log.reader(from: found.sequence + 1), through: end)
    audit.findings += state.differences(from: other.written(), of: found.sequence)
  } catch { audit.findings.append(error.description) }
  return audit
}

private func openLog(_ directory: String) throws(ExchangeError) -> JournalLog {
  do throws(LogFailure) {
    return try JournalLog(directory: directory, clock: .fed)
  } catch { throw .log(error.description) }
}

extension Log {
  /// The entries from `sequence` on.
  func reader(from sequence: UInt64) throws(ExchangeError) -> any LogReader {
    do throws(LogFailure) { return try entries(from: sequence) } catch { throw .log(error.description) }
  }
}

extension Recovered {
  fileprivate var summary: Replay {
    Replay(
      sequence: engine.sequence, time: engine.time, fingerprint: engine.fingerprint(), events: eventCount,
      accounts: tables.accountCount, openOrders: tables.openOrderCount)
  }

  /// How a state that was reached through a snapshot differs from this one, in words.
  fileprivate func differences(from other: LogSnapshot, of snapshot: UInt64) -> [String] {
    let here = written()
    if here.fingerprint != other.fingerprint {
      return ["the snapshot of entry \(snapshot) and its tail lead to another engine than the whole log"]
    }
    if here.bytes != other.bytes {
      return ["the snapshot of entry \(snapshot) and its tail lead to other tables than the whole log"]
    }
    return []
  }
}
