public import ApusModel

/// Bets on a direction at high leverage and gets out soon, with a gain or a loss.
public struct Gambler: Trader {
  public var desk: Desk
  public let stake = Amount(rawValue: 300_000_000)
  public let leverage: Leverage
  private var random: SeededRandom
  private var due = Timestamp.zero
  /// The level it got in at.
  private var entry: Tick = 0

  /// A gambler with its own stream of chance.
  public init(desk: Desk, random: SeededRandom, leverage: Leverage) {
    self.desk = desk
    self.random = random
    self.leverage = leverage
  }

  public mutating func act(in market: MarketView) -> Intentions {
    var intentions = Intentions()
    if desk.position == .zero {
      guard market.now >= due else { return intentions }
      entry = market.touch
      due = market.now + Timestamp(rawValue: random.within(20_000...180_000))
      if let bet = bet(in: market) { intentions.orders.append(bet) }
    } else if market.now >= due || hasMoved(market) {
      due = market.now + Timestamp(rawValue: random.within(5_000...120_000))
      let side: Side = desk.position > .zero ? .sell : .buy
      intentions.orders.append(desk.take(side, desk.position.magnitude, .reduceOnly))
    }
    return intentions
  }

  /// It can stand a move of four tenths of a per cent, either way.
  private func hasMoved(_ market: MarketView) -> Bool {
    abs(Int64(market.touch) - Int64(entry)) >= max(Int64(entry) * 4 / 1_000, 1)
  }

  /// A position of at most a quarter of what its leverage would let it take.
  private mutating func bet(in market: MarketView) -> Command? {
    guard let balance = desk.balance, balance > .zero else { return nil }
    let lotValue = desk.terms.value(ofOneLotAt: market.index).rawValue
    let reach = Whole64.multiply(balance.rawValue, leverage.rawValue, dividedBy: 400, rounding: .down)
    let most = reach / lotValue * desk.terms.lot.rawValue / MarketView.unit
    guard most > 0 else { return nil }
    let contracts = market.contracts(min(random.powerLaw(upTo: 400, doubling: 85), most), &random)
    return desk.take(random.happens(1, of: 2) ? .buy : .sell, contracts)
  }
}
