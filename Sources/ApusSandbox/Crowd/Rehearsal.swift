public import ApusEngine
public import ApusModel

/// A stretch of history lived through in fast time: an exchange in process, a crowd that trades on it, the outside price
/// that moves both, and the books that are kept of it.
public struct Rehearsal: ~Copyable {
  /// What it is a rehearsal of.
  public struct Plan: Sendable {
    /// The outside price.
    public var course: Course
    /// The contract.
    public var terms: Instrument
    /// How many people trade.
    public var people: Int
    /// What all chance comes from.
    public var seed: UInt64
    /// Commands from one audit to the next; zero audits only at the end.
    public var auditing: UInt64
    /// What the insurance fund begins with, in the settlement unit; 100 coins.
    public var insurance: Amount

    /// A rehearsal of a course by so many people.
    public init(
      course: Course, terms: Instrument, people: Int, seed: UInt64, auditing: UInt64 = 1_000,
      insurance: Amount = Amount(rawValue: 10_000_000_000)
    ) {
      self.course = course
      self.terms = terms
      self.people = people
      self.seed = seed
      self.auditing = auditing
      self.insurance = insurance
    }
  }

  /// The contract of the spring of 2019, which a year later had changed in nothing that matters here: marked by its
  /// funding basis, with funding every eight hours, and with the leverage interest of this venue.
  public static var perpetual: Instrument {
    var terms = Instrument.xbtusd2019
    terms.marking = .fundingBasis
    terms.funding = .eightHours
    terms.interest = .seed
    return terms
  }

  /// The exchange.
  public private(set) var engine: Engine
  /// What happened, for the figure and the summary.
  public private(set) var chronicle: Chronicle
  /// What does not hold, in words, with the entry after which it showed; empty when all is well.
  public private(set) var findings: [String] = []
  /// How many audits were made.
  public private(set) var audits = 0
  private let plan: Plan
  private var crowd: Crowd
  private var books: Bookkeeper
  private var events = EventBuffer()
  private var next = 0

  private static let instrument = InstrumentID(rawValue: 0)

  /// An exchange on which everybody has an account and money, before the first step.
  public init(_ plan: Plan) {
    self.plan = plan
    let course = plan.course
    engine = Engine(limits: Rehearsal.limits(people: plan.people))
    crowd = Crowd(
      seed: plan.seed, people: plan.people, instrument: Rehearsal.instrument, terms: plan.terms,
      index: course.prices[0], at: course.start)
    chronicle = Chronicle(start: course.start, end: course.time(of: course.prices.count - 1), terms: plan.terms)
    books = Bookkeeper(accounts: plan.people)
    books.list(Rehearsal.instrument, settledIn: plan.terms.settlement)
    submit(.listInstrument(plan.terms), at: course.start)
    submit(outside(course.prices[0]), at: course.start)
    for command in crowd.opening { submit(command, at: course.start) }
    guard plan.insurance > .zero else { return }
    books.payIn(plan.insurance, in: plan.terms.settlement)
    let venue = AccountID(rawValue: 0)
    let fund = Deposit(account: venue, currency: plan.terms.settlement, amount: plan.insurance)
    submit(.deposit(fund), at: course.start)
  }

  private static func limits(people: Int) -> EngineLimits {
    EngineLimits(
      accounts: UInt32(people), instruments: 2, ordersPerMarket: 16_384, ordersPerPosition: 200,
      positions: UInt32(people * 2 + 2), rememberedNames: 16)
  }

  /// Whether the course has come to its end, or something did not hold.
  public var isOver: Bool { next >= plan.course.prices.count || findings.count >= 20 }

  /// Where it stands, in steps of the course.
  public var progress: (done: Int, of: Int) { (next, plan.course.prices.count) }

  /// Goes one step along the course: the outside price, what falls due, what the crowd asks for.
  public mutating func step() {
    let time = plan.course.time(of: next)
    let price = plan.course.prices[next]
    next += 1
    attend(until: time)
    submit(outside(price), at: time)
    for command in crowd.step(to: time, outside: price) { submit(command, at: time) }
    chronicle.sample(at: time)
    if isOver { finish() }
  }

  /// Lets everything happen that falls due by itself up to a time.
  private mutating func attend(until time: Timestamp) {
    while engine.attention <= time {
      let due = max(engine.attention, engine.time)
      let before = engine.sequence
      submit(.tick, at: due)
      precondition(engine.sequence == before + 1, "a tick was not applied")
    }
  }

  private func outside(_ price: Price) -> Command {
    // Published to the hundredth, as the venue does.
    let cent = Price.scale / 100
    let published = Price(rawValue: max(price.rawValue / cent, 1) * cent)
    return .indexPrice(IndexPrice(instrument: Rehearsal.instrument, price: published))
  }

  private mutating func submit(_ command: Command, at time: Timestamp) {
    events.removeAll()
    let entry = Entry(engine.sequence + 1, at: max(time, engine.time), command)
    engine.apply(entry, into: &events)
    chronicle.count(command)
    for happening in events.happenings {
      books.enter(happening.event)
      chronicle.note(happening.event, at: happening.time)
      crowd.see(happening.event)
    }
    books.close()
    report(books.findings)
    books.forgetFindings()
    if plan.auditing > 0, engine.sequence % plan.auditing == 0 { audit() }
  }

  private mutating func audit() {
    audits += 1
    report(engine.audit())
  }

  private mutating func finish() {
    audit()
    chronicle.end(worstWallet: books.worstWallet)
  }

  private mutating func report(_ news: [String]) {
    for finding in news { findings.append("entry \(engine.sequence) at \(engine.time.rawValue): \(finding)") }
  }
}
