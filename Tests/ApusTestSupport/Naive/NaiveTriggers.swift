import ApusEngine
import ApusModel

/// Which price stops follow and which way, in the order in which they trigger.
struct NaiveList: Hashable {
  let rank: Int

  init(_ stop: NaiveStop) {
    let source = stop.conditions.source
    let first = source == .index ? 0 : source == .mark ? 2 : stop.conditions.withinMark ? 6 : 4
    rank = first + (stop.rises ? 0 : 1)
  }
}

extension NaiveEngine {
  /// A price moved: every plain stop it reaches is due from now on, wherever the price goes next.
  func note(_ source: PriceSource, in market: Int) {
    for stop in stops where stop.market == market && !stop.isTrailing && !stop.isHeld {
      // A mark that comes near the last price may let that count.
      guard stop.conditions.source == source || source == .mark && stop.conditions.withinMark else { continue }
      note(stop)
    }
  }

  /// A plain stop that its price reaches is due.
  func note(_ stop: NaiveStop) {
    guard let price = followed(by: stop), stop.isReached(by: price) else { return }
    let list = NaiveList(stop)
    let before = markets[stop.market].reached[list] ?? price
    markets[stop.market].reached[list] = stop.rises ? max(before, price) : min(before, price)
  }

  /// Lets what is due come to the book, one after the other, as many as one entry may see to.
  func fireTriggers() {
    var left = limits.slice
    // Nothing comes by itself while nobody knows the price behind.
    for market in markets.indices where markets[market].isIndexValid && !isLimited(market) {
      while left > 0 {
        guard fireNext(in: market) else {
          markets[market].follows = false
          break
        }
        left -= 1
      }
    }
  }

  private func fireNext(in market: Int) -> Bool {
    let freed = stops.filter { $0.market == market && $0.primaryWasFilled != nil }
    if let oldest = freed.min(by: { $0.id < $1.id }) {
      settleFreed(oldest)
      return true
    }
    for rank in 0..<8 {
      let trailing = list(rank, in: market).filter { $0.isTrailing }
      guard let price = trailing.first.flatMap({ followed(by: $0) }) else { continue }
      if let stop = trailing.first(where: { $0.isReached(by: price) }) {
        trigger(stop, at: price)
        return true
      }
      // The one farthest behind moves first, of equals the oldest.
      let behind = trailing.filter { $0.isDrawn(by: price) && mayFollow($0, price) }.sorted {
        $0.extreme != $1.extreme ? $0.rises == ($0.extreme > $1.extreme) : $0.id < $1.id
      }
      if let stop = behind.first {
        follow(stop, price)
        return true
      }
    }
    for rank in 0..<8 {
      let list = list(rank, in: market).filter { !$0.isTrailing }
      guard let first = list.first, let reached = markets[market].reached[NaiveList(first)],
        let stop = list.first(where: { $0.isReached(by: reached) })
      else { continue }
      trigger(stop, at: reached)
      return true
    }
    return false
  }

  /// The nearest stop price first, of equals the oldest.
  private func list(_ rank: Int, in market: Int) -> [NaiveStop] {
    stops.filter { $0.market == market && !$0.isHeld && NaiveList($0).rank == rank }.sorted { $0.isAhead(of: $1) }
  }

  private func follow(_ stop: NaiveStop, _ price: Int128) {
    let before = stop.conditions
    stop.trail(from: price, tick: Int128(markets[stop.market].contract.terms.tickSize.rawValue))
    if stop.conditions != before { state(.conditionsSet(stop.statedConditions)) }
  }

  /// Where they follow by the clock, only when it is time, and only a price that has moved far enough.
  private func mayFollow(_ stop: NaiveStop, _ price: Int128) -> Bool {
    let protection = markets[stop.market].contract.terms.protection
    if protection.trailInterval == 0 { return true }
    return markets[stop.market].follows
      && abs(price - stop.extreme) * NaiveContract.rateScale >= stop.extreme * Int128(protection.trailStep.rawValue)
  }

  /// Trailing stops follow the prices as they stand, at each multiple of the interval.
  func followByTheClock() {
    for (number, market) in markets.enumerated() {
      guard let next = market.followsAt, next <= entry.time.rawValue else { continue }
      market.follows = true
      market.followsAt = nil
      planTrailing(in: number)
    }
  }

  func planTrailing(in market: Int) {
    let interval = markets[market].contract.terms.protection.trailInterval
    guard interval > 0, markets[market].followsAt == nil, hasTrailing(market) else { return }
    markets[market].followsAt = (entry.time.rawValue / interval + 1) * interval
  }

  func hasTrailing(_ market: Int) -> Bool { stops.contains { $0.market == market && $0.isTrailing && !$0.isHeld } }

  /// It comes to the book like a new order, or is canceled for what a new order would be refused for.
  func trigger(_ stop: NaiveStop, at price: Int128) {
    // Also when it is refused: something before it in this entry may have made a position smaller.
    defer { trimReducingOrders() }
    removeStop(stop)
    let (order, refusal) = coming(stop)
    state(
      .orderTriggered(
        OrderTriggered(
          execution: nextExecution(), order: refusal == nil ? order?.stated ?? stop.stated : stop.stated,
          price: Price(rawValue: Int64(price)))))
    if let refusal { return stateStopCanceled(stop, refusal) }
    guard let order else { return }
    if order.type == .market { order.funds = funds(of: order) }
    if stop.conditions.waits, stop.conditions.contingency == .oneCancelsOther {
      cancelLinked(stop.conditions.link, of: order.account, in: order.market, but: order.id)
    }
    if order.instructions.contains(.close) { makeRoomToClose(order) }
    enter(order)
  }

  private func coming(_ stop: NaiveStop) -> (NaiveOrder?, CancelReason?) {
    let command = stop.order
    let key = Key(account: command.account, market: stop.market)
    let contract = markets[stop.market].contract
    if command.type == .limit, command.timeInForce == .goodTillCancel {
      let isFull =
        orders.count(where: { $0.market == key.market && $0.account != .venue }) == Int(limits.ordersPerMarket)
      if isFull || ownOrders(key).count >= mostOrders(in: key.market) { return (nil, .noRoom) }
    }
    let reduces = !command.instructions.isDisjoint(with: [.close, .reduceOnly])
    let closable = holding(key).closable(by: command.side)
    var quantity = Int128(command.quantity.rawValue)
    if quantity == 0 { quantity = closable }
    if reduces { quantity = min(quantity, closable) }
    guard quantity > 0, contract.isWithinSizes(quantity) else { return (nil, .nothingToReduce) }
    let inDirection = holding(key).closable(by: command.side.opposite)
    let tick = Int128(contract.terms.tickSize.rawValue)
    let touch = queue(key.market, command.side.opposite).first?.price
    let mark = Ratio(markets[key.market].mark ?? 0, over: tick).floor * tick
    let order = NaiveOrder(
      command, id: stop.id, side: command.side,
      price: command.type == .limit ? Int128(command.price.rawValue) : touch ?? mark, quantity: quantity,
      placed: stop.placed)
    order.conditions = stop.conditions
    if command.type == .limit, bound(command.side, beyond: order.price, in: key.market) != nil {
      return (order, .priceBand)
    }
    if !reduces, inDirection + openSum(key, command.side).quantity + quantity > contract.maximumHolding {
      return (order, .riskLimit)
    }
    if !reduces, riskLimitNeeded(key, sumsWith(order)) != nil { return (order, .riskLimit) }
    if shortage(of: order) != nil { return (order, .insufficientMargin) }
    let isAsked = command.type == .limit && order.premium > 0
    return (order, isAsked && wouldBeLiquidated(by: order) ? .immediateLiquidation : nil)
  }
}
