import ApusAPI
import ApusExchange
import ApusModel
import ApusSandbox
import ApusTables

/// Has the sandbox's traders trade on the exchange, twenty steps a second, until it is told to stop.
struct LivingMarket {
  private static let stepTime: Int64 = 50

  let exchange: Exchange
  let seat: Seat
  let seed: UInt64
  private let instrument = InstrumentID(0)

  /// Trades until the seat is left; what the traders do in one step is answered before the next.
  ///
  /// Rings `opened` when the book is quoted for the first time, or when it never will be.
  func run(ringing opened: Bell) {
    defer { opened.ring() }
    let start = exchange.read { ($0.time, $0.terms(of: instrument), $0.row(of: instrument).indicativeSettlePrice) }
    let price = start.2.flatMap { $0.scaled(to: 10) }.map { Price(rawValue: $0) }
    let began = Pause.steady
    var world = World(
      seed: seed, instrument: instrument, terms: start.1, index: price ?? Listing.last2026.firstPrice,
      accounts: House.traders, at: start.0)
    guard submit(funding(world.founding) + world.opening) else { return }
    var feed = feed
    var isQuoted = false
    while !seat.isOver {
      let due = Pause.steady + Self.stepTime
      let now = Timestamp(rawValue: start.0.rawValue + Pause.steady - began)
      for group in world.step(to: now, seeing: seat.news()) {
        guard submit(outside(group, &feed, at: now)) else { return }
      }
      if !isQuoted { opened.ring() }
      isQuoted = true
      Pause.sleep(milliseconds: max(due - Pause.steady, 0))
    }
  }

  /// The sources of the index behind the market, if it is made of any.
  private var feed: IndexFeed? {
    let listed = exchange.read { ($0.terms(of: instrument).reference, $0.indexTerms) }
    guard let number = listed.1.firstIndex(where: { $0.symbol == listed.0 && $0.kind == .composite }) else {
      return nil
    }
    let sources = (0..<UInt8(InlineSources.capacity)).filter { listed.1[number].sources[Int($0)].weight > 0 }
    return IndexFeed(
      index: IndexID(UInt16(number)), sources: sources, random: SeededRandom(seed: seed &+ 1))
  }

  /// A group as it comes from outside: where the index has sources, they are what speaks.
  private func outside(_ group: [Command], _ feed: inout IndexFeed?, at time: Timestamp) -> [Command] {
    guard feed != nil else { return group }
    return group.flatMap { command -> [Command] in
      guard case .indexPrice(let told) = command, told.instrument == instrument else { return [command] }
      return feed?.prices(around: told.price, at: time) ?? []
    }
  }

  private func submit(_ group: [Command]) -> Bool { seat.trade(group, on: exchange) }

  /// The deposits of those who have nothing yet: the accounts are there, and after a restart so is their money.
  private func funding(_ commands: [Command]) -> [Command] { exchange.unfunded(commands) }
}

extension Exchange {
  /// Of the commands that open and fund house accounts, the deposits to those that never had any.
  func unfunded(_ commands: [Command]) -> [Command] {
    read { tables in
      var deposits: [Command] = []
      for command in commands {
        guard case .deposit(let deposit) = command else { continue }
        if tables.transactions(of: deposit.account, latest: 1).isEmpty { deposits.append(command) }
      }
      return deposits
    }
  }
}
