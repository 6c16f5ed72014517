import ApusAPI
import ApusEngine
import ApusModel
import ApusTables
import Glibc
import Testing

@testable import ApusExchange

/// A venue that is started anew says what it said before (D1, D3).
@Suite(.timeLimit(.minutes(15)))
struct RestartTests {
  @Test func openOrdersPositionsAndHistoryAreThereAgain() throws {
    let scratch = try Scratch()
    let before = try live(scratch.path, interval: 0) { exchange, desk in
      _ = desk.perform(exchange, [.place(.alice, .sell, 30, at: 4_010)], at: .opening)
      _ = desk.perform(exchange, [.place(.bob, .buy, 10, at: 4_010, named: .first)], at: .later(1))
      _ = desk.perform(exchange, [.place(.bob, .buy, 5, at: 3_950), .cancelOrders(CancelOrders(account: .bob))])
    }
    let after = try live(scratch.path, interval: 0) { _, _ in }
    #expect(after.differences(from: before).isEmpty)
    #expect(after.orders.count == 3 && after.trades.count == 1)
  }

  @Test func aSnapshotAndTheTailSayWhatTheWholeLogSays() throws {
    let scratch = try Scratch()
    let before = try live(scratch.path, interval: 20) { exchange, desk in
      for round in 0..<30 { _ = desk.perform(exchange, Self.round(round), at: .later(Int64(round) * 10)) }
      // Snapshots are written beside the venue, in their own time, and one that has not begun when it ends never is.
      while try !scratch.holds("snapshot-") { sched_yield() }
    }
    let after = try live(scratch.path, interval: 20) { _, _ in }
    #expect(after.differences(from: before).isEmpty)
    #expect(after.orders.contains { $0.text == "round 29\nSubmitted via API." })
    let audit = try audit(scratch.path, configuration: .small(scratch.path))
    #expect(audit.findings.isEmpty, "\(audit.findings)")
    #expect(audit.snapshot ?? 0 > 0)
    #expect(audit.replay.sequence == after.sequence)
  }

  @Test func theLogCanBeReplayedToAnyPoint() throws {
    let scratch = try Scratch()
    _ = try live(scratch.path, interval: 0) { exchange, desk in
      for round in 0..<5 { _ = desk.perform(exchange, Self.round(round), at: .later(Int64(round) * 10)) }
    }
    let half = try replay(scratch.path, until: 12, configuration: .small(scratch.path))
    #expect(half.sequence == 12)
    let whole = try replay(scratch.path, configuration: .small(scratch.path))
    #expect(whole.sequence > 12 && whole.time == .later(40))
    #expect(whole.fingerprint != half.fingerprint)
    #expect(try replay(scratch.path, configuration: .small(scratch.path)) == whole)
  }

  @Test func aDirectoryInUseIsRefused() throws {
    let scratch = try Scratch()
    let exchange = try Exchange(.small(scratch.path))
    #expect(throws: ExchangeError.self) { _ = try Exchange(.small(scratch.path)) }
    #expect(exchange.state == .starting)
  }

  @Test func anEngineThatDiffersFromItsFollowerStopsTheVenue() throws {
    let log = TestLog()
    let venue = Venue(.small())
    let state = Recovered(.small())
    let follower = try Follower(venue, log, state, interval: 1)
    venue.inbox.open()
    follower.start()
    let watch = Watch()
    venue.attach(watch)
    follower.take(Milestone(sequence: 0, fingerprint: 1))
    #expect(watch.reason().hasPrefix("at entry 0 the engine has fingerprint 1"))
    #expect(venue.isHalted)
    follower.stop()
  }

  private static func round(_ number: Int) -> [Command] {
    let price = 4_000 + Int64(number % 7)
    let withdrawal = RequestWithdrawal(
      account: .bob, currency: .xbt, amount: Amount(rawValue: 1_000), fee: Amount(rawValue: 10))
    return (number == 3 ? [.requestWithdrawal(withdrawal)] : [])
      + Remark.saying("round \(number)", by: .alice).map { .remark($0) } + [
        .place(.alice, .sell, 20, at: price + 5), .place(.bob, .buy, 10 + Int64(number), at: price + 2),
        .indexPrice(IndexPrice(instrument: .first, price: Price(units: price))),
      ]
  }

  /// Runs a venue in a directory and returns what it says at the end.
  private func live(_ path: String, interval: UInt64, _ body: (Exchange, Desk) throws -> Void) throws -> Said {
    let exchange = try Exchange(.small(path, snapshotInterval: interval))
    try exchange.start()
    try body(exchange, Desk())
    exchange.stop()
    return Said(exchange)
  }
}

/// Everything a venue says about its present and its recent past.
struct Said: Equatable {
  var sequence: UInt64
  var orders: [OrderRow] = []
  var executions: [ExecutionRow] = []
  var positions: [PositionRow] = []
  var margins: [MarginRow] = []
  var wallets: [WalletRow] = []
  var transactions: [TransactionRow] = []
  var trades: [TradeRow] = []
  var book: [OrderBookRow] = []
  var top: [OrderBookRow] = []
  var ten: OrderBook10Row
  var quote: QuoteRow?
  var instruments: [InstrumentRow] = []

  /// The names of the tables that say something else.
  func differences(from other: Said) -> [String] {
    let parts: [(String, Bool)] = [
      ("sequence", sequence == other.sequence), ("order", orders == other.orders),
      ("execution", executions == other.executions), ("position", positions == other.positions),
      ("margin", margins == other.margins), ("wallet", wallets == other.wallets),
      ("transact", transactions == other.transactions), ("trade", trades == other.trades),
      ("orderBookL2", book == other.book), ("orderBookL2_25", top == other.top), ("orderBook10", ten == other.ten),
      ("quote", quote == other.quote), ("instrument", instruments == other.instruments),
    ]
    return parts.filter { !$0.1 }.map(\.0)
  }

  init(_ exchange: Exchange) { self = exchange.read { Said($0) } }

  private init(_ tables: borrowing Tables) {
    sequence = tables.sequence
    ten = tables.orderBook10(.first)
    for account in [AccountID.alice, .bob] {
      orders += tables.orders(of: account)
      executions += tables.executions(of: account)
      positions += tables.positions(of: account)
      margins += tables.margins(of: account)
      wallets += tables.wallets(of: account)
      transactions += tables.transactions(of: account)
    }
    trades = tables.trades(.first)
    book = tables.orderBookL2(.first)
    top = tables.orderBookL2Top(.first)
    // A quote is made between groups, which the log does not know: only the touch that stands is the same again.
    if let bid = ten.bids.first, let ask = ten.asks.first {
      quote = tables.quotes(.first).last
      quote?.timestamp = 0
      #expect(quote?.bidPrice == bid.price && quote?.askPrice == ask.price)
    }
    instruments = tables.instruments
    for index in instruments.indices { instruments[index].timestamp = nil }
  }
}

/// Hears why the venue stopped, or what it lives with.
final class Watch: BatchObserver, @unchecked Sendable {
  private let gate = Gate()
  private var heard: String?

  func batch(_ changes: TableChanges, happenings: Happenings) {}

  func halted(_ reason: String) {
    gate.withLock {
      heard = reason
      gate.signal()
    }
  }

  func warned(_ reason: String) { halted(reason) }

  func reason() -> String {
    gate.withLock {
      while true {
        if let heard { return heard }
        gate.wait()
      }
    }
  }
}

extension Timestamp {
  static func later(_ milliseconds: Int64) -> Timestamp { opening + Timestamp(rawValue: milliseconds) }
}
