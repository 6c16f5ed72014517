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

  /// How many bytes of a file are in use: all up to the last that is not zero, in steps of eight.
  static func used(_ bytes: [UInt8]) -> Int { bytes.lastIndex { $0 != 0 }.map { ($0 + 8) / 8 * 8 } ?? 0 }

  @Test("D5, F5: any flipped bit of any block refuses the start; elsewhere none changes what is read")
  func flips() throws {
    let original = try Self.closed()
    var refused = 0
    for name in original.fileNames {
      let bytes = try #require(original[name])
      // All bits in use, and one in thirteen of the zeros behind.
      for bit in 0..<bytes.count * 8 where bit / 8 < Self.used(bytes) || bit % 13 == 0 {
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
          let isUsed = name != "watermark" && bit / 8 < Self.used(bytes)
          if isUsed || found != Self.count { Issue.record("\(name) bit \(bit): \(found) entries") }
        }
      }
    }
    #expect(refused > 10_000)
  }

  @Test("F6: a file cut at any byte refuses the start or has lost only unused space")
  func truncation() throws {
    let original = try Self.closed()
    let begun = original.fileNames.filter { $0.hasPrefix("segment-") && Self.used(original[$0] ?? []) > 0 }
    for name in original.fileNames {
      let bytes = try #require(original[name])
      for length in 0..<bytes.count {
        let storage = original.copy()
        storage[name] = Array(bytes.prefix(length))
        guard case .success(let found) = try Self.start(storage) else { continue }
        // Only the last segment is made longer again.
        if found != Self.count || begun.dropLast().contains(name) {
          Issue.record("\(name) cut to \(length) bytes: \(found) entries")
        }
      }
    }
  }

  @Test("After a power cut took the watermark back, damage before a later block still refuses the start")
  func oldWatermark() throws {
    let original = FaultyStorage()
    var life = Life()
    life.run(on: original, days: [[2]])
    let old = try #require(original["watermark"])
    life.run(on: original, days: [[2, 1, 2]])
    original["watermark"] = old
    let name = "segment-00000000000000000000.journal"
    let bytes = try #require(original[name])
    let last = try #require((0..<bytes.count - 4).last { Array(bytes[$0..<$0 + 4]) == Array("ABLK".utf8) })
    for bit in 0..<Self.used(bytes) * 8 {
      let storage = original.copy()
      storage[name]?[bit / 8] ^= 1 << (bit % 8)
      switch try Self.start(storage) {
      case .failure: if bit / 8 >= last + 64 { Issue.record("bit \(bit) of an unfinished batch refused the start") }
      case .success(let found): if bit / 8 < last || found < 5 || found > 6 { Issue.record("bit \(bit): \(found)") }
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

  /// Three batches of two entries; the same venue, but `day` decides what was traded.
  private func history(_ day: UInt64) throws -> FaultyStorage {
    let storage = FaultyStorage()
    var journal = try Journal(storage: storage, options: Life.options)
    for _ in 1...3 {
      for _ in 1...2 { journal.append(journal.lastSequence + 1, Orders.payload(day, length: 24)) }
      try journal.commit()
    }
    return storage
  }

  @Test("D5: a block, a header or frames spliced in from another history of the same venue refuse the start")
  func splice() throws {
    let (ours, theirs) = (try history(1), try history(2))
    let name = "segment-00000000000000000000.journal"
    let foreign = try #require(theirs[name])
    let block = 64 + 2 * 40
    let cases: [(Range<Int>, Damage.Part)] = [
      (64..<64 + block, .previous), (64 + block..<64 + 2 * block, .previous), (64 + 64..<64 + block, .blockChecksum),
      (64 + 2 * block + 64..<64 + 3 * block, .blockChecksum),
    ]
    // Without a watermark of these entries, as after a power cut, the chain alone must notice.
    let empty = FaultyStorage()
    _ = try Journal(storage: empty, options: Life.options)
    for watermark in [ours["watermark"], empty["watermark"]] {
      for (range, part) in cases {
        let storage = ours.copy()
        storage["watermark"] = watermark
        storage[name]?.replaceSubrange(range, with: foreign[range])
        guard case .failure(.damaged(let damage)) = try Self.start(storage) else {
          Issue.record("bytes \(range) were accepted")
          continue
        }
        #expect(damage.part == part)
      }
    }
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
