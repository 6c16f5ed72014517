public import ApusModel

/// Buys what has risen and sells what has fallen, in clips, and leaves when the move is over.
public struct TrendFollower: Trader {
  /// The most it holds, in units of a hundred dollars.
  static let most: Int64 = 2_000

  public var desk: Desk
  public let stake = Amount(rawValue: 500_000_000_000)
  public let leverage = Leverage.cross
  public let exposure = Amount(rawValue: 50_000_000_000)
  private var random: SeededRandom
  private var due = Timestamp.zero

  /// A trader with its own stream of chance.
  public init(desk: Desk, random: SeededRandom) {
    self.desk = desk
    self.random = random
  }

  public mutating func act(in market: MarketView) -> Intentions {
    var intentions = Intentions()
    guard market.now >= due else { return intentions }
    due = market.now + Timestamp(rawValue: random.within(1_500...6_000))
    let gap = wanted(in: market) - desk.position.rawValue / MarketView.unit
    let clip = min(abs(gap), random.within(20...250))
    // It does not bother about crumbs.
    guard abs(gap) > 20 else { return intentions }
    let side: Side = gap > 0 ? .buy : .sell
    let worst = market.level(side, behind: -market.levels(millionths: 200))
    intentions.orders.append(
      desk.place(side, market.contracts(clip, &random), at: worst, .immediateOrCancel))
    return intentions
  }

  /// Nothing below 2 basis points of trend, everything at 20.
  private func wanted(in market: MarketView) -> Int64 {
    guard abs(market.trend) > 200 else { return 0 }
    return min(max(market.trend, -2_000), 2_000) * Self.most / 2_000
  }
}
