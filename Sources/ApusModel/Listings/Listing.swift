/// The venue's contracts and indices as of a day, with the terms of that day.
public enum Listing: String, Sendable, CaseIterable {
  /// The venue of March 2019: all contracts of its ticker strip of the 26th.
  case march2019 = "2019-03-26"
  /// The last rules of the venue: two perpetuals settled in bitcoin, three in tether, and quarterly futures.
  case last2026 = "2026"

  /// When a venue of this listing begins unless it is told another time.
  public var beginning: Timestamp {
    switch self {
    case .march2019: CalendarDay(year: 2019, month: 3, day: 26).start
    case .last2026: CalendarDay(year: 2026, month: 5, day: 1).start
    }
  }

  /// The contracts as they stand at the listing's own beginning, in the order they are listed.
  public var instruments: [Instrument] { instruments(at: beginning) }

  /// The contracts, in the order they are listed; dated ones are those that are traded at a time.
  public func instruments(at time: Timestamp) -> [Instrument] {
    switch self {
    case .march2019: Listing.strip2019(at: time)
    case .last2026: Listing.last2026(at: time)
    }
  }

  /// The indices the contracts follow, each after those it is made from; those made from a contract come last.
  public var indices: [IndexTerms] {
    switch self {
    case .march2019: IndexTerms.march2019
    case .last2026: IndexTerms.last2026
    }
  }

  /// The commands that list everything: indices, then contracts, then the indices made from contracts.
  public func commands(at time: Timestamp) -> [Command] {
    let ofContracts = indices.filter { $0.kind == .premium || $0.kind == .premiumAverage }
    let ofSources = indices.filter { !ofContracts.contains($0) }
    return ofSources.map { .listIndex($0) } + instruments(at: time).map { .listInstrument($0) }
      + ofContracts.map { .listIndex($0) }
  }

  private static func last2026(at time: Timestamp) -> [Instrument] {
    let first: [Instrument] = [.xbtusd2026, .ethusd2026, .xbtusdt2026, .ethusdt2026]
    let contracts = first + Instrument.series(.xbtFuture2026, at: time) + [.solusdt2026]
    return contracts.map(\.inForce.protected2026)
  }

  /// The contracts of the strip of 2019-03-26, dated ones taken forward to a later time.
  private static func strip2019(at time: Timestamp) -> [Instrument] {
    let pairs = Altcoin.allCases.map { Instrument.series(.future2019(on: $0), at: time) }
    let ether = Altcoin.allCases.firstIndex(of: .eth) ?? 0
    var contracts = [Instrument.xbtusd2019] + Instrument.series(.xbtFuture2019, at: time)
    contracts += Instrument.profitContracts2019(at: time)
    contracts += pairs[..<ether].joined()
    contracts.append(.ethusd2019)
    contracts += pairs[ether...].joined()
    return contracts.map(\.inForce)
  }
}

extension Instrument {
  /// The contracts of a quarterly series that are listed at a time, the front one first.
  static func series(_ terms: Instrument, at time: Timestamp) -> [Instrument] {
    var contracts: [Instrument] = []
    var expiry = Expiry.quarter(after: time)
    let count = terms.quartersListed + (Instrument.successorDue(expiring: expiry) <= time ? 1 : 0)
    while contracts.count < count {
      contracts.append(terms.dated(expiry))
      expiry = Expiry.quarter(after: expiry)
    }
    return contracts
  }

  /// How many quarters of its series are listed most of the time: two of bitcoin, one of each other coin.
  private var quartersListed: Int { root == "XBT" ? 2 : 1 }

  /// These terms with what is in force under all dated rules: funding and fair marks of perpetuals, leverage interest of
  /// all that can be leveraged, and caps on open orders (dossier section 8.5, unsure).
  var inForce: Instrument {
    var terms = self
    if type == .perpetual {
      terms.funding = .eightHours
      terms.marking = .fundingBasis
    }
    if !type.isOption { terms.interest = .seed }
    // What 0.1 XBT of initial margin carries.
    if !type.isOption { terms.impactValue = ImpactSize.obtainable(with: Amount(10_000_000), at: initialMargin) }
    terms.protection.openOrders = 200
    terms.protection.stops = 10
    if settlement == .xbt {
      terms.protection.smallValue = OrderProtection.smallValue(on: nil)
      terms.protection.smallOrders = OrderProtection.tooManySmallOrders
    }
    return terms
  }

  /// These terms with the protections of the last rules: fat finger 5 %, band 10 %, caps, linked orders, trailing stops by
  /// the second, orders below 0.01 XBT counted as small, and books measured twice a minute.
  var protected2026: Instrument {
    var terms = self
    // About 10,000 USD of perpetuals and 200,000 of futures.
    let dollars = Int64(type == .future ? 200_000 : 10_000)
    terms.impactValue = Amount(dollars * (settlement == .usdt ? 1_000_000 : 1_500))
    terms.protection.fatFinger = Rate(millionths: 50_000)
    terms.protection.band = Rate(millionths: 100_000)
    terms.protection.takesLinkedOrders = true
    terms.protection.trailInterval = 1_000
    terms.protection.trailStep = Rate(millionths: 1_000)
    if settlement == .xbt { terms.protection.smallValue = Amount(1_000_000) }
    terms.measuring = Timestamp.halfMinute
    return terms
  }
}
