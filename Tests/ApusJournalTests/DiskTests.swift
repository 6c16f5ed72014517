import ApusJournal
import FoundationEssentials
import Testing

@Suite("On a real disk")
struct DiskTests {
  let small = JournalOptions(segmentLength: 4096)

  @Test("What was committed is there after a restart, across many segments")
  func restart() throws {
    let directory = TemporaryDirectory()
    do {
      var journal = try Journal(directory: directory.path, options: small)
      for _ in 0..<200 { try Orders.commit(3, to: &journal) }
      #expect(journal.durableSequence == 600)
    }
    var journal = try Journal(directory: directory.path, options: small)
    #expect(journal.durableSequence == 600)
    #expect(journal.opening.entries == 600)
    #expect(journal.opening.cut == nil)
    #expect(try Orders.count(in: journal) == 600)
    #expect(try Orders.count(in: journal, from: 599) == 2)
    #expect(try Orders.count(in: journal, from: 601) == 0)
    try Orders.commit(1, to: &journal)
    #expect(try Orders.count(in: journal, from: 300) == 302)
  }

  @Test("A second journal on the same directory is refused by name")
  func lock() throws {
    let directory = TemporaryDirectory()
    var first = try Journal(directory: directory.path, options: small)
    #expect {
      _ = try Journal(directory: directory.path, options: small)
    } throws: { error in
      guard case .inUse(let path, let holder) = error as? JournalError else { return false }
      return path == directory.path && holder.hasPrefix("process ")
    }
    try Orders.commit(1, to: &first)
    #expect(first.durableSequence == 1)
  }

  @Test("Once the first journal is gone, the directory is free")
  func unlock() throws {
    let directory = TemporaryDirectory()
    for round in 1...3 {
      var journal = try Journal(directory: directory.path, options: small)
      try Orders.commit(1, to: &journal)
      #expect(journal.durableSequence == UInt64(round))
    }
  }

  @Test("Whoever only reads finds every entry and the newest snapshot, and changes nothing")
  func archive() throws {
    let directory = TemporaryDirectory()
    do {
      var journal = try Journal(directory: directory.path, options: small)
      for _ in 0..<200 { try Orders.commit(3, to: &journal) }
      try journal.snapshots.write(Snapshot(sequence: 500, fingerprint: 7, bytes: [1, 2, 3]))
    }
    let before = try files(in: directory.path)
    do {
      let archive = try Archive(directory: directory.path, options: small)
      #expect(archive.firstSequence == 1 && archive.lastSequence == 600)
      #expect(try archive.snapshots.newest().snapshot?.sequence == 500)
      var entries = try archive.entries(from: 2)
      var count = 0
      while try entries.advance() { count += 1 }
      #expect(count == 599)
      #expect(throws: JournalError.self) { _ = try Journal(directory: directory.path, options: small) }
    }
    #expect(try files(in: directory.path) == before)
    #expect(throws: JournalError.self) { _ = try Archive(directory: directory.path + "/none") }
    #expect(try Orders.count(in: try Journal(directory: directory.path, options: small)) == 600)
  }

  private func files(in directory: String) throws -> [String: Data?] {
    let names = try FileManager.default.contentsOfDirectory(atPath: directory)
    return Dictionary(
      uniqueKeysWithValues: names.map { ($0, FileManager.default.contents(atPath: "\(directory)/\($0)")) })
  }

  @Test("A million entries are recovered and read, each once and in order")
  func million() throws {
    let directory = TemporaryDirectory()
    do {
      var journal = try Journal(directory: directory.path)
      let payload = [UInt8](repeating: 5, count: 100)
      for sequence in 1...1_000_000 as ClosedRange<UInt64> {
        journal.append(sequence, payload)
        if sequence % 1000 == 0 { try journal.commit() }
      }
    }
    let journal = try Journal(directory: directory.path)
    var entries = try journal.entries(from: 1)
    var count = 0
    while try entries.advance() { count += 1 }
    #expect(count == 1_000_000)
  }
}
