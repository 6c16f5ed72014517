import ApusAPI
import ApusEngine
import ApusModel
import ApusTables
import Glibc
import Testing

@testable import ApusExchange

/// Rows of the past are kept beside the venue: none is lost, none comes twice, and the engine waits for nobody.
@Suite(.timeLimit(.minutes(15)))
struct HistorianTests {
  @Test func whatWasAnsweredIsSoonKept() throws {
    let keeper = Shelf()
    let exchange = Exchange(.small(), TestLog())
    exchange.keepHistory(in: keeper)
    try exchange.start()
    defer { exchange.stop() }
    let desk = Desk()
    for round in 1...20 {
      _ = desk.perform(exchange, Self.trade(at: 4_000 + Int64(round)))
      #expect(exchange.waitForHistory(of: exchange.sequence, milliseconds: 3_600_000))
      #expect(keeper.trades.count == round && keeper.kept == exchange.sequence)
    }
  }

  @Test func anEmptyShelfIsFilledFromTheLog() throws {
    // The second venue begins with a shelf that knows nothing, and one that knows half.
    for share in [0, 1_500] {
      let log = TestLog()
      let (told, orders) = try tradeAlone(log, rounds: 3_000)
      let start = share == 0 ? 0 : told[share].sequence
      let keeper = Shelf()
      keeper.fill(told.filter { $0.sequence <= start }, through: start)
      let exchange = Exchange(.small(), log)
      exchange.keepHistory(in: keeper)
      try exchange.start()
      let desk = Desk()
      _ = desk.perform(exchange, Self.trade(at: 4_500))
      #expect(exchange.waitForHistory(of: exchange.sequence, milliseconds: 3_600_000))
      exchange.stop()
      #expect(keeper.trades.count == told.flatMap(\.trade).count + 1)
      #expect(keeper.trades.dropLast() == told.flatMap { $0.trade.map(\.row) }[...])
      #expect(keeper.executions.count > told.flatMap(\.execution).count)
      let kept = keeper.orders
      for order in orders.values { #expect(kept[order.orderID] == order) }
    }
  }

  @Test func aShelfThatIsTooSlowLosesNothing() throws {
    let keeper = Shelf()
    let log = TestLog()
    let exchange = Exchange(.small(), log)
    exchange.keepHistory(in: keeper)
    try exchange.start()
    let desk = Desk()
    keeper.fail(times: 3)
    for round in 1...200 { _ = desk.perform(exchange, Self.trade(at: 4_000 + Int64(round))) }
    #expect(exchange.waitForHistory(of: exchange.sequence, milliseconds: 3_600_000))
    #expect(keeper.trades.map(\.price) == (1...200).map { Decimal(Int64(4_000 + $0)) })
    exchange.stop()
  }

  @Test func rowsOfALogThatIsNoMoreAreForgotten() throws {
    let keeper = Shelf()
    keeper.fill([], through: 9_999_999)
    let exchange = Exchange(.small(), TestLog())
    exchange.keepHistory(in: keeper)
    try exchange.start()
    defer { exchange.stop() }
    let desk = Desk()
    _ = desk.perform(exchange, Self.trade(at: 4_001))
    let sequence = exchange.sequence
    #expect(exchange.waitForHistory(of: sequence, milliseconds: 3_600_000))
    // The clock may have moved the venue on meanwhile.
    #expect(keeper.wasCleared && keeper.trades.count == 1)
    #expect((sequence...exchange.sequence).contains(keeper.kept))
  }

  @Test func whoAsksBeforeTheRowsAreThereGetsThemAsSoonAsTheyAre() throws {
    let configuration = ExchangeConfiguration.small()
    let venue = Venue(configuration)
    // Rows that nobody asks for wait for an hour.
    let historian = Historian(Shelf(), venue, TestLog(), configuration, pause: 3_600_000)
    historian.start(after: 0)
    let isServed = Guarded(false)
    let reader = Worker("reader") {
      let isKept = historian.wait(for: 1, milliseconds: 3_600_000)
      isServed.withLock { $0 = isKept }
    }
    while !historian.isAwaited { sched_yield() }
    var changes = TableChanges()
    changes.sequence = 1
    historian.batch(changes, happenings: EventBuffer().happenings)
    reader.join()
    #expect(isServed.withLock { $0 })
    historian.stop()
  }

  @Test func whoWaitsInVainIsTold() throws {
    let keeper = Shelf()
    let exchange = Exchange(.small(), TestLog())
    exchange.keepHistory(in: keeper)
    try exchange.start()
    #expect(!exchange.waitForHistory(of: exchange.sequence + 1, milliseconds: 20))
    exchange.stop()
  }

  /// Alice sells to Bob, asked for together.
  private static func trade(at price: Int64) -> [Command] {
    [.place(.alice, .sell, 10, at: price), .place(.bob, .buy, 10, at: price)]
  }

  /// A venue without a keeper: what it told in each batch, and how its orders ended.
  private func tradeAlone(
    _ log: TestLog, rounds: Int
  ) throws -> (told: [TableChanges], orders: [PublicID: OrderRow]) {
    let exchange = Exchange(.small(), log)
    let diary = Diary()
    exchange.attach(diary)
    try exchange.start()
    let desk = Desk()
    for round in 0..<rounds { _ = desk.perform(exchange, Self.trade(at: 4_000 + Int64(round % 300))) }
    exchange.stop()
    var orders: [PublicID: OrderRow] = [:]
    for changes in diary.told { for change in changes.order { orders[change.row.orderID] = change.row } }
    return (diary.told, orders)
  }
}

/// A keeper in memory, which can be made to fail.
private final class Shelf: HistoryKeeper, @unchecked Sendable {
  private let gate = Gate()
  private var last: UInt64 = 0
  private var batches: [TableChanges] = []
  private var failures = 0
  private(set) var wasCleared = false

  func fill(_ batches: [TableChanges], through sequence: UInt64) {
    self.batches = batches
    last = sequence
  }

  func fail(times: Int) { gate.withLock { failures = times } }

  func sequence() throws(HistoryTrouble) -> UInt64 { kept }

  func clear() throws(HistoryTrouble) {
    gate.withLock {
      batches = []
      last = 0
      wasCleared = true
    }
  }

  func keep(_ batches: [TableChanges], through sequence: UInt64) throws(HistoryTrouble) {
    let mustFail = gate.withLock {
      failures -= 1
      if failures < 0 {
        #expect(sequence > last && batches.allSatisfy { $0.sequence > last && $0.sequence <= sequence })
        self.batches += batches
        last = sequence
      }
      return failures >= 0
    }
    if mustFail { throw HistoryTrouble("no room on the shelf") }
  }

  var kept: UInt64 { gate.withLock { last } }
  var trades: [TradeRow] { gate.withLock { batches.flatMap { $0.trade.map(\.row) } } }
  var executions: [ExecutionRow] { gate.withLock { batches.flatMap { $0.execution.map(\.row) } } }
  var orders: [PublicID: OrderRow] {
    gate.withLock {
      var orders: [PublicID: OrderRow] = [:]
      for changes in batches { for change in changes.order { orders[change.row.orderID] = change.row } }
      return orders
    }
  }
}

/// Writes down what every batch told.
private final class Diary: BatchObserver, @unchecked Sendable {
  private let gate = Gate()
  private var batches: [TableChanges] = []

  func batch(_ changes: TableChanges, happenings: Happenings) { gate.withLock { batches.append(changes) } }

  var told: [TableChanges] { gate.withLock { batches } }
}
