import ApusEngine
import ApusModel

// Prices kept near the market, prices taken from it, and orders for a day (rules 8.1 and 8.5).

extension NaiveEngine {
  /// The lowest and highest price an order of a side may name.
  private func band(_ side: Side, in market: Int) -> (low: Int128, high: Int128) {
    let terms = markets[market].contract.terms
    let tick = Int128(terms.tickSize.rawValue)
    let mark = markets[market].mark ?? 0
    let one = NaiveContract.rateScale
    func below(_ price: Int128, _ share: Rate) -> Int128 {
      max(1, Ratio(price * (one - Int128(share.rawValue)), over: one * tick).ceiling) * tick
    }
    func above(_ price: Int128, _ share: Rate) -> Int128 {
      min(Int128(terms.ticks), Ratio(price * (one + Int128(share.rawValue)), over: one * tick).floor) * tick
    }
    var low = tick
    var high = Int128(terms.ticks) * tick
    if terms.protection.band > .zero {
      low = max(low, below(mark, terms.protection.band))
      high = min(high, above(mark, terms.protection.band))
    }
    if terms.protection.fatFinger > .zero {
      let touch = shown(market, side.opposite) ?? mark
      if side == .buy {
        high = min(high, above(max(touch, mark), terms.protection.fatFinger))
      } else {
        low = max(low, below(min(touch, mark), terms.protection.fatFinger))
      }
    }
    return (low, high)
  }

  private func isBanded(_ market: Int) -> Bool {
    let protection = markets[market].contract.terms.protection
    return protection.band > .zero || protection.fatFinger > .zero
  }

  /// The nearest price an order may name instead of one that is too far; nothing when it is not.
  func bound(_ side: Side, beyond price: Int128, in market: Int) -> Int128? {
    guard isBanded(market) else { return nil }
    let (low, high) = band(side, in: market)
    return price > high ? high : price < low ? low : nil
  }

  /// How far a market order may go; nothing when as far as it takes.
  func cap(_ side: Side, in market: Int) -> Int128? {
    guard isBanded(market) else { return nil }
    let (low, high) = band(side, in: market)
    return side == .buy ? high : low
  }

  /// The most resting orders an account may have in a market.
  func mostOrders(in market: Int) -> Int {
    let dated = Int(markets[market].contract.terms.protection.openOrders)
    return min(dated == 0 ? .max : dated, Int(limits.ordersPerPosition))
  }

  /// The best price of a side that the book shows.
  func shown(_ market: Int, _ side: Side) -> Int128? { queue(market, side).first { $0.inView > 0 }?.price }

  /// Nothing of an order may be shown, or whole lots, in at most a hundred parts.
  func takesDisplay(of conditions: Conditions, for quantity: Contracts, in market: Int) -> Bool {
    let contract = markets[market].contract
    let displayed = Int128(conditions.displayed.rawValue)
    let parts = displayed * 100
    return !conditions.isHidden || displayed == 0
      || displayed > 0 && contract.isWithinSizes(displayed) && contract.isWholeLots(displayed)
        && quantity > .zero && Int128(quantity.rawValue) <= parts
  }

  // MARK: Pegs

  /// Takes an order with conditions that does not wait.
  func enterConditional(_ command: PlaceConditional) {
    let conditions = command.conditions
    var order = command.order
    let market = Int(order.instrument.rawValue)
    func refuse(_ reason: Rejection) { reject(order.account, reason) }
    guard markets[market].mark != nil else { return refuse(.noMarkPrice) }
    if conditions.peg == .trailing || conditions.peg != .none && order.type == .market { return refuse(.invalidPeg) }
    let mayRest = order.type == .limit && order.timeInForce == .goodTillCancel
    if conditions.withinMark || conditions.isDay && !mayRest { return refuse(.conflictingInstructions) }
    if !takesDisplay(of: conditions, for: order.quantity, in: market) { return refuse(.invalidDisplay) }
    if !takesLink(of: conditions, in: market, isHeld: false) { return refuse(.linkNotOffered) }
    let conditional = orders.count { $0.market == market && $0.conditions != nil }
    if conditional + stops.count(where: { $0.market == market }) == Int(limits.stopsPerMarket) {
      return refuse(.bookFull)
    }
    if conditions.peg != .none {
      guard let price = pegged(command, in: market) else { return refuse(.invalidPeg) }
      order.price = Price(rawValue: Int64(price))
    }
    place(order, with: conditions)
  }

  private func pegged(_ command: PlaceConditional, in market: Int) -> Int128? {
    let side = command.order.side
    let contract = markets[market].contract
    let own = shown(market, side)
    let other = shown(market, side.opposite)
    var reference: Int128?
    switch command.conditions.peg {
    case .primary: reference = own
    case .market: reference = other
    case .last: reference = markets[market].last
    case .mid: if let own, let other { reference = (own + other) / 2 }
    case .none, .trailing: break
    }
    guard let reference else { return nil }
    let exact = reference + Int128(command.conditions.pegOffset.rawValue)
    let ticks = Ratio(exact, over: Int128(contract.terms.tickSize.rawValue))
    let price = (side == .buy ? ticks.floor : ticks.ceiling) * Int128(contract.terms.tickSize.rawValue)
    return exact > 0 && contract.isWithinPrices(price) ? price : nil
  }

  // MARK: Days

  /// The orders for a day, by the end of theirs, the first market first, of equals the oldest.
  var dayEnds: [(end: Int64, market: Int, id: OrderID)] {
    let resting = orders.filter { $0.conditions?.isDay == true }.map { ($0.placed, $0.market, $0.id) }
    let waiting = stops.filter { $0.conditions.isDay }.map { ($0.placed, $0.market, $0.id) }
    return (resting + waiting).map { ($0.0.wholeDay.rawValue + 86_400_000, $0.1, $0.2) }.sorted {
      ($0.0, $0.1, $0.2) < ($1.0, $1.1, $1.2)
    }
  }

  /// Cancels the first of them.
  func endDay() {
    guard let first = dayEnds.first else { return }
    if let stop = stops.first(where: { $0.id == first.id }) { return cancelStop(stop, .dayEnded) }
    if let order = orders.first(where: { $0.id == first.id }) { cancel(order, .dayEnded) }
  }
}
