public import ApusModel

/// Quotes both sides: many small and a few large orders at the best level, rungs of a ladder behind it.
///
/// It moves with the market, refills what is taken after a moment, and quotes less on the side that would take its
/// inventory further from zero.
public struct MarketMaker: Trader {
  /// How it quotes.
  public struct Style: Sendable {
    /// Orders at the best level of a side.
    var slices = 6
    /// Orders within reach behind it, and how far that reaches in millionths of the price.
    var rungs = 9
    var reach: Int64 = 270
    /// Orders further out, and how far those reach.
    var deepRungs = 6
    var deepReach: Int64 = 20_000
    /// The inventory, in units of a hundred dollars, at which it stops adding to it.
    var inventory: Int64 = 15_000

    /// The usual way.
    public init() {}
  }

  public var desk: Desk
  public let stake = Amount(rawValue: 2_000_000_000_000)
  public let leverage = Leverage.cross
  public let exposure = Amount(rawValue: 200_000_000_000)
  private let style: Style
  private var random: SeededRandom
  private var quoted: Tick = 0
  private var due = Timestamp.zero

  /// A maker with its own stream of chance.
  public init(desk: Desk, random: SeededRandom, style: Style = Style()) {
    self.desk = desk
    self.random = random
    self.style = style
  }

  public mutating func act(in market: MarketView) -> Intentions {
    var intentions = Intentions()
    guard market.touch != quoted || market.now >= due else { return intentions }
    if market.touch == quoted { restless(&intentions) }
    quoted = market.touch
    due = market.now + Timestamp(rawValue: random.within(80...280))
    for side in Side.allCases { quote(side, in: market, into: &intentions) }
    return intentions
  }

  /// Where one side's orders are, and where they should be.
  private struct Plan {
    var slices: [Desk.OpenOrder] = []
    var rungs: [Desk.OpenOrder] = []
    var deepRungs: [Desk.OpenOrder] = []
    /// Orders that are in no good place.
    var spare: [Desk.OpenOrder] = []
  }

  private mutating func quote(_ side: Side, in market: MarketView, into intentions: inout Intentions) {
    let reach = max(market.levels(millionths: style.reach), Int64(style.rungs) * 3)
    let deepReach = max(market.levels(millionths: style.deepReach), reach * 4)
    var plan = plan(side, in: market, reach: reach, deepReach: deepReach)
    let slices = appetite(side, style.slices)
    spare(&plan.slices, on: side.sign, beyond: slices, into: &plan.spare)
    spare(&plan.rungs, on: side.sign, beyond: style.rungs, into: &plan.spare)
    spare(&plan.deepRungs, on: side.sign, beyond: style.deepRungs, into: &plan.spare)
    for _ in plan.deepRungs.count..<max(style.deepRungs, plan.deepRungs.count) {
      let distance = reach + random.powerLaw(upTo: deepReach - reach, doubling: 85)
      stand(side, at: market.level(side, behind: distance), size(86, in: market), &plan, &intentions)
    }
    for _ in plan.rungs.count..<max(style.rungs, plan.rungs.count) {
      stand(side, at: market.level(side, behind: random.within(1...reach)), size(83, in: market), &plan, &intentions)
    }
    for _ in plan.slices.count..<max(slices, plan.slices.count) {
      stand(side, at: market.best(side), size(76, in: market), &plan, &intentions)
    }
    for order in plan.spare { intentions.withdrawals.append(desk.cancel(order)) }
  }

  private func plan(_ side: Side, in market: MarketView, reach: Int64, deepReach: Int64) -> Plan {
    var plan = Plan()
    let best = Int64(market.best(side))
    for order in desk.orders where order.side == side {
      switch (best - Int64(order.tick)) * side.sign {
      case 0: plan.slices.append(order)
      case 1...reach: plan.rungs.append(order)
      case (reach + 1)...deepReach: plan.deepRungs.append(order)
      default: plan.spare.append(order)
      }
    }
    return plan
  }

  /// Moves the orders over the wanted number to the spare ones: the nearest, which are the last to have come.
  private func spare(
    _ orders: inout [Desk.OpenOrder], on side: Int64, beyond count: Int, into spare: inout [Desk.OpenOrder]
  ) {
    while orders.count > count {
      let nearest = orders.indices.max { Int64(orders[$0].tick) * side < Int64(orders[$1].tick) * side } ?? 0
      spare.append(orders.remove(at: nearest))
    }
  }

  /// Puts a spare order, or a new one, at a level.
  private func stand(
    _ side: Side, at tick: Tick, _ contracts: Contracts, _ plan: inout Plan, _ intentions: inout Intentions
  ) {
    // An order's total has a limit too: one that has traded much is replaced.
    let usable = plan.spare.lastIndex { $0.filled + contracts <= desk.terms.maximumQuantity }
    guard let usable else { return intentions.quotes.append(desk.place(side, contracts, at: tick)) }
    let order = plan.spare.remove(at: usable)
    let retreats = (Int64(order.tick) - Int64(tick)) * side.sign > 0
    let command = desk.move(order, to: tick, contracts)
    if retreats { intentions.withdrawals.append(command) } else { intentions.quotes.append(command) }
  }

  /// While the market stands still, one order at the touch is thought over.
  private mutating func restless(_ intentions: inout Intentions) {
    let slices = desk.orders.filter { $0.tick == quoted || $0.tick == quoted + 1 }
    guard !slices.isEmpty else { return }
    let order = slices[Int(random.below(Int64(slices.count)))]
    let lots = order.leaves.rawValue / desk.terms.lot.rawValue
    let smaller = desk.terms.lot * random.within(0...lots - 1)
    if smaller == .zero {
      intentions.withdrawals.append(desk.cancel(order))
    } else {
      intentions.withdrawals.append(desk.move(order, to: order.tick, smaller))
    }
  }

  /// How many orders it wants at the touch of a side, given its inventory.
  private func appetite(_ side: Side, _ slices: Int) -> Int {
    let adding = desk.position.rawValue * side.sign / MarketView.unit
    guard adding > 0 else { return slices }
    return Int(max(Int64(slices) * (style.inventory - adding) / style.inventory, 0))
  }

  private mutating func size(_ percent: Int64, in market: MarketView) -> Contracts {
    market.contracts(random.powerLaw(upTo: 1_024, doubling: percent), &random)
  }
}
