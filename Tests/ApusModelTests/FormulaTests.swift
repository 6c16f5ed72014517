import ApusModel
import Testing

/// Rules of the formulas that no published number shows.
@Suite struct FormulaTests {
  private let base = MarginRates(initial: Rate(millionths: 10_000), maintenance: Rate(millionths: 5_000))

  @Test func `a value of exactly the limit needs no further step`() {
    let limit = RiskLimit(base: Amount(20_000_000_000), step: Amount(10_000_000_000))
    #expect(limit.steps(for: Amount(20_000_000_000)) == 0)
    #expect(limit.steps(for: Amount(20_000_000_001)) == 1)
    #expect(limit.steps(for: Amount(23_000_000_000)) == 1)
    #expect(limit.limit(at: 1) == Amount(30_000_000_000))
    #expect(limit.steps(of: Amount(30_000_000_000)) == 1)
    #expect(limit.steps(of: Amount(35_000_000_000)) == nil)
    #expect(base.raised(by: 1).highestLeverage == Leverage(6_666))
    #expect(RiskLimit(base: .zero, step: .zero).steps(for: Amount(1)) == 0)
  }

  @Test func `a rate moves by no more than the second cap from one interval to the next`() {
    let before = Rate(millionths: -3_750)
    #expect(FundingRate.capped(Rate(millionths: 3_750), after: nil, base) == Rate(millionths: 3_750))
    #expect(FundingRate.capped(Rate(millionths: 3_750), after: before, base) == .zero)
    #expect(FundingRate.capped(Rate(millionths: 9_000), after: .zero, base) == Rate(millionths: 3_750))
    #expect(FundingRate.capped(Rate(millionths: -9_000), after: before, base) == Rate(millionths: -3_750))
  }

  @Test func `funding comes at four, twelve and twenty, and is never due at the time it was just paid`() {
    let schedule = FundingSchedule.eightHours
    let noon = Timestamp(1_553_601_600_000)
    #expect(schedule.next(after: Timestamp(noon.rawValue - 1)) == noon)
    #expect(schedule.next(after: noon) == Timestamp(noon.rawValue + 8 * Timestamp.hour))
    #expect(schedule.timesPerDay == 3)
  }

  @Test func `longs pay a positive rate and shorts receive the same`() {
    var long = Position(account: AccountID(1), instrument: InstrumentID(0))
    long.quantity = Contracts(1_000)
    var short = long
    short.quantity = -long.quantity
    let rate = Rate(millionths: -581)
    let mark = Price(units: 4_000)
    #expect(long.funding(at: rate, mark: mark, of: .xbtusd2019) == Amount(-14_525))
    #expect(short.funding(at: rate, mark: mark, of: .xbtusd2019) == Amount(14_525))
    #expect(long.payable(rate) == .zero)
    #expect(short.payable(rate) == Rate(millionths: 581))
  }

  @Test func `a protected mark follows the last price inside its band and stays where the band left it`() {
    let fair = Price(units: 100)
    let rate = Rate(millionths: 5_000)
    func mark(_ last: Price, _ mark: Price?) -> Price {
      FairPrice.protected(last: last, fair: fair, maintenance: rate, mark: mark)
    }
    #expect(mark(Price(units: 99), nil) == Price(units: 9_975, over: 100))
    #expect(mark(Price(units: 101), Price(units: 100)) == Price(units: 10_025, over: 100))
    // The band fell away below a mark of 101: it comes down with the last price but not up again.
    #expect(mark(Price(units: 102), Price(units: 101)) == Price(units: 101))
    #expect(mark(Price(units: 1_005, over: 10), Price(units: 101)) == Price(units: 1_005, over: 10))
    #expect(mark(Price(units: 100), Price(units: 101)) == Price(units: 100))
  }

  @Test func `interest carries what is not a whole unit`() {
    var carry = InterestCarry()
    let notional = LeverageInterest.notional(principal: Amount(1_000_000), leverage: Leverage(1_000))
    let days = (1...365).map { _ in carry.post(notional: notional, rate: Rate(millionths: 50_000), days: 1).rawValue }
    #expect(days[0] == 1_369 && days[1] == 1_370)
    #expect(days[..<30].reduce(0, +) == 41_095)
    #expect(days.reduce(0, +) == 500_000 && carry.remainder == 0)
  }

  @Test func `the line of those who are deleveraged goes from profit and leverage to loss`() {
    func rank(_ entry: Int64, _ mark: Int64, _ bankrupt: Int64) -> DeleverageRank {
      DeleverageRank(entry: Amount(entry), mark: Amount(mark), bankrupt: Amount(bankrupt))
    }
    let winner = rank(25_000_000, 26_000_000, 22_500_000)
    let loser = rank(-25_000_000, -26_000_000, -27_500_000)
    let flat = rank(25_000_000, 25_000_000, 22_500_000)
    let bold = rank(25_000_000, 26_000_000, 25_990_000)
    let boundless = rank(25_000_000, 26_000_000, 26_000_000)
    #expect([winner, loser, flat, boundless, bold].sorted() == [loser, flat, winner, bold, boundless])
    #expect(boundless.rounded(to: 6) == nil)
    #expect(winner.rounded(to: 6) == 297_143 && loser.rounded(to: 6) == -2_308)
  }

  @Test func `five lights are lit for the first fifth of the line`() {
    // The venue's example: 10, 20, 30, 10, 10 and 20 contracts in line.
    let cumulative: [Int64] = [10, 30, 60, 70, 80, 100]
    let fifths = cumulative.map { Deleveraging.fifth(with: Contracts($0), of: Contracts(100)) }
    #expect(fifths == [1, 2, 3, 4, 4, 5])
    #expect(Deleveraging.lights(with: Contracts(10), of: Contracts(100)) == 5)
    #expect(Deleveraging.lights(with: Contracts(100), of: Contracts(100)) == 1)
  }

  @Test func `a settlement price is the mean of the thirty minutes before expiry`() {
    var average = TimeWeightedAverage()
    let expiry = Timestamp(1_553_860_800_000)
    for minute in 0...60 {
      let time = Timestamp(expiry.rawValue - Int64(60 - minute) * Timestamp.minute)
      guard TimeWeightedAverage.contains(time, before: expiry) else { continue }
      average.add(Price(units: 39_000 + Int64(minute) - 30, over: 10))
    }
    #expect(average.samples == 30)
    #expect(average.price(to: Price(units: 1, over: 100)) == Price(units: 390_145, over: 100))
  }

  @Test func `a lot of a hundred is liquidated by the value of lots, not of contracts`() throws {
    // 1,000 long at 50,000 with 10x: 2,000,000 of cost bear 200,000, so a lot of 100 is worth 220,000: 45,454.5… up.
    var position = Position(account: AccountID(1), instrument: InstrumentID(0))
    position.quantity = Contracts(1_000)
    position.cost = Amount(-2_000_000)
    position.leverage = Leverage(1_000)
    let margin = PositionMargin(
      cost: Amount(2_000_000), quantity: position.quantity, cross: .zero, rate: Rate(millionths: 100_000),
      commission: .zero)
    let limits = try #require(
      position.limitPrices(margin: margin, maintenance: Amount(10_001), available: .zero, of: .xbtusd2026))
    #expect(limits.bankruptcy == Price(units: 454_546, over: 10))
    // 2,189,999 for ten lots are 218,999 each: 45,662.31, up.
    #expect(limits.liquidation == Price(units: 456_624, over: 10))
  }

  @Test func `nothing overflows a moment before expiry or at a price of next to nothing`() {
    let index = Price(units: 4_000)
    let rate = FairPrice.basisRate(mid: Price(units: 4_001), index: index, toRun: 1, roundedToPercent: true)
    #expect(rate == Rate(rawValue: 100 * Rate.scale))
    let fair = FairPrice.dated(index: index, rate: rate, toRun: 1, precision: Price(units: 1, over: 100))
    #expect(fair.price == index)
    let premium = FundingRate.premium(
      bid: Price(units: 4_000), ask: Price(units: 4_001), mark: Price(1), spot: Price(1), basis: .zero)
    #expect(premium == Rate(rawValue: 100 * Rate.scale))
    #expect(
      ReturnOnCost.ofCost(Amount(1_000_000_000_000_000), cost: Amount(-1))
        == Rate(rawValue: 1_000_000_000_000_000_000))
  }

  @Test func `logarithms are right in their last digits`() {
    // ln 2, ln 1.5, ln 0.1 and ln 1.0001 to fourteen decimals.
    let one = Price(units: 1)
    #expect(LogReturn(of: Price(units: 2), after: one) == LogReturn(69_314_718_055_995))
    #expect(LogReturn(of: Price(units: 3), after: Price(units: 2)) == LogReturn(40_546_510_810_816))
    #expect(LogReturn(of: one, after: Price(units: 10)) == LogReturn(-230_258_509_299_405))
    #expect(LogReturn(of: Price(units: 10_001), after: Price(units: 10_000)) == LogReturn(9_999_500_033))
    #expect(Whole64.squareRoot(of: 2_000_000_000_000_000_000_000_000) == 1_414_213_562_373)
  }

  @Test func `an index leaves out who is silent or far off, and is none with too few`() {
    let cent = Price(units: 1, over: 100)
    let rules = CompositeIndex(
      staleAfter: 900_000, deviation: Rate(millionths: 250_000), minimumSources: 2, precision: cent)
    func quote(_ price: Int64, _ weight: Int64, minutes: Int64 = 0) -> IndexQuote {
      IndexQuote(price: Price(units: price), weight: weight, age: minutes * Timestamp.minute)
    }
    #expect(rules.price(of: [quote(100, 1), quote(101, 1), quote(102, 2)]) == Price(units: 10_125, over: 100))
    #expect(rules.price(of: [quote(100, 1), quote(101, 1), quote(150, 2)]) == Price(units: 10_050, over: 100))
    #expect(rules.price(of: [quote(100, 1), quote(101, 1, minutes: 16), quote(102, 1)]) == Price(units: 101))
    #expect(rules.price(of: [quote(100, 1), quote(101, 1, minutes: 16)]) == nil)
  }

  @Test func `days, quarters and names of contracts follow each other`() {
    for number in stride(from: Int64(-400), to: 40_000, by: 13) {
      let start = Timestamp(number * Timestamp.day)
      #expect(CalendarDay(start).start == start)
    }
    #expect(CalendarDay(year: 2020, month: 2, day: 29).start == Timestamp(1_582_934_400_000))
    let now = CalendarDay(year: 2019, month: 3, day: 29).start
    let first = Expiry.quarter(after: now)
    let second = Expiry.quarter(after: first)
    #expect(Expiry.name(of: "XBT", expiring: first) == "XBTH19" && Expiry.name(of: "XBT", expiring: second) == "XBTM19")
    #expect(Expiry.named(by: "XBTM19") == second)
    #expect(Expiry.fridayNoon(after: first).rawValue == first.rawValue + 7 * Timestamp.day)
    #expect(Expiry.named(by: "XBTUSD") == nil && Expiry.named(by: "M19") == nil)
  }
}
