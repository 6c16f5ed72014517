import ApusModel

/// Buys the contract when it stands below the outside price and sells it when it stands above, in clips, up to a limit.
struct BasisTrader: Trader {
  /// The most it holds, in units of a hundred dollars.
  static let most: Int64 = 20_000

  var desk: Desk
  let stake = Amount(rawValue: 100_000_000_000)
  let leverage = Leverage.cross
  let exposure = Amount(rawValue: 100_000_000_000)
  private var random: SeededRandom
  private var due = Timestamp.zero

  /// A trader with its own stream of chance.
  init(desk: Desk, random: SeededRandom) {
    self.desk = desk
    self.random = random
  }

  mutating func act(in market: MarketView) -> Intentions {
    var intentions = Intentions()
    guard market.now >= due else { return intentions }
    due = market.now + Timestamp(rawValue: random.within(20_000...90_000))
    let gap = wanted(in: market) - desk.position.rawValue / MarketView.unit
    // It does not bother about crumbs.
    guard abs(gap) > 100 else { return intentions }
    let clip = min(abs(gap), random.within(100...1_500))
    let side: Side = gap > 0 ? .buy : .sell
    let worst = market.level(side, behind: -market.levels(millionths: 2_000))
    intentions.orders.append(desk.place(side, market.contracts(clip, &random), at: worst, .immediateOrCancel))
    return intentions
  }

  /// Nothing within three tenths of a per cent, everything at three per cent.
  private func wanted(in market: MarketView) -> Int64 {
    let fair = market.terms.price(of: market.touch)
    let below = (market.index - fair).rawValue / (market.index.rawValue / 1_000_000)
    guard abs(below) > 3_000 else { return 0 }
    return min(max(below, -30_000), 30_000) * Self.most / 30_000
  }
}
