import ApusJournal

/// Two days of a small venue: it opens, commits batches of many sizes, closes, and does so again.
struct Life {
  static let options = JournalOptions(
    segmentLength: 1024, identity: 0xA9A5, batchCapacity: 1 << 12, readLength: 1 << 14)
  static let days = [[1, 3, 8, 2, 40, 1], [1, 5, 12, 1]]

  /// The last entry a trader was told about.
  var acknowledged: UInt64 = 0
  /// The last entry that was appended, told or not.
  var attempted: UInt64 = 0
  /// What ended it; nil if it went well.
  var failure: JournalError?
  /// What a commit after the failure said.
  var afterwards: JournalError?

  /// Lives until all is done or the first failure.
  mutating func run(on storage: FaultyStorage, days: [[Int]] = Life.days) {
    do throws(JournalError) {
      for batches in days {
        var journal = try Journal(storage: storage, options: Self.options)
        for count in batches { try commit(count, to: &journal) }
      }
    } catch { failure = error }
  }

  private mutating func commit(_ count: Int, to journal: inout Journal) throws(JournalError) {
    // What an earlier life left unacknowledged and this one found is as good as acknowledged.
    acknowledged = max(acknowledged, journal.durableSequence)
    attempted = journal.lastSequence + UInt64(count)
    do throws(JournalError) {
      try Orders.commit(count, to: &journal)
      acknowledged = journal.durableSequence
    } catch {
      do throws(JournalError) { try journal.commit() } catch { afterwards = error }
      throw error
    }
  }

  /// Opens what is left; all acknowledged entries must be there, and none that was never appended.
  func check(_ storage: FaultyStorage) throws -> UInt64 {
    let archived = try archived(storage)
    let journal = try Journal(storage: storage, options: Self.options)
    let found = journal.durableSequence
    guard found >= acknowledged, found <= max(attempted, acknowledged) else {
      throw Broken(what: "entries \(acknowledged) to \(attempted) expected", found: found)
    }
    let read = try Orders.count(in: journal)
    if read != Int(found) { throw Broken(what: "entries read", found: UInt64(read)) }
    if archived > found { throw Broken(what: "no more entries than \(found) in the archive", found: archived) }
    return found
  }

  /// What somebody who only reads finds in what is left: all acknowledged entries, and nothing is changed.
  private func archived(_ storage: FaultyStorage) throws -> UInt64 {
    let before = storage.fileNames.map { storage[$0] }
    let found: UInt64
    do throws(JournalError) {
      let archive = try Archive(storage: storage, options: Self.options)
      found = archive.lastSequence
      var entries = try archive.entries(from: archive.firstSequence)
      while entries.sequence < found, try entries.advance() {}
      if entries.sequence != found { throw .failed }
    } catch {
      // A journal that is not begun has nothing to read.
      guard case .missing = error, acknowledged == 0 else { throw error }
      return 0
    }
    if storage.fileNames.map({ storage[$0] }) != before {
      throw Broken(what: "an archive that is as it was", found: found)
    }
    if found < acknowledged { throw Broken(what: "entries \(acknowledged) in the archive", found: found) }
    return found
  }

  struct Broken: Error {
    var what: String
    var found: UInt64
  }
}
