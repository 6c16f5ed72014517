import ApusEngine
import ApusJournal
import ApusModel

/// An engine led through a venue's log from its first entry.
struct LogReplay: ~Copyable {
  /// The state after the last entry applied.
  private(set) var engine = Engine(limits: .venue)
  /// What the entries asked for and what came of it.
  private(set) var counts = ReplayCounts()

  private let archive: Archive
  private var entries: Entries
  private var events = EventBuffer()
  private var bytes: [UInt8] = []

  /// Opens the log in a directory, which must be there and may be one that nobody can write to.
  init(directory: String) throws(LogRefusal) {
    guard Files.exists(directory) else { throw LogRefusal("there is no directory \(directory)") }
    guard try Self.isKept(in: directory) else { throw LogRefusal("there is no log in \(directory)") }
    let archive = try Self.archive(directory)
    guard archive.firstSequence == 1 else {
      throw LogRefusal("the log begins at entry \(archive.firstSequence) and cannot be replayed from nothing")
    }
    entries = try Self.entries(archive)
    self.archive = archive
  }

  private static func isKept(in directory: String) throws(LogRefusal) -> Bool {
    do throws(JournalError) { return try Journal.isKept(in: directory) } catch { throw LogRefusal(error) }
  }

  private static func archive(_ directory: String) throws(LogRefusal) -> Archive {
    do throws(JournalError) { return try Archive(directory: directory) } catch { throw LogRefusal(error) }
  }

  private static func entries(_ archive: borrowing Archive) throws(LogRefusal) -> Entries {
    do throws(JournalError) { return try archive.entries(from: 1) } catch { throw LogRefusal(error) }
  }

  /// The last entry of the log.
  var lastSequence: UInt64 { archive.lastSequence }

  /// The newest snapshot that is whole, and those that are not.
  func newestSnapshot() throws(LogRefusal) -> FoundSnapshot {
    do throws(JournalError) { return try archive.snapshots.newest() } catch { throw LogRefusal(error) }
  }

  /// Applies entries up to one, or to the end.
  mutating func advance(to last: UInt64, _ progress: inout Progress) throws(LogRefusal) {
    while engine.sequence < last, let entry = try next() {
      events.removeAll()
      engine.apply(entry, into: &events)
      counts.note(entry.command, events.happenings)
      if entry.sequence % 4_096 == 0 { progress.reached(entry.sequence, of: last) }
    }
  }

  private mutating func next() throws(LogRefusal) -> Entry? {
    do throws(JournalError) {
      guard try entries.advance() else { return nil }
    } catch { throw LogRefusal(error) }
    bytes.removeAll(keepingCapacity: true)
    entries.withPayload { payload in unsafe payload.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) } }
    do throws(CodecError) {
      return try EntryCodec.decode(bytes[...], sequence: entries.sequence)
    } catch { throw LogRefusal("entry \(entries.sequence) cannot be read: \(error)", .damaged) }
  }
}
