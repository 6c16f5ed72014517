import ApusAPI
import ApusModel
import ApusTables
import Testing

@testable import ApusExchange

/// The venue's time, and what it does by itself.
@Suite(.timeLimit(.minutes(15)))
struct TimeTests {
  @Test func aSilentTradersOrdersAreCanceledInTime() throws {
    // D12: nobody asks for anything after the switch is set, and the venue still fires it.
    let scratch = try Scratch()
    var configuration = ExchangeConfiguration.small(scratch.path)
    configuration.clock = .wall()
    let exchange = try Exchange(configuration)
    let watch = CancelWatch()
    exchange.attach(watch)
    try exchange.start()
    defer { exchange.stop() }
    let desk = Desk()
    _ = desk.perform(
      exchange, [.place(.alice, .buy, 10, at: 3_990), .cancelAllAfter(CancelAllAfter(account: .alice, timeout: 30))])
    let (order, deadline, time) = watch.canceled()
    #expect(order.ordStatus == "Canceled" && order.text?.hasPrefix("Canceled: Canceled via cancelAllAfter.") == true)
    #expect(time >= deadline)
    #expect(exchange.read { $0.cancelAllAfter(of: .alice) } == nil)
  }

  @Test func anIdleVenueDoesNotGrowItsLogWithinAMinute() throws {
    let scratch = try Scratch()
    var configuration = ExchangeConfiguration.small(scratch.path)
    // A minute has just begun, so that none ends however slow the machine is.
    let wall = TimeStamper(.wall(), after: .zero).time(of: nil, at: .now)
    configuration.clock = .wall(offset: wall.wholeMinute.rawValue - wall.rawValue)
    let exchange = try Exchange(configuration)
    try exchange.start()
    exchange.stop()
    #expect(exchange.sequence == UInt64(configuration.genesis.count))
  }

  @Test func whatIsDueHappensBeforeWhoeverComesLater() throws {
    // The switch of half past fires before the order of the full second meets what it canceled, with no clock but theirs.
    let log = TestLog()
    let exchange = Exchange(.small(), log)
    try exchange.start()
    defer { exchange.stop() }
    let desk = Desk()
    _ = desk.perform(
      exchange, [.place(.alice, .sell, 10, at: 4_000), .cancelAllAfter(CancelAllAfter(account: .alice, timeout: 500))],
      at: .opening)
    _ = desk.perform(exchange, [.place(.bob, .buy, 10, at: 4_000)], at: .later(1_000))
    #expect(log.entries.suffix(2).map(\.time) == [.later(1_000), .later(1_000)])
    #expect(log.entries.suffix(2).first?.command == .tick)
    #expect(exchange.read { $0.openOrderCount } == 1)
  }

  @Test func timeNeverGoesBack() {
    var fed = TimeStamper(.fed, after: .opening)
    #expect(fed.stamp(.later(5), at: .now) == .later(5))
    #expect(fed.stamp(.later(3), at: .now) == .later(5))
    #expect(fed.stamp(nil, at: .now) == .later(5))
    // A log from the future holds the wall back.
    let ahead = Timestamp(rawValue: 9_000_000_000_000)
    var wall = TimeStamper(.wall(), after: ahead)
    #expect(wall.stamp(nil, at: .now) == ahead)
  }

  @Test func anOffsetMovesTheVenueInTime() {
    let moment = Moment.now
    var here = TimeStamper(.wall(), after: .zero)
    var there = TimeStamper(.wall(offset: -86_400_000), after: .zero)
    let difference = here.stamp(nil, at: moment) - there.stamp(nil, at: moment)
    // However long the machine stood still between the two; a second is left for who sets the wall meanwhile.
    #expect(abs(difference.rawValue - 86_400_000) < 1_000)
  }
}

/// Waits for an order that the dead man's switch cancels.
final class CancelWatch: BatchObserver, @unchecked Sendable {
  private let gate = Gate()
  private var deadline = Timestamp.zero
  private var found: (OrderRow, Timestamp)?

  func batch(_ changes: TableChanges, happenings: Happenings) {
    gate.withLock {
      for happening in happenings {
        if case .cancelAllAfterSet(let event) = happening.event, let moment = event.deadline { deadline = moment }
        if case .orderCanceled(let event) = happening.event, event.reason == .cancelAllAfter,
          let row = changes.order.first
        {
          found = (row.row, happening.time)
        }
      }
      gate.signal()
    }
  }

  func canceled() -> (OrderRow, Timestamp, Timestamp) {
    gate.withLock {
      while true {
        if let (row, time) = found { return (row, deadline, time) }
        gate.wait()
      }
    }
  }
}
