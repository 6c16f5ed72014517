import ApusJournal
import Testing

@Suite("Damage is found, and said where")
struct DamageTests {
  static let batches = [3, 1, 5, 2, 9, 4, 6, 2]

  /// A venue that closed cleanly after a few segments.
  static func closed(_ batches: [Int] = DamageTests.batches) throws -> FaultyStorage {
    let storage = FaultyStorage()
    var life = Life()
    life.run(on: storage, days: [batches])
    if let failure = life.failure { throw failure }
    return storage
  }

  static let count = UInt64(batches.reduce(0, +))

  /// What the next start says: the number of entries, or why it is refused.
  static func start(_ storage: FaultyStorage) throws -> Result<UInt64, JournalError> {
    do throws(JournalError) {
      let journal = try Journal(storage: storage, options: Life.options)
      return .success(journal.durableSequence)
    } catch { return .failure(error) }
  }

  @Test("D5, F5: any flipped bit of any file refuses the start or, in unused space, changes nothing")
  func flips() throws {
    let original = try Self.closed()
    var refused = 0
    for name in original.fileNames {
      let bytes = try #require(original[name])
      for bit in 0..<bytes.count * 8 {
        let storage = original.copy()
        var flipped = bytes
        flipped[bit / 8] ^= 1 << (bit % 8)
        storage[name] = flipped
        switch try Self.start(storage) {
        case .failure(let error):
          refused += 1
          if !String(describing: error).contains(name) { Issue.record("\(name) bit \(bit): \(error)") }
          #expect(storage[name] == flipped)
        case .success(let found):
          if found != Self.count { Issue.record("\(name) bit \(bit): \(found) entries") }
        }
      }
    }
    #expect(refused > 10_000)
  }

  @Test("F6: a file cut at any byte refuses the start or has lost only unused space")
  func truncation() throws {
    let original = try Self.closed()
    for name in original.fileNames {
      let bytes = try #require(original[name])
      for length in 0..<bytes.count {
        let storage = original.copy()
        storage[name] = Array(bytes.prefix(length))
        if case .success(let found) = try Self.start(storage), found != Self.count {
          Issue.record("\(name) cut to \(length) bytes: \(found) entries")
        }
      }
    }
  }

  @Test("F6: a missing file is named")
  func missing() throws {
    let original = try Self.closed()
    for name in original.fileNames where !name.hasPrefix("lock") {
      let storage = original.copy()
      storage[name] = nil
      switch try Self.start(storage) {
      case .success(let found):
        // Only a segment that was prepared and never begun may go.
        #expect(found == Self.count && original[name]?.contains { $0 != 0 } == false)
      case .failure(let error):
        guard case .lost = error else {
          #expect(String(describing: error).contains(name))
          continue
        }
      }
    }
  }

  @Test("F6: two files swapped, or one put in the place of another, refuse the start")
  func swapped() throws {
    let original = try Self.closed()
    let names = original.fileNames.filter { name in original[name]?.contains { $0 != 0 } == true }
    #expect(names.count >= 4)
    for first in names {
      for second in names where first != second {
        let storage = original.copy()
        storage[first] = original[second]
        guard case .failure = try Self.start(storage) else {
          Issue.record("\(second) in the place of \(first) was accepted")
          continue
        }
        storage[second] = original[first]
        guard case .failure = try Self.start(storage) else {
          Issue.record("\(first) and \(second) swapped were accepted")
          continue
        }
      }
    }
  }

  @Test("F6: an older file put back, and a file of another journal, refuse the start")
  func older() throws {
    let newer = try Self.closed()
    for kept in 1..<Self.batches.count {
      let older = try Self.closed(Array(Self.batches.prefix(kept)))
      for name in older.fileNames where name != "watermark" && older[name] != newer[name] {
        let storage = newer.copy()
        storage[name] = older[name]
        guard case .failure = try Self.start(storage) else {
          // A prepared segment in the place of a prepared one is no older file.
          #expect(newer[name]?.contains { $0 != 0 } == false)
          continue
        }
      }
    }
    let foreign = FaultyStorage()
    var journal = try Journal(storage: foreign, options: JournalOptions(segmentLength: 1024, identity: 7))
    try Orders.commit(3, to: &journal)
    let name = "segment-00000000000000000000.journal"
    let storage = newer.copy()
    storage[name] = foreign[name]
    guard case .failure(.damaged(let damage)) = try Self.start(storage) else {
      Issue.record("a file of another journal was accepted")
      return
    }
    #expect(damage.part == .identity && damage.expected == 0xA9A5 && damage.found == 7)
  }

  @Test("The report names file, place, entry, and both values")
  func report() throws {
    let storage = try Self.closed([1, 1, 1])
    let name = "segment-00000000000000000000.journal"
    var bytes = try #require(storage[name])
    // Segment header, block header, frame header: the first payload byte of entry 1.
    bytes[64 + 64 + 16] ^= 0x10
    storage[name] = bytes
    guard case .failure(.damaged(let damage)) = try Self.start(storage) else {
      Issue.record("accepted")
      return
    }
    #expect(damage.file == name)
    #expect(damage.offset == 128)
    #expect(damage.sequence == 1)
    #expect(damage.part == .frameChecksum)
    #expect(damage.expected != damage.found)
  }

  @Test("D6: a torn batch is cut at the last whole entry, and the next start is clean")
  func torn() throws {
    let whole = try Self.closed([2, 6])
    let name = "segment-00000000000000000000.journal"
    let bytes = try #require(whole[name])
    let before = try Self.closed([2])
    let end = try #require(bytes.lastIndex { $0 != 0 })
    let start = try #require(before[name]?.lastIndex { $0 != 0 })
    var counts: Set<UInt64> = []
    for cut in start + 1...end {
      let storage = before.copy()
      storage[name] = Array(bytes[..<cut]) + [UInt8](repeating: 0, count: bytes.count - cut)
      let found = try Self.start(storage).get()
      counts.insert(found)
      let journal = try Journal(storage: storage, options: Life.options)
      #expect(journal.opening.cut == nil)
      #expect(journal.durableSequence == found)
      #expect(try Orders.count(in: journal) == Int(found))
    }
    #expect(counts == [2, 3, 4, 5, 6, 7])
  }
}
