import ApusAPI
import ApusModel
import ApusTables
import Testing

@testable import ApusExchange

/// From a command to its answer.
@Suite(.timeLimit(.minutes(15)))
struct AnswerTests {
  let log = TestLog()
  let desk = Desk()
  let exchange: Exchange

  init() throws {
    exchange = Exchange(.small(), log)
    try exchange.start()
  }

  @Test func everyCommandIsAnsweredInItsOwnWords() throws {
    defer { exchange.stop() }
    let outcomes = try #require(
      desk.perform(
        exchange,
        [
          .place(.alice, .buy, 10, at: 3_990, named: .first),
          .place(.alice, .buy, 10, at: 3_991),
          .amendOrder(AmendOrder(account: .alice, order: .client(.first), quantity: Contracts(rawValue: 5))),
          .setLeverage(SetLeverage(account: .alice, instrument: .first, leverage: Leverage(rawValue: 1_000))),
          .cancelAllAfter(CancelAllAfter(account: .alice, timeout: 60_000)),
          .deposit(Deposit(account: .bob, currency: .xbt, amount: Amount(rawValue: 7))),
          .cancelOrders(CancelOrders(account: .alice)),
          .cancelOrder(CancelOrder(account: .alice, order: .client(.first))),
          .tick,
        ], at: .opening))
    guard case .order(let first) = outcomes[0], case .order(let amended) = outcomes[2],
      case .position(let position) = outcomes[3], case .deadline(let now, let cancelTime) = outcomes[4],
      case .wallet(let wallet) = outcomes[5], case .orders(let canceled) = outcomes[6],
      case .rejected(let rejected, _, _) = outcomes[7], case .done = outcomes[8]
    else {
      Issue.record("\(outcomes)")
      return
    }
    // Rows are those of the end of the batch: by then all orders were canceled.
    #expect(first.clOrdID == "first" && first.ordStatus == "Canceled" && first.orderQty == 5)
    #expect(amended == first)
    #expect(position.leverage == 10 && position.crossMargin == false)
    #expect(now == .opening && cancelTime == Timestamp(rawValue: Timestamp.opening.rawValue + 60_000))
    #expect(wallet.account == 2 && wallet.amount == 1_000_000_007)
    #expect(Set(canceled.map(\.clOrdID)) == ["first", nil])
    #expect(rejected.reason == .orderDone || rejected.reason == .unknownOrder)
  }

  @Test func theAnswerIsTheRowThatIsReadAndSent() throws {
    defer { exchange.stop() }
    let outcomes = try #require(desk.perform(exchange, [.place(.alice, .sell, 30, at: 4_010)]))
    guard case .order(let row) = outcomes[0] else { return #expect(Bool(false)) }
    #expect(exchange.read { $0.openOrders(of: .alice) } == [row])
    #expect(row.ordStatus == "New" && row.leavesQty == 30 && row.text == "Submitted via API.")
  }

  @Test func nothingIsSaidOrSeenBeforeItIsDurable() throws {
    defer { exchange.stop() }
    let before = exchange.sequence
    log.hold()
    let ticket = try #require(desk.ask(exchange, [.place(.alice, .buy, 10, at: 3_990)]))
    log.arrival()
    #expect(!desk.holds(ticket))
    #expect(exchange.sequence == before)
    #expect(exchange.read { $0.openOrders(of: .alice) }.isEmpty)
    log.release()
    guard case .order = desk.wait(ticket).outcomes[0] else { return #expect(Bool(false)) }
    #expect(log.lastSequence == before + 1)
  }

  @Test func aFullInboxRefusesAndNothingEntersTheLog() throws {
    defer { exchange.stop() }
    let before = log.lastSequence
    log.hold()
    let first = try #require(desk.ask(exchange, [.tick]))
    log.arrival()
    // Fifty-six wait; the fifty-seventh is refused, and a pair when only one more fits.
    for _ in 0..<55 { #expect(exchange.submit(.tick)) }
    #expect(!exchange.submit([.tick, .tick]))
    let last = try #require(desk.ask(exchange, [.tick]))
    #expect(desk.ask(exchange, [.place(.alice, .buy, 10, at: 3_990)]) == nil)
    // Eight places more are kept for what must not be shed.
    for _ in 0..<7 { #expect(exchange.submit(.tick, isExempt: true)) }
    #expect(!exchange.submit([.tick, .tick], isExempt: true))
    #expect(exchange.submit(.tick, isExempt: true))
    #expect(!exchange.submit(.tick, isExempt: true))
    log.release()
    _ = desk.wait(first)
    _ = desk.wait(last)
    exchange.stop()
    #expect(log.lastSequence == before + 65)
    #expect(exchange.read { $0.orders(of: .alice) }.isEmpty)
  }

  @Test func whatArrivesTogetherIsAnsweredOncePerDesk() throws {
    defer { exchange.stop() }
    log.hold()
    _ = try #require(desk.ask(exchange, [.tick]))
    log.arrival()
    let last = try (0..<10).map { _ in try #require(desk.ask(exchange, [.place(.alice, .buy, 1, at: 3_900)])) }.last
    log.release()
    _ = desk.wait(try #require(last))
    #expect(desk.deliveries == 2)
  }

  @Test func aFailedFlushStopsTheVenueAndNothingIsAcknowledged() throws {
    defer { exchange.stop() }
    let before = exchange.sequence
    log.hold()
    let ticket = try #require(desk.ask(exchange, [.place(.alice, .buy, 10, at: 3_990)]))
    log.arrival()
    log.release(failing: true)
    exchange.stop()
    #expect(exchange.state == .halted("the log could not be written: no room on the disk"))
    #expect(!desk.holds(ticket))
    #expect(exchange.sequence == before)
    #expect(desk.ask(exchange, [.tick]) == nil)
  }

  @Test func aSnapshotThatCannotBeKeptIsAWarningAndTheVenueTradesOn() throws {
    let log = TestLog()
    let exchange = Exchange(.small(snapshotInterval: 2), log)
    let watch = Watch()
    exchange.attach(watch)
    log.refuseSnapshots()
    try exchange.start()
    defer { exchange.stop() }
    for _ in 0..<4 { _ = desk.wait(try #require(desk.ask(exchange, [.place(.alice, .buy, 1, at: 3_900)]))) }
    #expect(watch.reason().contains("no room on the disk"))
    #expect(exchange.state == .open)
    #expect(log.snapshots.isEmpty)
  }

  @Test func everyOrderOfABatchIsAnsweredHoweverManyItsOwnerKeeps() throws {
    var configuration = ExchangeConfiguration.small()
    configuration.tables.closedOrders = 3
    let exchange = Exchange(configuration, TestLog())
    try exchange.start()
    defer { exchange.stop() }
    var asks: [Command] = (0..<10).map { .place(.alice, .buy, $0 + 1, at: 3_900) }
    asks.append(.cancelOrders(CancelOrders(account: .alice)))
    let outcomes = try #require(desk.perform(exchange, asks))
    guard case .order(let first) = outcomes[0], case .orders(let canceled) = outcomes[10] else {
      return #expect(Bool(false))
    }
    #expect(first.orderQty == 1 && first.ordStatus == "Canceled")
    #expect(canceled.count == 10)
    _ = desk.perform(exchange, [.tick])
    #expect(exchange.read { $0.orders(of: .alice).map(\.orderQty) }.count == 3)
  }

  @Test func groupsOfManyWritersAreNeverTornApart() {
    let writers = (0..<4).map { writer in
      Worker("writer \(writer)") { [exchange] in
        for number in 0..<100 {
          let timeout = Int64(writer * 1_000 + number)
          let group = (0..<3).map { _ in Command.cancelAllAfter(CancelAllAfter(account: .alice, timeout: timeout)) }
          while !exchange.submit(group) {}
        }
      }
    }
    for writer in writers { writer.join() }
    exchange.stop()
    let timeouts = log.entries.compactMap { entry -> Int64? in
      if case .cancelAllAfter(let command) = entry.command { command.timeout } else { nil }
    }
    #expect(timeouts.count == 1_200)
    for start in stride(from: 0, to: timeouts.count, by: 3) {
      #expect(Set(timeouts[start..<start + 3]).count == 1)
    }
    #expect(Set(timeouts).count == 400)
  }
}
