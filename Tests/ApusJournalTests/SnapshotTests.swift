import ApusJournal
import Testing

@Suite("Snapshots")
struct SnapshotTests {
  static func state(_ sequence: UInt64) -> Snapshot {
    Snapshot(sequence: sequence, fingerprint: sequence &* 99, bytes: Orders.payload(sequence, length: 700))
  }

  private func name(_ sequence: UInt64) -> String {
    "snapshot-" + String(repeating: "0", count: 20 - String(sequence).count) + "\(sequence).state"
  }

  /// A journal with snapshots after each of the given numbers of entries.
  private func venue(snapshotsAt sequences: [UInt64]) throws -> FaultyStorage {
    let storage = FaultyStorage()
    var journal = try Journal(storage: storage, options: Life.options)
    for sequence in sequences {
      try Orders.commit(Int(sequence - journal.lastSequence), to: &journal)
      try journal.snapshots.write(Self.state(sequence))
    }
    return storage
  }

  @Test("The newest is found, with its fingerprint")
  func newest() throws {
    let storage = try venue(snapshotsAt: [5, 9])
    let journal = try Journal(storage: storage, options: Life.options)
    #expect(try journal.snapshots.newest() == FoundSnapshot(snapshot: Self.state(9)))
  }

  @Test("A venue without snapshots has none")
  func none() throws {
    let journal = try Journal(storage: FaultyStorage(), options: Life.options)
    #expect(try journal.snapshots.newest() == FoundSnapshot())
    #expect(try journal.snapshots.prune() == nil)
  }

  @Test("F5: whichever bit of the newest is flipped, it is passed over, reported, and the one before is used")
  func flipped() throws {
    let original = try venue(snapshotsAt: [5, 9])
    let bytes = try #require(original[name(9)])
    for bit in 0..<bytes.count * 8 {
      let storage = original.copy()
      var flipped = bytes
      flipped[bit / 8] ^= 1 << (bit % 8)
      storage[name(9)] = flipped
      let journal = try Journal(storage: storage, options: Life.options)
      let found = try journal.snapshots.newest()
      if found.snapshot != Self.state(5) || found.damaged.map(\.file) != [name(9)] {
        Issue.record("bit \(bit): \(found)")
      }
    }
  }

  @Test("F6: cut at any byte, made longer, or another's file under its name, it is passed over")
  func replaced() throws {
    let original = try venue(snapshotsAt: [5, 9])
    let bytes = try #require(original[name(9)])
    var replacements = (0..<bytes.count).map { Array(bytes.prefix($0)) }
    replacements.append(bytes + [0])
    replacements.append(try #require(original[name(5)]))
    for replacement in replacements {
      let storage = original.copy()
      storage[name(9)] = replacement
      let journal = try Journal(storage: storage, options: Life.options)
      let found = try journal.snapshots.newest()
      #expect(found.snapshot == Self.state(5))
      #expect(found.damaged.count == 1)
    }
  }

  @Test("Who was told up to an entry finds the newest snapshot that is no later")
  func noLater() throws {
    let journal = try Journal(storage: try venue(snapshotsAt: [5, 9, 14]), options: Life.options)
    #expect(try journal.snapshots.newest(through: 13).snapshot == Self.state(9))
    #expect(try journal.snapshots.newest(through: 9).snapshot == Self.state(9))
    #expect(try journal.snapshots.newest(through: 4).snapshot == nil)
  }

  @Test("A damaged snapshot does not count as one of the two that are kept")
  func damagedIsNotKept() throws {
    let storage = try venue(snapshotsAt: [5, 9, 14, 20])
    storage[name(14)]?[100] ^= 1
    let journal = try Journal(storage: storage, options: Life.options)
    #expect(try journal.snapshots.prune()?.sequence == 9)
    #expect(storage[name(5)] == nil)
    #expect(storage[name(9)] != nil)
    #expect(try journal.snapshots.newest().snapshot == Self.state(20))
  }

  @Test("The journal loses only segments below the older of two good snapshots")
  func pruning() throws {
    let storage = try venue(snapshotsAt: [10, 30, 60])
    var journal = try Journal(storage: storage, options: Life.options)
    let point = try #require(try journal.snapshots.prune())
    #expect(point.sequence == 30)
    #expect(try journal.prune(point) > 0)
    #expect(journal.firstSequence > 1)
    #expect(journal.firstSequence <= 31)
    #expect(try Orders.count(in: journal, from: 31) == 30)
    let first = journal.firstSequence
    #expect(throws: JournalError.unavailable(sequence: 1, first: first, last: 60)) {
      _ = try journal.entries(from: 1)
    }
  }

  @Test("After pruning, a start finds what is kept, goes on, and misses any further segment")
  func startAfterPruning() throws {
    let storage = try venue(snapshotsAt: [10, 30, 60])
    do {
      var journal = try Journal(storage: storage, options: Life.options)
      let point = try #require(try journal.snapshots.prune())
      try journal.prune(point)
    }
    let oldest = try #require(storage.fileNames.first { $0.hasPrefix("segment-") })
    let without = storage.copy()
    without[oldest] = nil
    #expect(throws: JournalError.missing(file: oldest)) {
      _ = try Journal(storage: without, options: Life.options)
    }
    var journal = try Journal(storage: storage, options: Life.options)
    try Orders.commit(3, to: &journal)
    #expect(try Orders.count(in: journal, from: journal.firstSequence) == Int(64 - journal.firstSequence))
  }

  @Test("A snapshot of another journal is not believed")
  func foreign() throws {
    let storage = try venue(snapshotsAt: [5])
    var other = try Journal(storage: FaultyStorage(), options: JournalOptions(segmentLength: 1024, identity: 1))
    try Orders.commit(9, to: &other)
    let foreign = FaultyStorage()
    var theirs = try Journal(storage: foreign, options: JournalOptions(segmentLength: 1024, identity: 2))
    try Orders.commit(9, to: &theirs)
    try theirs.snapshots.write(Self.state(9))
    storage[name(9)] = foreign[name(9)]
    let journal = try Journal(storage: storage, options: Life.options)
    let found = try journal.snapshots.newest()
    #expect(found.snapshot == Self.state(5))
    #expect(found.damaged.map(\.part) == [.identity])
  }
}
