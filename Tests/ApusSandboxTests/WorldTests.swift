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
      print("\(listing.rawValue) seed \(seed) \(band): \(figure) (recorded \(band.recorded), allowed \(band.allowed))")
      #expect(band.allowed.contains(figure), "\(band) is \(figure), recorded \(band.recorded)")
    }
    print("commands \(run.commands) resting \(run.meter.book.resting) rejected \(run.meter.book.rejections.count)")
    #expect(run.meter.emptySamples == 0)
    #expect(run.mostResting < 500)
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
    meter.observe(news, at: time)
  }
}
