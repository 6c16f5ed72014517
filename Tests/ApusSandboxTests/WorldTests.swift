import ApusEngine
import ApusModel
import ApusSandbox
import Testing

@Suite struct WorldTests {
  @Test(arguments: [(Listing.last2026, Int64(61_800), UInt64(1)), (.last2026, 61_800, 2), (.march2019, 3_904, 3)])
  func tenMinutesStayWithinTheBandsOfTheRecordedMarket(listing: Listing, price: Int64, seed: UInt64) {
    var run = Run(seed: seed, terms: listing.instruments[0], price: Price(units: price))
    run.play(seconds: 600, stepping: 50)
    for band in Band.allCases {
      let figure = run.meter.figure(band)
      print("\(listing.rawValue) seed \(seed): \(band) \(figure), recorded \(band.recorded), allowed \(band.allowed)")
      #expect(band.allowed.contains(figure), "\(band) is \(figure), recorded \(band.recorded)")
    }
    #expect(run.meter.emptyMoments == 0)
    #expect(run.mostResting < 300)
    #expect(run.commands < 200 * 600)
    #expect(run.venue.engine.audit().isEmpty)
  }

  @Test(arguments: [Int64(20), 100, 250])
  func theMarketIsAliveHoweverOftenItIsStepped(milliseconds: Int64) {
    var run = Run(seed: 9, terms: .xbtusd2026, price: Price(units: 61_800))
    run.play(seconds: 120, stepping: milliseconds)
    #expect(run.meter.figure(.medianSpread) <= 3)
    #expect(run.meter.figure(.trades) > 2_000)
    #expect(run.meter.emptyMoments == 0)
  }

  @Test func theSameSeedLivesTheSameLife() {
    var once = Run(seed: 17, terms: .xbtusd2026, price: Price(units: 61_800))
    var again = Run(seed: 17, terms: .xbtusd2026, price: Price(units: 61_800))
    var other = Run(seed: 18, terms: .xbtusd2026, price: Price(units: 61_800))
    once.play(seconds: 60, stepping: 50)
    again.play(seconds: 60, stepping: 50)
    other.play(seconds: 60, stepping: 50)
    #expect(once.venue.engine.fingerprint() == again.venue.engine.fingerprint())
    #expect(once.venue.engine.fingerprint() != other.venue.engine.fingerprint())
  }

  @Test(arguments: [(Instrument.xbtusd2026, Int64(61_800)), (.xbtusd2019, 3_904)])
  func aQuarterOfAnHourRuinsNobody(terms: Instrument, price: Int64) {
    var run = Run(seed: 23, terms: terms, price: Price(units: price))
    run.play(seconds: 900, stepping: 100)
    #expect(run.balances.count == World.population)
    // Makers, noise and trend followers keep nearly all they brought, gamblers at least half of it.
    #expect(run.balances.prefix(9).allSatisfy { $0 > Amount(rawValue: 490_000_000_000) })
    #expect(run.balances.suffix(3).allSatisfy { $0 > Amount(rawValue: 150_000_000) })
    // Canceling an order that was filled in the same moment is the only thing ever refused.
    #expect(run.meter.book.rejections.allSatisfy { $0.reason == .unknownOrder || $0.reason == .orderDone })
    #expect(run.meter.book.rejections.count < 20)
    #expect(run.venue.engine.audit().isEmpty)
  }

  @Test func aCustomersLargeOrderIsFilledAndTheBookComesBack() throws {
    var run = Run(seed: 31, terms: .xbtusd2026, price: Price(units: 61_800))
    run.play(seconds: 30, stepping: 50)
    let before = try #require(run.meter.book.quote)
    let bought = run.buyAtMarket(Contracts(rawValue: 300_000))
    #expect(bought == Contracts(rawValue: 300_000))
    let swept = try #require(run.meter.book.quote)
    #expect(swept.ask > before.ask)
    run.play(seconds: 2, stepping: 50)
    let after = try #require(run.meter.book.quote)
    #expect((after.ask - after.bid).rawValue <= 3 * Instrument.xbtusd2026.tickSize.rawValue)
  }

  @Test func aWorldThatIsStartedAgainClearsWhatTheOldOneLeftAndGoesOn() {
    var run = Run(seed: 41, terms: .xbtusd2026, price: Price(units: 61_800))
    run.play(seconds: 60, stepping: 50)
    run.startAgain(seed: 42)
    run.play(seconds: 60, stepping: 50)
    #expect(run.mostResting < 300)
    #expect(run.meter.book.resting < 300)
    #expect(run.meter.figure(.medianSpread) <= 3)
    #expect(run.venue.engine.audit().isEmpty)
  }
}

/// A world on a venue of its own.
struct Run: ~Copyable {
  var venue: Venue
  var world: World
  var meter: MarketMeter
  private(set) var time = Timestamp(rawValue: 1_723_161_257_823)
  private(set) var commands = 0
  private(set) var mostResting = 0
  private var wallets: [AccountID: Amount] = [:]
  private var happenings: [Happening] = []

  init(seed: UInt64, terms: Instrument, price: Price) {
    venue = Venue(listing: terms, at: time)
    meter = MarketMeter(tick: terms.tickSize, at: time)
    world = World(
      seed: seed, instrument: InstrumentID(0), terms: terms, index: price,
      accounts: (1...UInt32(World.population)).map { AccountID($0) }, at: time)
    submit(world.founding)
    submit(world.opening)
    step(after: 0)
  }

  /// What the traders' wallets hold, in the order of their accounts.
  var balances: [Amount] { wallets.sorted { $0.key < $1.key }.map(\.value) }

  /// Opens a customer's account, buys and returns what was bought.
  mutating func buyAtMarket(_ contracts: Contracts) -> Contracts {
    let customer = AccountID(UInt32(World.population) + 1)
    submit([
      .openAccount(OpenAccount(account: customer)),
      .deposit(Deposit(account: customer, currency: .xbt, amount: Amount(rawValue: 10_000_000_000))),
      .placeOrder(
        PlaceOrder(
          account: customer, instrument: InstrumentID(0), side: .buy, type: .market,
          timeInForce: .immediateOrCancel, quantity: contracts)),
    ])
    return happenings.reduce(.zero) { sum, happening in
      guard case .filled(let fill) = happening.event, fill.account == customer else { return sum }
      return sum + fill.quantity
    }
  }

  /// Puts a new world on the same venue, as a start of the program does.
  mutating func startAgain(seed: UInt64) {
    world = World(
      seed: seed, instrument: InstrumentID(0), terms: world.market.terms, index: world.market.index,
      accounts: (1...UInt32(World.population)).map { AccountID($0) }, at: time)
    var image = EventBuffer()
    venue.engine.image(into: &image)
    happenings = Array(image.happenings)
    submit(world.opening)
  }

  mutating func play(seconds: Int64, stepping milliseconds: Int64) {
    for _ in 0..<(seconds * 1_000 / milliseconds) { step(after: milliseconds) }
  }

  mutating func step(after milliseconds: Int64) {
    time += Timestamp(rawValue: milliseconds)
    let seen = happenings
    happenings.removeAll(keepingCapacity: true)
    for group in world.step(to: time, seeing: seen) { submit(group) }
    meter.sample()
    mostResting = max(mostResting, meter.book.resting)
  }

  private mutating func submit(_ group: [Command]) {
    commands += group.count
    let news = venue.submit(group, at: time)
    happenings += news
    for happening in news {
      switch happening.event {
      case .filled(let fill): wallets[fill.account] = fill.balance
      case .walletChanged(let changed): wallets[changed.account] = changed.balance
      default: break
      }
    }
    meter.observe(news, at: time)
  }
}
