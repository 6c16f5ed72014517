import ApusJournal
import Testing

@Suite("Whatever fails, no acknowledged entry is lost")
struct FaultTests {
  static let aftermaths: [Kept?] = [nil, .nothing, .all, .some(seed: 1), .some(seed: 2)]

  /// How many operations a life without faults takes.
  static func operations() -> Int {
    let storage = FaultyStorage()
    var life = Life()
    life.run(on: storage)
    precondition(life.failure == nil)
    return storage.operations
  }

  @Test("D1, D2, F1, F2, F3, F8: any fault at any operation, then a kill or a power cut", arguments: Fault.allCases)
  func anywhere(_ fault: Fault) throws {
    for n in 1...Self.operations() {
      let storage = FaultyStorage()
      storage.plan(fault, at: n)
      var life = Life()
      life.run(on: storage)
      for aftermath in Self.aftermaths {
        do {
          try goOn(life, after: storage, aftermath)
        } catch {
          Issue.record("\(fault) at operation \(n), then \(String(describing: aftermath)): \(error)")
        }
      }
      if life.failure != nil, life.attempted > life.acknowledged { #expect(life.afterwards == .failed) }
    }
  }

  /// Restarts after the fault, trades on, and cuts the power: the second life stands on the first.
  private func goOn(_ life: Life, after storage: FaultyStorage, _ kept: Kept?) throws {
    let next = kept.map { storage.afterPowerCut($0) } ?? storage.afterKill()
    let found = try life.check(next)
    var second = Life(acknowledged: found, attempted: found)
    second.run(on: next, days: [[2, 1]])
    if let failure = second.failure { throw failure }
    #expect(second.acknowledged == found + 3)
    _ = try second.check(next.afterPowerCut(.nothing))
  }

  @Test("Life after life, each ended by a fault, starts included", arguments: 1...200 as ClosedRange<UInt64>)
  func lives(_ seed: UInt64) throws {
    var numbers = SeededNumbers(seed)
    var storage = FaultyStorage()
    var life = Life()
    for _ in 1...8 {
      let fault = Fault.allCases.randomElement(using: &numbers) ?? .stop
      storage.plan(fault, at: Int.random(in: 1...90, using: &numbers))
      life.failure = nil
      life.run(on: storage, days: [(1...6).map { _ in Int.random(in: 1...25, using: &numbers) }])
      switch life.failure {
      case nil, .storage, .failed: break
      case .some(let error): throw error
      }
      let kept: [Kept] = [.nothing, .all, .some(seed: numbers.next()), .some(seed: numbers.next())]
      let cut = Bool.random(using: &numbers) ? kept.randomElement(using: &numbers) : nil
      storage = cut.map { storage.afterPowerCut($0) } ?? storage.afterKill()
    }
    let found = try life.check(storage)
    #expect(try life.check(storage.afterPowerCut(.nothing)) == found)
  }

  @Test("F7: a full disk stops the commit that needs new space, and not one before")
  func full() throws {
    let storage = FaultyStorage()
    var journal = try Journal(storage: storage, options: Life.options)
    storage.refuseNewSpace = true
    var failure: JournalError?
    while failure == nil {
      let before = journal.durableSequence
      do throws(JournalError) { try Orders.commit(1, to: &journal) } catch { failure = error }
      #expect(failure == nil || journal.durableSequence == before)
    }
    #expect(String(describing: try #require(failure)).contains("No space left"))
    #expect(journal.durableSequence >= 5)
    #expect(throws: JournalError.failed) { try journal.commit() }
    let next = storage.afterPowerCut(.nothing)
    #expect(try Life(acknowledged: journal.durableSequence, attempted: journal.lastSequence).check(next) >= 5)
  }

  @Test("A commit is one write and one flush, and the note of it one write more")
  func calls() throws {
    let storage = FaultyStorage()
    var journal = try Journal(storage: storage, options: JournalOptions(segmentLength: 1 << 20))
    try Orders.commit(1, to: &journal)
    let writes = storage.calls[.write, default: 0]
    let flushes = storage.calls[.flush, default: 0]
    try Orders.commit(100, to: &journal)
    #expect(storage.calls[.write] == writes + 2)
    #expect(storage.calls[.flush] == flushes + 1)
  }
}
