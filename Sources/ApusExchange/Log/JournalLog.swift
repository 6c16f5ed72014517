import ApusJournal
import ApusModel

/// The log as a file of this machine: it gives out the sequence and the time itself.
///
/// Only the thread that appends may use it, apart from its readers and snapshots.
final class JournalLog: Log, @unchecked Sendable {
  private var journal: Journal
  private let snapshots: Snapshots
  private var stamper: TimeStamper
  private let clock: VenueClock
  private var writer = ByteWriter(capacity: 512)

  /// Opens the journal in a directory, made if needed.
  init(directory: String, clock: VenueClock, options: JournalOptions = JournalOptions()) throws(LogFailure) {
    do throws(JournalError) {
      journal = try Journal(directory: directory, options: options)
    } catch { throw LogFailure(error.description) }
    snapshots = journal.snapshots
    self.clock = clock
    stamper = TimeStamper(clock, after: .zero)
  }

  var lastSequence: UInt64 { journal.durableSequence }

  /// What was found when the journal was opened.
  var opening: Opening { journal.opening }

  func resume(after sequence: UInt64, at time: Timestamp) {
    precondition(
      sequence == journal.lastSequence, "resumed after \(sequence), but the log ends at \(journal.lastSequence)")
    stamper = TimeStamper(clock, after: time)
  }

  func time(of wanted: Timestamp?, at moment: Moment) -> Timestamp { stamper.time(of: wanted, at: moment) }

  func moment(of time: Timestamp) -> Moment? { stamper.moment(of: time) }

  func append(_ intake: borrowing Intake, at moment: Moment, into entries: inout [Entry]) throws(LogFailure) {
    var next = intake.commands.startIndex
    for group in intake.groups {
      let time = stamper.stamp(group.at, at: moment)
      let end = next + group.count
      for place in next..<end {
        let entry = Entry(journal.lastSequence + 1, at: time, intake.commands[place])
        append(entry, goesOn: place + 1 < end, into: &entries)
      }
      next = end
    }
    do throws(JournalError) {
      try journal.commit()
    } catch { throw LogFailure(error.description) }
  }

  private func append(_ entry: Entry, goesOn: Bool, into entries: inout [Entry]) {
    entries.append(entry)
    writer.removeAll()
    EntryCodec.encode(entry, goesOn: goesOn, into: &writer)
    let bytes = writer.bytes
    unsafe journal.append(entry.sequence, bytes.span.bytes)
  }

  func entries(from sequence: UInt64) throws(LogFailure) -> any LogReader {
    do throws(JournalError) {
      return JournalReader(try journal.entries(from: sequence))
    } catch { throw LogFailure(error.description) }
  }

  func newestSnapshot(through last: UInt64) throws(LogFailure) -> LogSnapshot? {
    do throws(JournalError) {
      guard let found = try snapshots.newest(through: last).snapshot else { return nil }
      return LogSnapshot(sequence: found.sequence, fingerprint: found.fingerprint, bytes: found.bytes)
    } catch { throw LogFailure(error.description) }
  }

  func write(_ snapshot: LogSnapshot) throws(LogFailure) {
    do throws(JournalError) {
      try snapshots.write(
        Snapshot(sequence: snapshot.sequence, fingerprint: snapshot.fingerprint, bytes: snapshot.bytes))
      // The journal itself is kept whole, so that any state can be reached again; old snapshots only save time.
      _ = try snapshots.prune()
    } catch { throw LogFailure(error.description) }
  }
}

/// Reads a journal's entries and decodes them.
final class JournalReader: LogReader, @unchecked Sendable {
  private var entries: Entries
  private var bytes: [UInt8] = []
  private(set) var goesOn = false

  init(_ entries: consuming Entries) { self.entries = entries }

  func next() throws(LogFailure) -> Entry? {
    do throws(JournalError) {
      guard try entries.advance() else { return nil }
    } catch { throw LogFailure(error.description) }
    bytes.removeAll(keepingCapacity: true)
    entries.withPayload { payload in unsafe payload.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) } }
    goesOn = EntryCodec.goesOn(bytes[...])
    do throws(CodecError) {
      return try EntryCodec.decode(bytes[...], sequence: entries.sequence)
    } catch { throw LogFailure("entry \(entries.sequence) cannot be read: \(error)") }
  }
}
