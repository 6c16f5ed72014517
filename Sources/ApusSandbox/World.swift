public import ApusModel

/// A market that lives by itself: an outside price and the traders it moves, stepped by a seed.
///
/// It does nothing but answer what happened with commands, so the same seed, the same times and the same happenings
/// give the same commands. All happenings since the last step, the traders' own included, must be given to the next.
public struct World: Sendable {
  /// How many accounts the usual population trades with.
  public static let population = 12
  /// Milliseconds between two index prices.
  static let indexInterval: Int64 = 1_000

  /// The outside price.
  public private(set) var path: PricePath
  /// What the traders see.
  public private(set) var market: MarketView
  private var traders: [any Trader]
  private var random: SeededRandom
  private var indexDue: Timestamp
  private var lastIndex = Price.zero

  /// A world around a listed market, at an outside price; `accounts` are the numbers of its `population` traders.
  public init(
    seed: UInt64, instrument: InstrumentID, terms: Instrument, index: Price, accounts: [AccountID], at time: Timestamp
  ) {
    precondition(accounts.count == Self.population, "\(accounts.count) accounts for \(Self.population) traders")
    random = SeededRandom(seed: seed)
    path = PricePath(seed: random.next(), from: index, at: time)
    market = MarketView(instrument: instrument, terms: terms, index: index, now: time)
    indexDue = time
    traders = []
    for (number, account) in accounts.enumerated() {
      let desk = Desk(account: account, instrument: instrument, terms: terms)
      traders.append(Self.trader(number, desk: desk, random: random.branch()))
    }
  }

  private static func trader(_ number: Int, desk: Desk, random: SeededRandom) -> any Trader {
    switch number {
    case 0..<3: MarketMaker(desk: desk, random: random)
    case 3..<7: NoiseTrader(desk: desk, random: random)
    case 7..<9: TrendFollower(desk: desk, random: random)
    case 9: Gambler(desk: desk, random: random, leverage: Leverage(rawValue: 2_500))
    case 10: Gambler(desk: desk, random: random, leverage: Leverage(rawValue: 5_000))
    default: Gambler(desk: desk, random: random, leverage: Leverage(rawValue: 10_000))
    }
  }

  /// Opens and funds the traders' accounts, where they are new to the venue.
  public var founding: [Command] {
    traders.flatMap { [.openAccount(OpenAccount(account: $0.desk.account)), deposit($0)] }
  }

  /// Brings the market to life: an index price, nothing left over from before, leverage chosen.
  public var opening: [Command] {
    var commands = [indexPrice(market.index)]
    for trader in traders {
      let account = trader.desk.account
      commands.append(.cancelOrders(CancelOrders(account: account, instrument: market.instrument)))
      commands += trader.choices
    }
    return commands
  }

  /// Goes on to a time, having seen what happened, and returns what the traders ask for, group by group.
  ///
  /// The first group holds the index price and all quotes: applied at once, it never shows a book in between.
  public mutating func step(to time: Timestamp, seeing happenings: some Sequence<Happening>) -> [[Command]] {
    for happening in happenings { see(happening.event) }
    path.advance(to: time)
    market.move(to: time, outside: path.price, random: &random)
    var intentions: [Intentions] = []
    for index in traders.indices { intentions.append(traders[index].act(in: market)) }
    let quotes = news() + intentions.flatMap(\.withdrawals) + intentions.flatMap(\.quotes)
    return ([quotes] + shuffled(intentions.map(\.orders))).filter { !$0.isEmpty }
  }

  private mutating func see(_ event: Event) {
    market.see(event)
    for index in traders.indices { traders[index].desk.see(event) }
  }

  /// What comes from outside: the index price, and money for those who have lost half of theirs.
  private mutating func news() -> [Command] {
    var commands: [Command] = []
    if market.now >= indexDue || leapt {
      indexDue = market.now + Timestamp(rawValue: Self.indexInterval)
      lastIndex = market.index
      commands.append(indexPrice(market.index))
    }
    for trader in traders {
      guard let balance = trader.desk.balance, balance.rawValue < trader.stake.rawValue / 2 else { continue }
      commands.append(deposit(trader))
    }
    return commands
  }

  /// A move of five basis points does not wait for the next second.
  private var leapt: Bool { (market.index - lastIndex).magnitude.rawValue > lastIndex.rawValue / 2_000 }

  private func indexPrice(_ price: Price) -> Command {
    // Published to the hundredth, as the venue does.
    let cent = Price.scale / 100
    return .indexPrice(
      IndexPrice(instrument: market.instrument, price: Price(rawValue: max(price.rawValue / cent, 1) * cent)))
  }

  private func deposit(_ trader: any Trader) -> Command {
    .deposit(
      Deposit(account: trader.desk.account, currency: market.terms.settlement, amount: trader.stake))
  }

  private mutating func shuffled(_ groups: [[Command]]) -> [[Command]] {
    var groups = groups
    for index in groups.indices.dropFirst() { groups.swapAt(index, Int(random.below(Int64(index) + 1))) }
    return groups
  }
}
