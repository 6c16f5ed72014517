public import ApusEngine
public import ApusModel

/// Many years of a small venue, a few moments a day: funding, interest, expiry and settlement, and all books kept.
///
/// Everybody has the means for what he holds, so nobody is liquidated. At the end of every year all positions are
/// closed: then all profits have to be all losses, and all wallets what was paid in less what the venue took, to the unit.
public struct VenueYears: ~Copyable {
  /// What came of it.
  public struct Figures: Hashable, Sendable {
    /// Days lived through.
    public var days = 0
    /// Commands applied.
    public var commands = 0
    /// Events they caused.
    public var events = 0
    /// Matches of two orders.
    public var trades = 0
    /// Fundings of a contract.
    public var fundings = 0
    /// Payments of single positions.
    public var fundingPayments = 0
    /// Charges of leverage interest.
    public var interestCharges = 0
    /// Contracts paid out.
    public var settlements = 0
    /// Positions they paid out.
    public var settledPositions = 0
    /// Fees of settlements, in the smallest unit.
    public var settlementFees = Amount.zero
    /// Contracts listed.
    public var listings = 0
    /// Audits passed.
    public var audits = 0
  }

  /// The exchange.
  public private(set) var engine: Engine
  /// How many there were of everything.
  public private(set) var figures = Figures()
  /// What does not hold, in words.
  public private(set) var findings: [String] = []
  private var books: Bookkeeper
  private var events = EventBuffer()
  private var random: SeededRandom
  private var seasons: Seasons
  private var markets: [Open] = []
  private var day: Timestamp

  /// A market that trades.
  private struct Open {
    var terms: Instrument
    var mark = Price.zero
    var isOpen = true
  }

  static let people: UInt32 = 8
  private static let stake: [Int64] = [1_000_000_000_000, 50_000_000_000_000]

  /// A venue on its first day: indices, perpetuals, futures and profit contracts that list their own successors.
  public init(seed: UInt64) {
    random = SeededRandom(seed: seed)
    seasons = Seasons(home: Price(units: 8_000), random: random.branch())
    day = CalendarDay(year: 2019, month: 1, day: 1).start
    engine = Engine(
      limits: EngineLimits(
        accounts: VenueYears.people, instruments: 16, ordersPerMarket: 256, ordersPerPosition: 64, positions: 256,
        rememberedNames: 16))
    books = Bookkeeper(accounts: Int(VenueYears.people), provesInterest: true)
    for terms in VenueYears.indices { submit(.listIndex(terms), at: day) }
    submit(.sourcePrice(SourcePrice(index: IndexID(0), source: 0, price: seasons.price)), at: day)
    for terms in VenueYears.listed(at: day) { submit(.listInstrument(terms), at: day) }
    for account in 1...VenueYears.people {
      submit(.openAccount(OpenAccount(account: AccountID(account))), at: day)
      for currency in Currency.allCases { fund(AccountID(account), in: currency) }
    }
  }

  /// Lives through a year of 365 days and goes home at its end.
  public mutating func liveYear() {
    for _ in 0..<365 { liveDay() }
    goHome()
    proveSums()
    audit()
  }

  private mutating func liveDay() {
    // The moments fall anywhere, so that what is due is sometimes late by minutes and sometimes by hours.
    let moments = (0..<5).map { _ in random.below(Timestamp.day) }.sorted()
    for moment in moments {
      let time = day + Timestamp(rawValue: moment)
      attend(until: time)
      submit(.sourcePrice(SourcePrice(index: IndexID(0), source: 0, price: seasons.next())), at: time)
      trade(at: time)
    }
    day += Timestamp(rawValue: Timestamp.day)
    figures.days += 1
    for account in 1...VenueYears.people {
      for currency in Currency.allCases where isPoor(AccountID(account), in: currency) {
        fund(AccountID(account), in: currency)
      }
    }
  }

  // MARK: What people do

  private func isPoor(_ account: AccountID, in currency: Currency) -> Bool {
    let column = Int(currency.rawValue)
    return books.wallets[Int(account.rawValue)][column].rawValue < VenueYears.stake[column] / 2
  }

  private mutating func fund(_ account: AccountID, in currency: Currency) {
    let amount = Amount(rawValue: VenueYears.stake[Int(currency.rawValue)])
    submit(.deposit(Deposit(account: account, currency: currency, amount: amount)), at: max(day, engine.time))
  }

  private mutating func trade(at time: Timestamp) {
    let open = markets.indices.filter { markets[$0].isOpen && markets[$0].mark > .zero }
    guard !open.isEmpty else { return }
    let market = open[Int(random.below(Int64(open.count)))]
    let pair = pair()
    let held = books.holdings[Int(pair.buyer.rawValue)][market].quantity
    let lots = random.within(1...20) * VenueYears.block(of: markets[market].terms)
    // Who holds much sells some of it instead of buying more.
    let isFull = held.rawValue > 200 * VenueYears.block(of: markets[market].terms)
    let (buyer, seller) = isFull ? (pair.seller, pair.buyer) : (pair.buyer, pair.seller)
    meet(buyer, seller, in: market, Contracts(rawValue: lots), at: time)
  }

  private mutating func pair() -> (buyer: AccountID, seller: AccountID) {
    let buyer = random.below(Int64(VenueYears.people))
    let seller = (buyer + 1 + random.below(Int64(VenueYears.people) - 1)) % Int64(VenueYears.people)
    return (AccountID(UInt32(buyer) + 1), AccountID(UInt32(seller) + 1))
  }

  /// What is traded in multiples of: a prime number, so that nothing divides, and worth so much that the interest of
  /// every day is at least a unit.
  private static func block(of terms: Instrument) -> Int64 { terms.kind == .inverse ? 997 : 999_983 }

  /// Two people trade with each other at the mark: one leaves an order, the other takes it.
  private mutating func meet(
    _ buyer: AccountID, _ seller: AccountID, in market: Int, _ quantity: Contracts, at time: Timestamp
  ) {
    let terms = markets[market].terms
    let tick = max(markets[market].mark.rawValue / terms.tickSize.rawValue, 1)
    let price = Price(rawValue: tick * terms.tickSize.rawValue)
    let instrument = InstrumentID(UInt16(market))
    for (account, side) in [(buyer, Side.buy), (seller, .sell)] {
      submit(
        .placeOrder(PlaceOrder(account: account, instrument: instrument, side: side, price: price, quantity: quantity)),
        at: time)
    }
    submit(.cancelOrders(CancelOrders(account: buyer)), at: time)
    submit(.cancelOrders(CancelOrders(account: seller)), at: time)
  }

  /// Longs and shorts of every open market close against each other.
  private mutating func goHome() {
    attend(until: day)
    for market in markets.indices where markets[market].isOpen {
      var tries = 0
      while let (long, short, quantity) = opposites(in: market), tries < 64 {
        tries += 1
        meet(short, long, in: market, quantity, at: day)
      }
    }
  }

  private func opposites(in market: Int) -> (long: AccountID, short: AccountID, Contracts)? {
    let held = books.holdings.map { market < $0.count ? $0[market].quantity : .zero }
    guard let long = held.indices.first(where: { held[$0] > .zero }),
      let short = held.indices.first(where: { held[$0] < .zero })
    else { return nil }
    let most = markets[market].terms.maximumQuantity
    return (AccountID(UInt32(long)), AccountID(UInt32(short)), min(held[long], -held[short], most))
  }

  // MARK: What must hold

  /// With nobody holding anything, profits sum to zero, and wallets to what came in less what the venue took.
  private mutating func proveSums() {
    let isFlat = books.holdings.allSatisfy { $0.allSatisfy { $0.quantity == .zero } }
    if !isFlat { find("somebody is not home at the end of the year") }
    for currency in Currency.allCases {
      let flows = books.flows[Int(currency.rawValue)]
      let sum = books.wallets.reduce(Amount.zero) { $0 + $1[Int(currency.rawValue)] }
      if isFlat && flows.profits != .zero { find("M9: profits in \(currency) sum to \(flows.profits.rawValue)") }
      if sum != flows.wallets { find("M2: wallets in \(currency) hold \(sum.rawValue), not \(flows.wallets.rawValue)") }
      if flows.funding.magnitude.rawValue > Int64(figures.fundingPayments) {
        find("M6: \(flows.funding.rawValue) units of dust of \(figures.fundingPayments) payments")
      }
    }
  }

  private mutating func audit() {
    figures.audits += 1
    for finding in engine.audit() { find(finding) }
  }

  private mutating func find(_ finding: String) {
    findings.append("day \(figures.days), entry \(engine.sequence): \(finding)")
  }

  /// What all wallets hold and why, by currency: paid in, fees, interest, dust.
  public var sums: [(currency: Currency, wallets: Amount, paidIn: Amount, fees: Amount, interest: Amount, dust: Amount)]
  {
    Currency.allCases.map { currency in
      let flows = books.flows[Int(currency.rawValue)]
      return (currency, flows.wallets, flows.transfers, flows.fees, flows.interest, flows.funding)
    }
  }

  // MARK: The exchange

  /// Lets happen what is due: on one day of a month at its very moment, else when somebody comes by, hours too late.
  private mutating func attend(until time: Timestamp) {
    let isPunctual = figures.days % 30 == 0
    while engine.attention <= time { submit(.tick, at: isPunctual ? max(engine.attention, engine.time) : time) }
  }

  private mutating func submit(_ command: Command, at time: Timestamp) {
    events.removeAll()
    engine.apply(Entry(engine.sequence + 1, at: max(time, engine.time), command), into: &events)
    figures.commands += 1
    for happening in events.happenings {
      note(happening.event)
      books.enter(happening.event)
    }
    books.close()
    for finding in books.findings { find(finding) }
    books.forgetFindings()
  }

  private mutating func note(_ event: Event) {
    figures.events += 1
    switch event {
    case .instrumentListed(let instrument):
      let number = Int(instrument.rawValue)
      while markets.count <= number { markets.append(Open(terms: events.listings[number])) }
      markets[number] = Open(terms: events.listings[number])
      books.list(instrument, settledIn: events.listings[number].settlement)
      figures.listings += 1
    case .instrumentUpdated(let instrument):
      markets[Int(instrument.rawValue)].terms = events.listings[Int(instrument.rawValue)]
    case .priceChanged(let changed): markets[Int(changed.instrument.rawValue)].mark = changed.mark
    case .marketStateChanged(let changed):
      markets[Int(changed.instrument.rawValue)].isOpen = changed.state == .open && changed.trading == .open
    case .contractSettled: figures.settlements += 1
    case .filled(let fill) where fill.kind == .trade && fill.isMaker: figures.trades += 1
    case .filled(let fill) where fill.kind == .settlement:
      figures.settledPositions += 1
      figures.settlementFees += fill.fee
    case .fundingDue: figures.fundings += 1
    case .fundingPaid: figures.fundingPayments += 1
    case .interestCharged: figures.interestCharges += 1
    default: break
    }
  }
}
