public import ApusEngine
public import ApusModel

/// A small exchange to be tried: its contracts, its limits and how many people trade in it, all from one seed.
///
/// Small on purpose: few accounts meet often, few places fill up, and every state can be recomputed at every step.
public struct World: Sendable {
  /// What it was made from.
  public let seed: UInt64
  /// How many of everything; often too few.
  public let limits: EngineLimits
  /// The contracts, in the order they are listed.
  public let instruments: [Instrument]
  /// The level around which each contract trades at first.
  public let centres: [Int64]
  /// The indices, in the order they are listed.
  public let indices: [IndexTerms]
  /// Accounts that are opened.
  public let accounts: Int

  /// The world that belongs to a seed.
  public init(seed: UInt64) {
    self.seed = seed
    var dice = Dice(seed: seed)
    var instruments: [Instrument] = []
    var centres: [Int64] = []
    for number in 0..<dice.pick([1, 1, 1, 2, 2, 3]) {
      var (terms, centre) = World.contract(&dice, number)
      World.price(&terms, &dice, number)
      instruments.append(terms)
      centres.append(centre)
    }
    indices = World.indices(of: instruments, &dice)
    accounts = dice.roll(2...5)
    let pairs = accounts * instruments.count
    var limits = EngineLimits(
      accounts: UInt32(accounts + dice.roll(2)), instruments: UInt32(instruments.count + dice.roll(2)),
      ordersPerMarket: UInt32(dice.oneIn(3) ? dice.roll(3...8) : dice.roll(12...40)),
      ordersPerPosition: UInt32(dice.oneIn(3) ? dice.roll(1...5) : 30),
      stopsPerMarket: UInt32(dice.oneIn(3) ? dice.roll(2...6) : 30),
      stopsPerPosition: UInt32(dice.oneIn(3) ? dice.roll(1...3) : 20),
      positions: UInt32(dice.oneIn(4) ? max(1, pairs - 1) : pairs),
      rememberedNames: UInt32(dice.oneIn(3) ? dice.roll(3) : dice.roll(3...20)))
    if dice.oneIn(3) { limits.filledOrders = UInt32(dice.roll(1...4)) }
    if dice.oneIn(3) { limits.offers = UInt32(dice.roll(1...3)) }
    if dice.oneIn(3) { limits.slice = UInt32(dice.roll(1...6)) }
    limits.indices = UInt32(max(1, indices.count - (dice.oneIn(6) ? 1 : 0)))
    self.limits = limits
    self.instruments = instruments
    self.centres = centres
  }

  private static func contract(_ dice: inout Dice, _ number: Int) -> (Instrument, centre: Int64) {
    let names: [Symbol] = ["XBTUSD", "SECOND", "THIRD"]
    var (terms, centre): (Instrument, Int64)
    switch dice.roll(13) {
    case 0: (terms, centre) = (.xbtusd2019, 7_800)
    case 1: (terms, centre) = (.xbtusd2026, 640_000)
    case 2, 3, 4: (terms, centre) = (narrow(.xbtusd2019, levels: 20_000), 7_800)
    case 5, 6: (terms, centre) = (narrow(.xbtusd2026, levels: 20_000), 9_700)
    case 7, 8: (terms, centre) = (linear, 11_000)
    case 9: (terms, centre) = (crooked(.linear), 3_001)
    case 10: (terms, centre) = (crooked(.inverse), 331)
    case 11: (terms, centre) = (profitContract(&dice), 600)
    default: (terms, centre) = (quanto, 2_650)
    }
    terms.symbol = names[number]
    if dice.oneIn(2) { terms.feeSchedule = .volume2023 }
    // Risk limits somebody meets, where the contract has one at all.
    switch dice.roll(4) {
    case 0: terms.riskLimit = RiskLimit(base: .zero, step: .zero)
    case 1: terms.riskLimit = RiskLimit(base: Amount(10_000_000), step: Amount(dice.oneIn(4) ? 0 : 3_333_333))
    case 2: terms.riskLimit = RiskLimit(base: Amount(1_000_000_000), step: Amount(500_000_000))
    default: break
    }
    if dice.oneIn(3) {
      terms.protection.fatFinger = Rate(millionths: dice.pick([0, 300, 50_000]))
      terms.protection.band = Rate(millionths: dice.pick([0, 500, 100_000]))
      terms.protection.openOrders = dice.pick([0, 4])
      terms.protection.stops = dice.pick([0, 2])
    }
    terms.protection.takesLinkedOrders = !dice.oneIn(4)
    if dice.oneIn(2) {
      terms.protection.trailInterval = dice.pick([1_000, 1_000, 7_000])
      terms.protection.trailStep = Rate(millionths: dice.pick([0, 100, 1_000]))
    }
    if dice.oneIn(3) {
      terms.protection.smallOrders = UInt16(dice.roll(1...4))
      terms.protection.smallValue = terms.value(ofOneLotAt: terms.price(of: Tick(centre))) * Int64(dice.roll(2...40))
    }
    return (terms, centre)
  }

  /// The same contract with a lower highest price, so that a world is quick to make.
  private static func narrow(_ terms: Instrument, levels: Int64) -> Instrument {
    var terms = terms
    terms.maximumPrice = terms.tickSize * levels
    return terms
  }

  /// A linear contract of a tenth of a coin, settled in USDT.
  private static var linear: Instrument {
    var terms = Instrument.xbtusd2026
    terms.settlement = .usdt
    terms.kind = .linear
    terms.multiplier = 100_000
    terms.lot = Contracts(100)
    terms.tickSize = Price(units: 1, over: 100_000)
    terms.maximumPrice = Price(1_000_000_000 * 10)
    terms.maximumQuantity = Contracts(1_000_000)
    terms.initialMargin = Rate(millionths: 30_000)
    terms.makerFee = Rate(millionths: -100)
    terms.takerFee = Rate(millionths: 750)
    return terms
  }

  /// Profit in bitcoin at a fixed rate a dollar.
  private static var quanto: Instrument {
    var terms = Instrument.xbtusd2019
    terms.kind = .quanto
    terms.multiplier = 100
    terms.tickSize = Price(units: 5, over: 100)
    terms.maximumPrice = Price(units: 1_000)
    terms.initialMargin = Rate(millionths: 20_000)
    return terms
  }

  /// Made-up terms in which nothing divides, so that every rounding shows.
  private static func crooked(_ kind: ContractKind) -> Instrument {
    var terms = Instrument.xbtusd2019
    terms.kind = kind
    terms.multiplier = kind == .inverse ? 99_999_989 : 7
    terms.lot = Contracts(kind == .inverse ? 7 : 13)
    terms.tickSize = Price(kind == .inverse ? 2_999_999_999 : 310_000_001)
    terms.maximumPrice = terms.tickSize * 9_999
    terms.maximumQuantity = Contracts(terms.lot.rawValue * 5_000)
    terms.initialMargin = Rate(3_333_331)
    terms.maintenanceMargin = Rate(1_111_111)
    terms.makerFee = Rate(-33_333)
    terms.takerFee = Rate(123_457)
    terms.settlementFee = Rate(234_567)
    return terms
  }
}
