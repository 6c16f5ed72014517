import ApusAPI
import ApusModel
import ApusTables
import Testing

@testable import ApusExchange

/// Bins of trades end by the venue's clock.
@Suite(.timeLimit(.minutes(15)))
struct BinTests {
  @Test func aQuietVenueWakesToEndAMinute() throws {
    // Nothing is sampled in this venue and nobody asks for anything: the bin alone makes it tick.
    let scratch = try Scratch()
    var configuration = ExchangeConfiguration.small(scratch.path)
    // The clock stands a few seconds before a full minute, so that the test does not last one.
    let wall = TimeStamper(.wall(), after: .zero).time(of: nil, at: .now)
    configuration.clock = .wall(offset: wall.wholeMinute.rawValue + 58_500 - wall.rawValue)
    let exchange = try Exchange(configuration)
    let watch = BinWatch()
    exchange.attach(watch)
    try exchange.start()
    defer { exchange.stop() }
    let first = watch.next()
    #expect(first.trades == 0 && first.close == exchange.read { $0.row(of: .first).markPrice })
    #expect(exchange.sequence == UInt64(configuration.genesis.count) + 1)
  }

  @Test func fedTimeEndsBinsBetweenBatches() throws {
    let log = TestLog()
    let exchange = Exchange(.small(), log)
    try exchange.start()
    defer { exchange.stop() }
    let desk = Desk()
    var tickets: [UInt64] = []
    for minute: Int64 in 0..<10 {
      let orders: [Command] = [.place(.alice, .sell, 10, at: 4_000), .place(.bob, .buy, 10, at: 4_000)]
      tickets.append(try #require(desk.ask(exchange, orders, at: .later(minute * Timestamp.minute))))
    }
    for ticket in tickets { _ = desk.wait(ticket) }
    let bins = exchange.read { $0.tradeBins(.first, .minute) }
    #expect(bins.dropFirst().map(\.trades) == Array(repeating: 1, count: 9))
    #expect(zip(bins, bins.dropFirst()).allSatisfy { $0.timestamp + Timestamp.minute == $1.timestamp })
  }
}

/// Waits for the first bin of a minute that ends after the venue was opened.
private final class BinWatch: BatchObserver, @unchecked Sendable {
  private let gate = Gate()
  private var batches = 0
  private var found: [TradeBinRow] = []

  func batch(_ changes: TableChanges, happenings: Happenings) {
    gate.withLock {
      batches += 1
      // The first batch lists the contract, and with it the bin that ended before.
      if batches > 1 { found += changes.tradeBin[.minute].map(\.row) }
      gate.signal()
    }
  }

  func next() -> TradeBinRow {
    gate.withLock {
      while found.isEmpty { gate.wait() }
      return found[0]
    }
  }
}
