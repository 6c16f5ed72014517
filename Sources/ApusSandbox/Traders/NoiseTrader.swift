public import ApusModel

/// Trades for reasons of its own: takes now and then, leaves small orders near the touch, and cancels them again.
public struct NoiseTrader: Trader {
  /// The position, in units of a hundred dollars, it is drawn back from.
  static let comfort: Int64 = 3_000

  public var desk: Desk
  public let stake = Amount(rawValue: 500_000_000_000)
  public let leverage = Leverage.cross
  public let exposure = Amount(rawValue: 50_000_000_000)
  /// How often it takes and how often it leaves an order, an hour, in a market of usual heat.
  private let takes: Int64 = 1_200
  private let leaves: Int64 = 1_800
  private let mostOrders = 12
  private var random: SeededRandom

  /// A trader with its own stream of chance.
  public init(desk: Desk, random: SeededRandom) {
    self.desk = desk
    self.random = random
  }

  public mutating func act(in market: MarketView) -> Intentions {
    var intentions = Intentions()
    for order in desk.orders where market.now - order.placed > patience(order) {
      intentions.orders.append(desk.cancel(order))
    }
    if desk.orders.count < mostOrders, random.falls(perHour: rate(leaves, market), in: market.elapsed) {
      intentions.orders.append(leave(in: market))
    }
    if random.falls(perHour: rate(takes, market), in: market.elapsed) { intentions.orders.append(take(in: market)) }
    return intentions
  }

  private func rate(_ perHour: Int64, _ market: MarketView) -> Int64 { perHour * market.heat / 1_000 }

  /// Between 2 and 20 seconds, and always the same for one order.
  private func patience(_ order: Desk.OpenOrder) -> Timestamp {
    Timestamp(rawValue: 2_000 + Int64(order.id.rawValue &* 0x9E37_79B9_7F4A_7C15 >> 50) * 18_000 / (1 << 14))
  }

  private mutating func leave(in market: MarketView) -> Command {
    let side = side()
    let distance = random.happens(2, of: 3) ? 0 : random.powerLaw(upTo: market.levels(millionths: 500), doubling: 75)
    let contracts = market.contracts(random.powerLaw(upTo: 256, doubling: 66), &random)
    return desk.place(side, contracts, at: market.level(side, behind: distance))
  }

  private mutating func take(in market: MarketView) -> Command {
    let side = side()
    let contracts = market.contracts(random.powerLaw(upTo: 2_048, doubling: 74), &random)
    if random.happens(1, of: 4) { return desk.take(side, contracts) }
    let worst = market.level(side, behind: -market.levels(millionths: 500))
    return desk.place(side, contracts, at: worst, .immediateOrCancel)
  }

  /// Either way, but rather back toward an empty position.
  private mutating func side() -> Side {
    let held = min(max(desk.position.rawValue / MarketView.unit, -Self.comfort), Self.comfort)
    return random.happens(500 - held * 400 / Self.comfort, of: 1_000) ? .buy : .sell
  }
}
