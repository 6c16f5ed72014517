import ApusJournal
import Testing

@Suite("A follower reads while the writer appends")
struct FollowerTests {
  @Test("It sees each batch once it is durable, not before, across segments")
  func follows() throws {
    let storage = FaultyStorage()
    var journal = try Journal(storage: storage, options: Life.options)
    var entries = try journal.entries(from: 1)
    #expect(try entries.advance() == false)
    var seen = 0
    for batch in 1...60 {
      for _ in 0..<(batch % 7 + 1) {
        let sequence = journal.lastSequence + 1
        journal.append(sequence, Orders.payload(sequence))
      }
      #expect(try entries.advance() == false)
      try journal.commit()
      seen += try Orders.follow(&entries)
      #expect(seen == Int(journal.durableSequence))
    }
    #expect(journal.firstSequence == 1)
    #expect(storage.fileNames.count > 5)
  }

  @Test("It may begin at any entry, the next one included")
  func anywhere() throws {
    let storage = FaultyStorage()
    var journal = try Journal(storage: storage, options: Life.options)
    for count in [4, 11, 1, 9, 30, 2] { try Orders.commit(count, to: &journal) }
    for first in 1...58 as ClosedRange<UInt64> {
      var entries = try journal.entries(from: first)
      #expect(entries.sequence == first - 1)
      #expect(try Orders.follow(&entries) == Int(58 - first))
    }
    #expect(throws: JournalError.unavailable(sequence: 59, first: 1, last: 57)) { _ = try journal.entries(from: 59) }
    #expect(throws: JournalError.unavailable(sequence: 0, first: 1, last: 57)) { _ = try journal.entries(from: 0) }
  }

  @Test("On a thread of its own it gets every entry, in order and whole")
  func otherThread() async throws {
    let directory = TemporaryDirectory()
    var journal = try Journal(directory: directory.path, options: JournalOptions(segmentLength: 1 << 16))
    let entries = try journal.entries(from: 1)
    let box = Box(entries)
    let reader = Task.detached { try box.read(upTo: 20_000) }
    while journal.lastSequence < 20_000 { try Orders.commit(50, to: &journal) }
    #expect(try await reader.value == 20_000)
  }

  @Test("A journal that began after entry 1000 goes on from there")
  func origin() throws {
    let storage = FaultyStorage()
    let options = JournalOptions(segmentLength: 1024, origin: 1000)
    do {
      var journal = try Journal(storage: storage, options: options)
      #expect(journal.firstSequence == 1001)
      try Orders.commit(5, to: &journal)
    }
    let journal = try Journal(storage: storage, options: JournalOptions(segmentLength: 1024))
    #expect(journal.durableSequence == 1005)
    #expect(try Orders.count(in: journal, from: 1001) == 5)
  }

  @Test("An entry written in place is as one that was copied; one whose writing failed is not there")
  func inPlace() throws {
    struct NoWords: Error {}
    let storage = FaultyStorage()
    var journal = try Journal(storage: storage, options: Life.options)
    journal.append(1, capacity: 100) { output in for byte in Orders.payload(1) { output.append(byte) } }
    #expect(throws: NoWords.self) {
      try journal.append(2, capacity: 100) { output throws(NoWords) in
        output.append(9)
        throw NoWords()
      }
    }
    journal.append(2, Orders.payload(2))
    try journal.commit()
    #expect(try Orders.count(in: journal) == 2)
  }
}

/// Carries a follower to another thread.
private final class Box: @unchecked Sendable {
  private var entries: Entries
  init(_ entries: consuming Entries) { self.entries = entries }

  func read(upTo last: Int) throws -> Int {
    var count = 0
    while count < last { count += try Orders.follow(&entries) }
    return count
  }
}
