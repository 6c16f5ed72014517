import ApusModel

/// Quotes a ladder on both sides, and pulls back when the price runs: fewer contracts, farther away.
///
/// Quiet, its makers keep a tight and deep book; at a strain of five per cent a fifteenth of that is left.
struct WaryMaker: Trader {
  /// Orders of each side.
  static let rungs = 6
  /// The size of the nearest order in units of a hundred dollars; each further one is larger by as much.
  static let size: Int64 = 250
  /// The inventory, in the same units, at which it stops adding to it.
  static let inventory: Int64 = 120_000

  var desk: Desk
  let stake = Amount(rawValue: 1_000_000_000_000)
  let leverage = Leverage.cross
  let exposure = Amount(rawValue: 600_000_000_000)
  private var random: SeededRandom
  private var quoted: Tick = 0
  private var due = Timestamp.zero

  /// A maker with its own stream of chance.
  init(desk: Desk, random: SeededRandom) {
    self.desk = desk
    self.random = random
  }

  mutating func act(in market: MarketView) -> Intentions {
    var intentions = Intentions()
    guard market.touch != quoted || market.now >= due else { return intentions }
    quoted = market.touch
    due = market.now + Timestamp(rawValue: random.within(20_000...60_000))
    for side in Side.allCases { quote(side, in: market, &intentions) }
    return intentions
  }

  private mutating func quote(_ side: Side, in market: MarketView, _ intentions: inout Intentions) {
    var standing = desk.orders.filter { $0.side == side }
    standing.sort { ($0.tick.distance(to: $1.tick)) * Int(side.sign) < 0 }
    let adding = desk.position.rawValue * side.sign / MarketView.unit
    let wanted = adding < Self.inventory ? Self.rungs : 0
    for order in standing.dropFirst(wanted) { intentions.withdrawals.append(desk.cancel(order)) }
    for rung in 0..<wanted {
      let tick = market.level(side, behind: distance(of: rung, in: market))
      let contracts = market.contracts(units(of: rung, in: market), &random)
      if rung < standing.count {
        move(standing[rung], to: tick, contracts, &intentions)
      } else {
        intentions.quotes.append(desk.place(side, contracts, at: tick))
      }
    }
  }

  private func move(
    _ order: Desk.OpenOrder, to tick: Tick, _ contracts: Contracts, _ intentions: inout Intentions
  ) {
    let isLeft = order.tick == tick && order.leaves * 2 > contracts && order.leaves < contracts * 2
    if isLeft { return }
    // An order's total has a limit too: one that has traded much is given up.
    guard order.filled + contracts <= desk.terms.maximumQuantity else {
      return intentions.withdrawals.append(desk.cancel(order))
    }
    let command = desk.move(order, to: tick, contracts)
    let retreats = (Int64(order.tick) - Int64(tick)) * order.side.sign > 0
    if retreats { intentions.withdrawals.append(command) } else { intentions.quotes.append(command) }
  }

  /// Levels behind the best one: up to two per cent when it is quiet; a tenth of a strain beyond one per cent is kept
  /// away from the best one too.
  private mutating func distance(of rung: Int, in market: MarketView) -> Int64 {
    // Up to a per cent is an ordinary day's.
    let retreat = max(0, market.strain - 10_000) / 10
    let place = Int64(rung * rung) * 600 + random.within(0...100) * Int64(rung)
    return market.levels(millionths: place + place * market.strain / 20_000 + retreat) - 1
  }

  private func units(of rung: Int, in market: MarketView) -> Int64 {
    let nerve = max(65, 1_000 - market.strain / 50)
    return max(1, Self.size * Int64(rung + 1) * nerve / 1_000)
  }
}
