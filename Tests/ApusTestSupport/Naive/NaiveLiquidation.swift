import ApusEngine
import ApusModel

/// What the twin's liquidation engine remembers.
final class NaiveLiquidations {
  var areAwaited = false
  var isUnfinished = false
  var orders: UInt64 = 0
  var nextOffer = Int64.max
  /// When holders are next told where they stand in line, which market comes next, and what they were told.
  var nextRanking = Int64.max
  var rankedMarket = 0
  var ranking = NaiveRankingRound()
  var lights: [NaiveEngine.Key: Int] = [:]
  /// Markets in which it ever held anything.
  var markets: Set<Int> = []
  /// What it earned on what it took over.
  var earned: [Int: Int128] = [:]
  /// What traders lost beside their trades, since the engine takes the whole margin.
  var forfeited: [NaiveEngine.Key: Int128] = [:]
  /// What was last stated of the fund.
  var stated: [Currency: Int128] = [:]
}

extension Event {
  /// Whether positions are judged after it.
  var movesMark: Bool {
    if case .priceChanged = self { return true }
    return false
  }
}

extension NaiveEngine {
  /// After a mark moved: whoever it has reached is liquidated, then whatever the fund cannot bear is deleveraged.
  func judge() {
    liquidations.areAwaited = false
    var work = Int(limits.slice)
    repeat {
      while work > 0, let (key, risk) = nextDue() {
        work -= 1
        liquidate(key, risk)
      }
    } while deleverage(&work) && work > 0
    // Nobody is liquidated while the engine's own orders leave no room: all are looked at again.
    let isCrowded = markets.indices.contains {
      offers(in: $0).count >= Int(limits.offers) && mayLiquidate($0)
    }
    liquidations.isUnfinished = work <= 0 || isCrowded
    trimReducingOrders()
    stateInsurance()
    if liquidations.nextRanking == .max, !held.isEmpty || !liquidations.markets.isEmpty {
      liquidations.nextRanking = (entry.time.rawValue / 60_000 + 1) * 60_000
    }
  }

  /// Whether a mark or anything else that decides over positions moved in this entry, after so many happenings of it.
  func isToBeJudged(since told: Int) -> Bool {
    liquidations.areAwaited || happenings[told...].contains { $0.event.movesMark }
  }

  /// What is tried first, each as long as it does something and the mark still stands beyond; at last all is taken over.
  func liquidate(_ key: Key, _ risk: NaiveRisk) {
    var risk = risk
    let rescues = [lowerRiskLimit, cancelOrders, lowerRiskLimit, closePart]
    for rescue in rescues {
      while rescue(key, risk) {
        guard let fresh = self.risk(key), isDue(key, fresh) else { return }
        risk = fresh
      }
    }
    takeOver(key, risk)
  }

  func cancelOrders(_ key: Key, _ risk: NaiveRisk) -> Bool {
    if ownOrders(key).isEmpty && ownStops(key).isEmpty { return false }
    cancelAll(of: key.account, in: key.market, side: nil, .liquidation)
    state(.ordersCanceled, key, at: risk.bankruptcy)
    return true
  }

  /// The steps of the risk limit above the base that a value needs.
  func steps(_ value: Int128, in market: Int) -> Int128 {
    let limits = markets[market].contract.terms.riskLimit
    let step = Int128(limits.step.rawValue)
    if step == 0 { return 0 }
    return max(0, Ratio(value - Int128(limits.base.rawValue), over: step).ceiling)
  }

  func lowerRiskLimit(_ key: Key, _ risk: NaiveRisk) -> Bool {
    let needed = steps(riskValue(key), in: key.market)
    if needed >= choice(key).steps { return false }
    choices[key, default: NaiveChoice()].steps = needed
    touch(key)
    state(.riskLimitLowered, key, at: risk.bankruptcy)
    return true
  }

  /// Closes at once, or not at all, what stands above the next lower tier.
  func closePart(_ key: Key, _ risk: NaiveRisk) -> Bool {
    let contract = markets[key.market].contract
    let limits = contract.terms.riskLimit
    guard choice(key).steps > 0, let mark = markets[key.market].mark else { return false }
    let holding = holding(key)
    let limit = Int128(limits.base.rawValue) + (choice(key).steps - 1) * Int128(limits.step.rawValue)
    let excess = contract.value(holding.size, at: mark) - limit
    let lotValue = contract.lotValue(mark)
    guard excess > 0, lotValue > 0 else { return false }
    let quantity = Ratio(excess, over: lotValue).ceiling * contract.lot
    guard quantity <= Int128(contract.terms.maximumQuantity.rawValue) / contract.lot * contract.lot,
      quantity < holding.size
    else { return false }
    let instrument = InstrumentID(UInt16(key.market))
    let side: Side = holding.direction > 0 ? .sell : .buy
    let price = takeoverPrice(key, risk.bankruptcy)
    let command = PlaceOrder(
      account: key.account, instrument: instrument, side: side, timeInForce: .fillOrKill, instructions: .reduceOnly,
      price: Price(Int64(price)), quantity: Contracts(Int64(quantity)))
    let order = NaiveOrder(
      command, id: OrderID(liquidation: liquidations.orders, in: instrument), side: side, price: price,
      quantity: quantity, placed: entry.time)
    liquidations.orders += 1
    state(.orderPlaced(OrderPlaced(execution: nextExecution(), order: order.stated)))
    enter(order)
    guard order.filled > 0 else { return false }
    state(.partlyClosed, key, at: risk.bankruptcy)
    _ = lowerRiskLimit(key, risk)
    return true
  }

  func state(_ step: LiquidationStep, _ key: Key, at bankruptcy: Int128) {
    state(
      .liquidationStepped(
        LiquidationStepped(
          account: key.account, instrument: InstrumentID(rawValue: UInt16(key.market)), step: step,
          mark: Price(rawValue: Int64(markets[key.market].mark ?? 0)), bankruptcy: Price(rawValue: Int64(bankruptcy)))))
  }

  func takeOver(_ key: Key, _ risk: NaiveRisk) {
    let price = takeoverPrice(key, risk.bankruptcy)
    state(.takenOver, key, at: price)
    pass(key, at: price, stake: risk.stake)
  }

  /// Takes a position over at the mark, because its owner may not have it any longer; he keeps his margin.
  func takeOverAtMark(_ key: Key) {
    guard let mark = markets[key.market].mark else { return }
    liquidations.markets.insert(key.market)
    settleDue(key)
    settleDue(Key(account: .venue, market: key.market))
    let terms = markets[key.market].contract.terms
    let tick = Int128(terms.tickSize.rawValue)
    let exact = Ratio(mark, over: tick)
    var price = (holding(key).direction > 0 ? exact.floor : exact.ceiling) * tick
    let worst = worstClosing(key)
    price = holding(key).direction > 0 ? max(price, worst) : min(price, worst)
    pass(key, at: min(max(tick, price), Int128(terms.maximumPrice.rawValue) / tick * tick), stake: nil)
  }

  func pass(_ key: Key, at price: Int128, stake: Int128?) {
    let contract = markets[key.market].contract
    let holding = holding(key)
    let value = contract.lotValue(price) * (holding.size / contract.lot)
    let side: Side = holding.direction > 0 ? .sell : .buy
    let purse = Purse.wallet(key.account)
    let currency = contract.terms.settlement
    let profit = contract.gain(of: holding.direction) * (value - holding.basis)
    fills[key, default: []].append(
      NaiveFill(side: side, quantity: holding.size, value: value, fee: 0, profit: profit))
    pay(.profit, from: .clearing, to: purse, profit, in: currency)
    let rest = stake.map { min(max(0, $0 + profit), max(0, sum(of: purse, in: currency))) } ?? 0
    pay(.insurance, from: purse, to: .insurance, rest, in: currency)
    liquidations.forfeited[key, default: 0] += rest
    liquidations.markets.insert(key.market)
    touch(key)
    touch(Key(account: .venue, market: key.market))
    let id = OrderID(liquidation: liquidations.orders, in: InstrumentID(rawValue: UInt16(key.market)))
    stateBoth(id, key, side, price, holding.size, value, profit, leaves: 0, .takeover)
    shareOwnMargin(key, after: holding.size, holding.direction)
    var left = holding.size
    while left > 0 {
      let isLast = offers(in: key.market).count + 1 >= Int(limits.offers)
      let most = isLast ? Int128(Int32.max) * contract.lot : Int128(contract.terms.maximumQuantity.rawValue)
      let some = min(left, most)
      let id = OrderID(liquidation: liquidations.orders, in: InstrumentID(rawValue: UInt16(key.market)))
      liquidations.orders += 1
      offer(
        NaiveOrder(liquidation: id, market: key.market, side: side, price: price, quantity: some, placed: entry.time))
      left -= some
    }
  }

  /// The bankruptcy price, within the book, and none at which more than the wallet is lost. What the wallet owes a profit
  /// pays, but nothing beyond it: at most to the better of entry and mark.
  func takeoverPrice(_ key: Key, _ bankruptcy: Int128) -> Int128 {
    let contract = markets[key.market].contract
    let holding = holding(key)
    let isLong = holding.direction > 0
    let wallet = sum(of: .wallet(key.account), in: contract.terms.settlement)
    let tick = Int128(contract.terms.tickSize.rawValue)
    let highest = Int128(contract.terms.maximumPrice.rawValue) / tick * tick
    func inBook(_ price: Int128) -> Int128 { min(max(price, tick), highest) }
    func price(losing loss: Int128) -> Int128 {
      inBook(contract.price(of: holding.size, holding.direction, basis: holding.basis, losing: loss))
    }
    let exact = Ratio(markets[key.market].mark ?? 0, over: tick)
    let mark = inBook((isLong ? exact.floor : exact.ceiling) * tick)
    let best = isLong ? max(price(losing: 0), mark) : min(price(losing: 0), mark)
    let payable = isLong ? min(price(losing: wallet), best) : max(price(losing: wallet), best)
    var price = isLong ? max(inBook(bankruptcy), payable) : min(inBook(bankruptcy), payable)
    func loss() -> Int128 {
      contract.gain(of: holding.direction) * (holding.basis - contract.lotValue(price) * (holding.size / contract.lot))
    }
    let last = wallet < 0 ? best : isLong ? highest : tick
    while isLong ? price < last : price > last, loss() > wallet { price += holding.direction * tick }
    return price
  }

  /// The farthest price at which the venue itself closes a position: its bankruptcy, or what its wallet can pay.
  func worstClosing(_ key: Key) -> Int128 {
    let farthest = holding(key).direction > 0 ? 0 : Int128(markets[key.market].contract.terms.maximumPrice.rawValue)
    return takeoverPrice(key, risk(key)?.bankruptcy ?? farthest)
  }

  /// Both sides of what a trader and the engine exchanged apart from the book.
  func stateBoth(
    _ order: OrderID, _ key: Key, _ side: Side, _ price: Int128, _ quantity: Int128, _ value: Int128, _ profit: Int128,
    leaves: Int128, _ kind: FillKind
  ) {
    trades += 1
    let currency = markets[key.market].contract.terms.settlement
    for isTrader in [true, false] {
      var fill = Fill(
        execution: nextExecution(), trade: TradeID(rawValue: trades), order: order,
        account: isTrader ? key.account : .venue, instrument: InstrumentID(rawValue: UInt16(key.market)),
        side: isTrader ? side : side.opposite, isMaker: isTrader, price: Price(rawValue: Int64(price)),
        quantity: Contracts(rawValue: Int64(quantity)), value: Amount(rawValue: Int64(value)), fee: .zero,
        profit: Amount(rawValue: isTrader ? Int64(profit) : 0),
        leaves: Contracts(rawValue: isTrader ? 0 : Int64(leaves)),
        balance: balance(of: isTrader ? key.account : .venue, in: currency))
      fill.kind = kind
      state(.filled(fill))
    }
  }

  // MARK: The engine's orders

  /// Its resting orders in a market, oldest first.
  func offers(in market: Int) -> [NaiveOrder] {
    orders.filter { $0.account == .venue && $0.market == market }.sorted { $0.id < $1.id }
  }

  func stateOffer(_ order: NaiveOrder) {
    state(
      .liquidationOrder(
        LiquidationOrder(
          order: order.id, instrument: InstrumentID(rawValue: UInt16(order.market)), side: order.side,
          price: Price(rawValue: Int64(order.price)), leaves: Contracts(rawValue: Int64(order.leaves)))))
  }

  func offer(_ order: NaiveOrder) {
    stateOffer(order)
    match(order, limit: order.price)
    if order.filled > 0 { stateOffer(order) }
    if order.leaves == 0 { return }
    queueLast(order)
    orders.append(order)
    touch(key(order))
    liquidations.nextOffer = min(liquidations.nextOffer, entry.time.rawValue + 1_000)
  }

  /// Whether a position has a place of its own, flat or not.
  func takesUpRoom(_ key: Key) -> Bool {
    key.account == .venue ? liquidations.markets.contains(key.market) : held.contains(key)
  }

  func venueQuantity(_ market: Int) -> Int128 {
    let key = Key(account: .venue, market: market)
    return openSum(key, .sell).quantity - openSum(key, .buy).quantity
  }

  /// What the engine holds: what it still offers, each part at its own price.
  func venuePosition(_ market: Int) -> Position {
    let key = Key(account: .venue, market: market)
    let contract = markets[market].contract
    var position = Position(account: .venue, instrument: InstrumentID(rawValue: UInt16(market)))
    let sells = openSum(key, .sell)
    let buys = openSum(key, .buy)
    position.quantity = Contracts(rawValue: Int64(sells.quantity - buys.quantity))
    position.cost = Amount(rawValue: Int64(contract.gain(of: 1) * (sells.value - buys.value)))
    position.realised = Amount(rawValue: Int64(liquidations.earned[market, default: 0]))
    for (side, sum) in [(Side.sell, sells), (.buy, buys)] {
      position[side] = OpenOrders(
        quantity: Contracts(rawValue: Int64(sum.quantity)), value: Amount(rawValue: Int64(sum.value)))
    }
    return position
  }

  /// Closes a part of what was taken over: at the order's own price it earns nothing, at a better one the difference.
  func settleOwn(_ order: NaiveOrder, _ quantity: Int128, _ value: Int128) -> NaiveFill {
    let contract = markets[order.market].contract
    let basis = contract.lotValue(order.price) * (quantity / contract.lot)
    let profit = contract.gain(of: order.side == .sell ? 1 : -1) * (value - basis)
    pay(.profit, from: .clearing, to: .insurance, profit, in: contract.terms.settlement)
    liquidations.earned[order.market, default: 0] += profit
    return NaiveFill(side: order.side, quantity: quantity, value: value, fee: 0, profit: profit)
  }

  /// What closing a lot of an order at a price loses; negative for a gain.
  func loss(of order: NaiveOrder, at price: Int128) -> Int128 {
    let contract = markets[order.market].contract
    return contract.gain(of: order.side == .sell ? 1 : -1) * (contract.lotValue(order.price) - contract.lotValue(price))
  }

  // MARK: Time

  func attendLiquidations() {
    if liquidations.isUnfinished { liquidations.areAwaited = true }
    attendOffers()
    attendRanking()
    if !isToBeJudged(since: 0) { stateInsurance() }
  }

  func attendOffers() {
    guard liquidations.nextOffer <= entry.time.rawValue else { return }
    var work = Int(limits.slice)
    for market in markets.indices where mayLiquidate(market) {
      for order in offers(in: market) where work > 0 && order.placed.rawValue + 1_000 <= entry.time.rawValue {
        guard orders.contains(where: { $0 === order }) else { continue }
        work -= 1
        spend(order)
      }
    }
    let times = orders.filter { $0.account == .venue }.map { order in
      1_000 + (mayLiquidate(order.market) ? order.placed : max(order.placed, entry.time)).rawValue
    }
    liquidations.nextOffer = times.min() ?? .max
    liquidations.areAwaited = true
  }

  /// The fund pays for what the book offers beyond the order's price, as far as it goes.
  func spend(_ order: NaiveOrder) {
    let contract = markets[order.market].contract
    let before = order.leaves
    let mark = markets[order.market].mark!
    let margin = Ratio(mark * Int128(contract.terms.maintenanceMargin.rawValue), over: NaiveContract.rateScale).floor
    let tick = Int128(contract.terms.tickSize.rawValue)
    touch(key(order))
    orders.removeAll { $0 === order }
    let farthest =
      order.side == .buy
      ? max(min(Int128(contract.terms.maximumPrice.rawValue), mark + margin), order.price)
      : min(max(tick, mark - margin), order.price)
    while order.leaves > 0, let maker = queue(order.market, order.side.opposite).first, maker.isReached(by: farthest) {
      let each = loss(of: order, at: maker.price)
      var most = order.leaves
      if each > 0 { most = min(most, max(0, insurance(contract.terms.settlement)) / each * contract.lot) }
      if most == 0 { break }
      match(order, limit: maker.price, most: most)
    }
    orders.append(order)
    settle(order, before: before)
    order.placed = entry.time
  }

  func settle(_ order: NaiveOrder, before: Int128) {
    if order.leaves != before { stateOffer(order) }
    if order.leaves == 0 { remove(order) } else { queueLast(order) }
  }
}
