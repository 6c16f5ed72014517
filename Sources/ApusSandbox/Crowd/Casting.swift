import ApusModel

/// Who is who in a crowd: of a hundred people one is a maker, one a hedger, one trades the basis, two follow trends, two
/// gamble, and nearly all others hold positions with borrowed money, seven of ten of them long.
struct Casting {
  private var random: SeededRandom
  private let start: Timestamp

  init(random: SeededRandom, at start: Timestamp) {
    self.random = random
    self.start = start
  }

  /// The trader of a number in a crowd of so many.
  mutating func trader(_ number: Int, of people: Int, desk: Desk) -> any Trader {
    let own = random.branch()
    let share = max(people / 100, 2)
    switch number {
    case 0..<share: return WaryMaker(desk: desk, random: own)
    case share..<share * 2: return Hedger(desk: desk, random: own, stake: hedge(), due: early())
    case share * 2..<share * 3: return BasisTrader(desk: desk, random: own)
    case share * 3..<share * 5: return TrendFollower(desk: desk, random: own)
    case share * 5..<share * 7: return Gambler(desk: desk, random: own, leverage: leverage(from: 50))
    case share * 7..<share * 7 + 3: return NoiseTrader(desk: desk, random: own)
    default: return random.happens(1, of: 4) ? crossPunter(desk, own) : isolatedPunter(desk, own)
    }
  }

  /// 50 to 400 coins.
  private mutating func hedge() -> Amount { Amount(rawValue: random.within(50...400) * 100_000_000) }

  /// The less leverage, in hundredths, the more money: five coins and up at 2×, a twentieth and up at 100×, with a long
  /// tail to fifty times as much.
  private mutating func purse(at leverage: Int64) -> Amount {
    Amount(rawValue: random.powerLaw(upTo: 50, doubling: 62) * 100_000_000_000 / max(leverage, 200))
  }

  /// Within the first two hours.
  private mutating func early() -> Timestamp {
    start + Timestamp(rawValue: random.within(0...7_200) * Timestamp.second)
  }

  /// Half of them come within five hours, a third when it looks cheap, the others at any time.
  private mutating func arrival() -> Timestamp {
    let minutes: ClosedRange<Int64>
    switch random.below(100) {
    case 0..<50: minutes = 0...300
    case 50..<84: minutes = 690...1_540
    default: minutes = 0...2_880
    }
    return start + Timestamp(rawValue: random.within(minutes) * Timestamp.minute)
  }

  private mutating func leverage(from least: Int64) -> Leverage {
    let usual: [Int64] = [2, 2, 3, 3, 5, 5, 5, 10, 10, 10, 15, 20, 25, 25, 50, 100].filter { $0 >= least }
    return Leverage(rawValue: usual[Int(random.below(Int64(usual.count)))] * 100)
  }

  private mutating func isolatedPunter(_ desk: Desk, _ own: SeededRandom) -> any Trader {
    let leverage = leverage(from: 2)
    let style = Punter.Style(
      bullish: 72, share: random.within(30...80), reach: leverage.rawValue, target: target(at: leverage.rawValue),
      patience: 20...400)
    return Punter(
      desk: desk, random: own, stake: purse(at: leverage.rawValue), leverage: leverage, style: style,
      due: arrival())
  }

  private mutating func crossPunter(_ desk: Desk, _ own: SeededRandom) -> any Trader {
    let reach = random.within(150...1_500)
    let style = Punter.Style(bullish: 66, share: 100, reach: reach, target: target(at: reach), patience: 60...600)
    return Punter(desk: desk, random: own, stake: purse(at: reach), leverage: .cross, style: style, due: arrival())
  }

  /// The more leverage, the sooner it is content: with its stake again, or twice that.
  private mutating func target(at leverage: Int64) -> Int64 { random.within(800...2_000) * 100 / max(leverage, 300) }
}
