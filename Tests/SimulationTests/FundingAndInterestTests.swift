import ApusEngine
import ApusModel
import ApusTestSupport
import Testing

/// Months of funding and leverage interest, in slices and across restarts.
@Suite struct FundingAndInterestTests {
  @Test(arguments: [UInt32(1), 3, 1_000])
  func monthsOfFundingAndInterestAreConservedToTheUnit(slice: UInt32) throws {
    var venue = Venue(slice: slice)
    venue.fill()
    for _ in 0..<90 { try venue.live() }
    #expect(venue.days == 90)
    // Every funding time came once, and what longs paid and shorts received differs by what was cut off, no more.
    #expect(venue.fundings == 270)
    let most = Int64(venue.fundings) * Int64(Venue.accounts)
    #expect(abs(venue.funded) <= most)
    // The closed formula: notional × rate × days ÷ 365, cut once for all days.
    for number in 1...Venue.accounts {
      let position = venue.positions[number]
      guard let position, position.quantity != .zero else { continue }
      let whole = LeverageInterest.exact(notional: position.notional, rate: Venue.rate, days: 90)
      #expect(venue.charged[number] == Int64(whole.numerator / whole.denominator), "account \(number)")
    }
    #expect(venue.engine.audit().isEmpty)
  }

  @Test func slicesChangeNothing() throws {
    var whole = Venue(slice: 1_000)
    var sliced = Venue(slice: 1)
    whole.fill()
    sliced.fill()
    for _ in 0..<5 {
      try whole.live()
      try sliced.live()
    }
    #expect(whole.charged == sliced.charged && whole.paid == sliced.paid)
  }

  @Test func aWeekThatWasJumpedPaysEachTimeOnce() throws {
    var venue = Venue(slice: 2)
    venue.fill()
    try venue.live()
    let (fundings, charges) = (venue.fundings, venue.charges)
    venue.pass(to: venue.time + 7 * Timestamp.day)
    #expect(venue.fundings == fundings + 21)
    #expect(venue.charges == charges * 8)
    #expect(venue.engine.attention > Timestamp(venue.time))
  }
}

/// A perpetual with funding and interest, twenty accounts and an index that moves every hour.
private struct Venue: ~Copyable {
  static let accounts = 20
  static let rate = Rate(millionths: 123_457)

  private(set) var engine: Engine
  private let limits: EngineLimits
  private var events = EventBuffer()
  private var sequence: UInt64 = 0
  private var dice = Dice(seed: 7)
  private(set) var time: Int64 = 1_553_558_400_000
  private(set) var days = 0
  private(set) var fundings = 0
  private(set) var charges = 0
  /// What all have paid in funding.
  private(set) var funded: Int64 = 0
  private(set) var paid = [Int64](repeating: 0, count: Venue.accounts + 1)
  private(set) var charged = [Int64](repeating: 0, count: Venue.accounts + 1)
  private(set) var positions = [Position?](repeating: nil, count: Venue.accounts + 1)

  init(slice: UInt32) {
    var limits = EngineLimits.small
    limits.slice = slice
    self.limits = limits
    engine = Engine(limits: limits)
    var terms = Instrument.xbtusd2019
    terms.marking = .fundingBasis
    terms.funding = .eightHours
    terms.interest.first.rate = Venue.rate
    apply(.listInstrument(terms))
    apply(.indexPrice(IndexPrice(instrument: InstrumentID(0), price: Price(units: 4_000))))
  }

  /// Half are long, half short, all of them by odd quantities.
  mutating func fill() {
    for number in 1...Venue.accounts {
      let account = AccountID(UInt32(number))
      apply(.openAccount(OpenAccount(account: account)))
      apply(.deposit(Deposit(account: account, currency: .xbt, amount: Amount(100_000_000_000))))
    }
    for pair in 1...Venue.accounts / 2 {
      let quantity = Contracts(Int64(dice.roll(1...99_999)))
      let price = Price(units: Int64(3_990 + dice.roll(20)))
      for (number, side) in [(pair, Side.sell), (Venue.accounts + 1 - pair, Side.buy)] {
        apply(
          .placeOrder(
            PlaceOrder(
              account: AccountID(UInt32(number)), instrument: InstrumentID(0), side: side, price: price,
              quantity: quantity)))
      }
    }
  }

  /// One day, with an index that moves and a restart at noon.
  mutating func live() throws {
    for hour in 0..<24 {
      pass(to: time + Timestamp.hour)
      let price = Price(units: Int64(3_800 + dice.roll(400))) + Price(Int64(dice.roll(1_000_000)) * 10_000)
      apply(.indexPrice(IndexPrice(instrument: InstrumentID(0), price: price)))
      if hour == 12 { try restart() }
    }
    days += 1
  }

  /// Ticks until nothing is due.
  mutating func pass(to next: Int64) {
    time = next
    repeat { apply(.tick) } while engine.attention <= Timestamp(time)
  }

  private mutating func restart() throws {
    var writer = ByteWriter()
    engine.snapshot(into: &writer)
    engine = try Engine(limits: limits, snapshot: writer.bytes)
  }

  private mutating func apply(_ command: Command) {
    sequence += 1
    events.removeAll()
    engine.apply(Entry(sequence, at: Timestamp(time), command), into: &events)
    for happening in events.happenings { note(happening.event) }
  }

  private mutating func note(_ event: Event) {
    switch event {
    case .fundingDue: fundings += 1
    case .fundingPaid(let payment):
      funded += payment.amount.rawValue
      paid[Int(payment.account.rawValue)] += payment.amount.rawValue
    case .interestCharged(let charge):
      charges += 1
      charged[Int(charge.account.rawValue)] += charge.amount.rawValue
    case .positionChanged(let position): positions[Int(position.account.rawValue)] = position
    default: break
    }
  }
}
