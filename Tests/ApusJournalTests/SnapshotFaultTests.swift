import ApusJournal
import Testing

/// A venue that trades, publishes snapshots and prunes, until something fails.
private struct Publisher {
  var acknowledged: UInt64 = 0
  var attempted: UInt64 = 0
  /// The last snapshot whose publication returned.
  var published: UInt64 = 0
  var failure: JournalError?

  mutating func run(on storage: FaultyStorage) {
    do throws(JournalError) {
      var journal = try Journal(storage: storage, options: Life.options)
      for count in [12, 9, 14, 10] {
        attempted += UInt64(count)
        try Orders.commit(count, to: &journal)
        acknowledged = attempted
        try journal.snapshots.write(SnapshotTests.state(acknowledged))
        published = acknowledged
        if let point = try journal.snapshots.prune() { try journal.prune(point) }
      }
    } catch { failure = error }
  }
}

@Suite("Publishing a snapshot, with a fault at every step")
struct SnapshotFaultTests {
  @Test("4.3: the newest published snapshot is found, and the journal reaches back to the older of two")
  func everywhere() throws {
    let whole = FaultyStorage()
    var publisher = Publisher()
    publisher.run(on: whole)
    #expect(publisher.failure == nil)
    #expect(publisher.published == 45)
    for fault in Fault.allCases {
      for n in 1...whole.operations {
        let storage = FaultyStorage()
        storage.plan(fault, at: n)
        var publisher = Publisher()
        publisher.run(on: storage)
        for aftermath in FaultTests.aftermaths {
          let next = aftermath.map { storage.afterPowerCut($0) } ?? storage.afterKill()
          do { try check(publisher, next) } catch {
            Issue.record("\(fault) at operation \(n), then \(String(describing: aftermath)): \(error)")
          }
        }
      }
    }
  }

  private func check(_ publisher: Publisher, _ storage: FaultyStorage) throws {
    var journal = try Journal(storage: storage, options: Life.options)
    #expect(journal.durableSequence >= publisher.acknowledged)
    #expect(journal.durableSequence <= publisher.attempted)
    let found = try journal.snapshots.newest()
    #expect(found.damaged == [])
    #expect(found.snapshot?.sequence ?? 0 >= publisher.published)
    if let snapshot = found.snapshot { #expect(snapshot == SnapshotTests.state(snapshot.sequence)) }
    try checkReach(&journal, storage)
    try Orders.commit(1, to: &journal)
    try journal.snapshots.write(SnapshotTests.state(journal.durableSequence))
  }

  /// If anything was pruned, the older of two good snapshots is there and all entries after it are.
  private func checkReach(_ journal: inout Journal, _ storage: FaultyStorage) throws {
    let snapshots = storage.fileNames.filter { $0.hasSuffix(".state") }.compactMap {
      UInt64($0.dropFirst(9).dropLast(6))
    }
    let first = journal.firstSequence
    if first == 1 {
      #expect(try Orders.count(in: journal) == Int(journal.durableSequence))
      return
    }
    #expect(snapshots.count >= 2)
    let older = try #require(snapshots.sorted().dropLast().last)
    #expect(first <= older + 1)
    #expect(try Orders.count(in: journal, from: first) == Int(journal.durableSequence - first + 1))
  }
}
