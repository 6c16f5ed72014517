import ApusEngine
import ApusModel

extension NaiveEngine {
  func place(_ command: PlaceOrder, with conditions: Conditions? = nil) {
    let market = Int(command.instrument.rawValue)
    guard exists(command.account) else { return reject(command.account, .unknownAccount) }
    guard market < markets.count else { return reject(command.account, .unknownInstrument) }
    let key = Key(account: command.account, market: market)
    var command = command
    let reduces = command.instructions.contains(.reduceOnly) || command.instructions.contains(.close)
    if let reason = barred(command.account, in: market, reduces: reduces) { return reject(command.account, reason) }
    // Of a profit contract only the anchor may be short; whoever else sells can only reduce.
    if markets[market].contract.terms.type.isOption, command.side == .sell, !reduces,
      standing(command.account).role != .anchor
    {
      let long = holding(key).closable(by: .sell)
      if command.quantity > Contracts(Int64(long)) { return reject(command.account, .shortNotAllowed, long) }
      command.instructions.insert(.reduceOnly)
    }
    var conditions = conditions
    if standing(command.account).sendsSpam, isSmall(command) {
      if command.instructions.contains(.postOnly) { return reject(command.account, .smallPostOnly) }
      if conditions == nil, hasFullConditions(market) { return reject(command.account, .bookFull) }
      conditions = conditions ?? Conditions()
      conditions?.isHidden = true
      conditions?.displayed = .zero
    }
    guard let order = checked(command, key, conditions) else { return }
    held.insert(key)
    order.conditions = conditions
    if command.type == .market { order.funds = funds(of: order) }
    stateConditions(of: order)
    state(.orderPlaced(OrderPlaced(execution: nextExecution(), order: order.stated)))
    if command.instructions.contains(.close) { makeRoomToClose(order) }
    names.give(order.name, to: order.id, of: order.account)
    enter(order)
    trimReducingOrders()
  }

  /// The order a command asks for; nil after the refusal was stated. Nothing is changed here.
  private func checked(_ command: PlaceOrder, _ key: Key, _ conditions: Conditions?) -> NaiveOrder? {
    func refuse(_ reason: Rejection, _ detail: Int128 = 0) -> NaiveOrder? {
      reject(command.account, reason, detail)
      return nil
    }
    let contract = markets[key.market].contract
    guard let mark = markets[key.market].mark else { return refuse(.noMarkPrice) }
    let mayRest = command.type == .limit && command.timeInForce == .goodTillCancel
    if let reason = refusalAtOnce(of: command, mayRest: mayRest) { return refuse(reason) }
    let limit = Int128(command.price.rawValue)
    if command.type == .limit {
      guard contract.isWithinPrices(limit) else { return refuse(.invalidPrice) }
      guard contract.isOnTick(limit) else { return refuse(.invalidPriceTick) }
    }
    guard held.contains(key) || held.count < Int(limits.positions) else { return refuse(.tooManyPositions) }
    if mayRest, ownOrders(key).count >= mostOrders(in: key.market) { return refuse(.tooManyOrders) }
    if mayRest, becomesSpammer(key) {
      label(command.account, sendsSpam: true)
      place(command, with: conditions)
      return nil
    }

    let closes = command.instructions.contains(.close)
    let reduces = closes || command.instructions.contains(.reduceOnly)
    let holding = holding(key)
    var side = command.side
    var quantity = Int128(command.quantity.rawValue)
    if closes && quantity == 0 {
      side = holding.quantity > 0 ? .sell : .buy
      quantity = holding.size
      guard quantity > 0 else { return refuse(.wouldIncreasePosition, holding.quantity) }
    }
    guard quantity > 0, contract.isWithinSizes(quantity), contract.isWholeLots(quantity) else {
      return refuse(.invalidQuantity)
    }
    if reduces {
      quantity = min(quantity, holding.closable(by: side))
      guard quantity > 0 else { return refuse(.wouldIncreasePosition, holding.quantity) }
    }
    if command.type == .limit, let bound = bound(side, beyond: limit, in: key.market) {
      return refuse(.priceBeyondBand, bound)
    }
    let tick = Int128(contract.terms.tickSize.rawValue)
    let touch = queue(key.market, side.opposite).first?.price
    let price = command.type == .limit ? limit : touch ?? Ratio(mark, over: tick).floor * tick
    let order = NaiveOrder(
      command, id: OrderID(sequence: entry.sequence, in: command.instrument), side: side, price: price,
      quantity: quantity, placed: entry.time)
    if !reduces, let (reason, detail) = excess(of: order) { return refuse(reason, detail) }
    if let shortage = shortage(of: order) { return refuse(.insufficientAvailableBalance, shortage) }
    if command.type == .limit, order.premium > 0, wouldBeLiquidated(by: order) { return refuse(.immediateLiquidation) }
    return order
  }

  /// Why an order is refused whatever its price and size, or nothing.
  private func refusalAtOnce(of command: PlaceOrder, mayRest: Bool) -> Rejection? {
    if command.instructions.contains(.postOnly), !mayRest { return .conflictingInstructions }
    if !command.clientID.isEmpty {
      if names.isTaken(command.clientID, by: command.account) { return .duplicateClientID }
      if names.isFull { return .tooManyOrders }
    }
    let market = Int(command.instrument.rawValue)
    let resting = orders.count { $0.market == market && $0.account != .venue }
    return mayRest && resting == Int(limits.ordersPerMarket) ? .bookFull : nil
  }

  /// Why a new order that may open is too large for its account, whatever its money.
  private func excess(of order: NaiveOrder) -> (Rejection, Int128)? {
    let key = key(order)
    let inDirection = holding(key).closable(by: order.side.opposite)
    if inDirection + openSum(key, order.side).quantity + order.quantity > markets[key.market].contract.maximumHolding {
      return (.tooManyContracts, 0)
    }
    return riskLimitNeeded(key, sumsWith(order)).map { (.riskLimitExceeded, $0) }
  }

  /// The margin a new order asks for when the account cannot spare it, else nothing.
  func shortage(of order: NaiveOrder) -> Int128? {
    let key = key(order)
    let contract = markets[order.market].contract
    let lots = order.leaves / contract.lot
    order.onlyCloses = order.leaves <= unclaimed(key, order.side)
    order.premium = premium(order.side, at: order.price, closes: order.onlyCloses, in: order.market)
    let required = orderMargin(key, sumsWith(order)) - orderMargin(key) + order.premium * lots
    let freed = order.onlyCloses ? keptMargin(key) : 0
    let isShort = required > 0 && required > available(order.account, contract.terms.settlement) + freed
    return isShort ? required : nil
  }

  /// The account's open orders and this one.
  func sumsWith(_ order: NaiveOrder) -> Sums {
    let lots = order.leaves / markets[order.market].contract.lot
    var sums = sums(key(order))
    sums.add(order.side, order.leaves, worth: chargedLotValue(order.side, at: order.price, in: order.market) * lots)
    return sums
  }

  /// What a lot is charged at: the order's own price, or the touch it would trade at when that is dearer.
  func chargedLotValue(_ side: Side, at price: Int128, in market: Int) -> Int128 {
    let contract = markets[market].contract
    let own = contract.lotValue(price)
    guard let touch = queue(market, side.opposite).first, touch.isReached(by: price) else { return own }
    return max(own, contract.lotValue(touch.price))
  }

  /// A closing order goes before resting orders of its side that would together close more than there is.
  func makeRoomToClose(_ order: NaiveOrder) {
    let key = key(order)
    if order.instructions.contains(.alone) {
      return cancelAll(of: order.account, in: order.market, side: nil, .requested)
    }
    let resting = openSum(key, order.side).quantity
    guard resting + order.quantity > holding(key).closable(by: order.side) else { return }
    for own in ownOrders(key) where own.side == order.side { cancel(own, .requested) }
  }

  func enter(_ order: NaiveOrder) {
    order.cap = order.type == .market ? cap(order.side, in: order.market) : order.price
    if let worst = order.worst {
      order.cap = order.cap.map { order.side == .buy ? min($0, worst) : max($0, worst) } ?? worst
    }
    if let reason = refusalToTrade(order) { return stateNotResting(order, reason) }
    match(order, limit: order.cap)
    traded(order)
    if order.leaves == 0 {
      keepFilled(order)
      end(order.conditions, of: order.account, in: order.market, isFilled: true)
      return names.finish(order.name, of: order.account)
    }
    if !order.mayRest {
      let touch = queue(order.market, order.side.opposite).first
      let isStopped = order.type == .market && touch?.isReached(by: order.cap) == false
      return stateNotResting(order, order.ranOut ? .insufficientMargin : isStopped ? .priceBand : .notImmediate)
    }
    if order.mayOnlyReduce && holding(key(order)).closable(by: order.side) == 0 {
      return stateNotResting(order, .nothingToReduce)
    }
    queueLast(order)
    orders.append(order)
    touch(key(order))
  }

  private func stateNotResting(_ order: NaiveOrder, _ reason: CancelReason) {
    stateCanceled(order, reason)
    end(order.conditions, of: order.account, in: order.market, isFilled: false)
    names.finish(order.name, of: order.account)
  }

  func queueLast(_ order: NaiveOrder) {
    arrivals += 1
    order.arrival = arrivals
  }

  private func refusalToTrade(_ order: NaiveOrder) -> CancelReason? {
    let limit = order.cap
    let reached = queue(order.market, order.side.opposite).filter { $0.isReached(by: limit) }
    if order.instructions.contains(.postOnly) && !reached.isEmpty { return .wouldTake }
    if order.timeInForce == .fillOrKill && fillable(reached, by: order) < order.leaves { return .notAll }
    if order.timeInForce == .fillOrKill, order.funds != nil, !isFunded(order, by: reached) {
      return .insufficientMargin
    }
    return nil
  }

  /// What others' orders would really give: one that may only reduce gives no more than its owner still holds
  /// after the owner's orders before it have traded.
  private func fillable(_ makers: [NaiveOrder], by order: NaiveOrder) -> Int128 {
    given(makers, to: order).reduce(0) { $0 + $1.quantity }
  }

  /// An iceberg that may only reduce is counted last of its owner's orders at its price, since it trades in parts.
  func given(_ makers: [NaiveOrder], to order: NaiveOrder) -> [(maker: NaiveOrder, quantity: Int128)] {
    makers.enumerated().filter { $0.element.account != order.account }.map { place, maker in
      guard maker.mayOnlyReduce else { return (maker, maker.leaves) }
      let others = makers.enumerated().filter { other, own in
        own.account == maker.account && (other < place || maker.isIceberg && other > place && own.price == maker.price)
      }
      let ahead = others.reduce(0) { $0 + $1.element.leaves }
      return (maker, min(maker.leaves, max(0, holding(key(maker)).closable(by: maker.side) - ahead)))
    }
  }
}
