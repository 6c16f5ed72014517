import ApusEngine
import ApusModel

/// An order that waits outside of the book.
final class NaiveStop {
  let id: OrderID
  let placed: Timestamp
  var order: PlaceOrder
  var conditions: Conditions
  /// The best price a trailing stop has seen.
  var extreme: Int128 = 0
  /// Whether it waits for an order of its link, and how that one ended.
  var isHeld = false
  var primaryWasFilled: Bool?

  init(_ command: PlaceConditional, id: OrderID, placed: Timestamp) {
    self.id = id
    self.placed = placed
    order = command.order
    conditions = command.conditions
    if order.type == .market && order.timeInForce == .goodTillCancel { order.timeInForce = .immediateOrCancel }
  }

  var market: Int { Int(order.instrument.rawValue) }
  var isTrailing: Bool { conditions.peg == .trailing }
  var stop: Int128 { Int128(conditions.stopPrice.rawValue) }

  /// Whether it waits for a price at or above its stop; else at or below.
  var rises: Bool { (order.side == .buy) == (conditions.trigger == .stop) }

  func isReached(by price: Int128) -> Bool { rises ? price >= stop : price <= stop }

  /// Whether a trailing stop would follow the price there.
  func isDrawn(by price: Int128) -> Bool { isTrailing && (rises ? price < extreme : price > extreme) }

  /// Whether it triggers before another that follows the same price the same way.
  func isAhead(of other: NaiveStop) -> Bool {
    if stop != other.stop { return rises == (stop < other.stop) }
    return id < other.id
  }

  /// A trailing stop keeps its distance from the best price, on the tick, rounded away from that price.
  func trail(from price: Int128, tick: Int128) {
    extreme = price
    let exact = Ratio(price + Int128(conditions.pegOffset.rawValue), over: tick)
    conditions.stopPrice = Price(rawValue: Int64(max(0, (rises ? exact.ceiling : exact.floor) * tick)))
  }

  /// The order as the outside sees it: a market order has no price before it comes to the book.
  var stated: Order {
    Order(
      id: id, account: order.account, instrument: order.instrument, side: order.side, type: order.type,
      timeInForce: order.timeInForce, instructions: order.instructions,
      price: order.type == .market ? .zero : order.price, quantity: order.quantity, clientID: order.clientID,
      placed: placed)
  }

  var statedConditions: ConditionsSet {
    ConditionsSet(
      order: id, account: order.account, instrument: order.instrument, isWaiting: true, conditions: conditions,
      isHeld: isHeld, shown: conditions.displayed)
  }
}

extension NaiveEngine {
  func placeConditional(_ command: PlaceConditional) {
    let order = command.order
    let market = Int(order.instrument.rawValue)
    guard exists(order.account) else { return reject(order.account, .unknownAccount) }
    guard market < markets.count else { return reject(order.account, .unknownInstrument) }
    var command = command
    let reduces = !order.instructions.isDisjoint(with: [.close, .reduceOnly])
    if let reason = barred(order.account, in: market, reduces: reduces) { return reject(order.account, reason) }
    if markets[market].contract.terms.type.isOption, order.side == .sell, !reduces,
      standing(order.account).role != .anchor, command.conditions.waits
    {
      command.order.instructions.insert(.reduceOnly)
    }
    let isHeld = hasPrimary(command.conditions.link, of: order.account, in: market)
    guard command.conditions.waits || isHeld else { return enterConditional(command) }
    let stop = NaiveStop(command, id: OrderID(sequence: entry.sequence, in: order.instrument), placed: entry.time)
    stop.isHeld = isHeld
    if let reason = refusal(of: stop) { return reject(order.account, reason) }
    held.insert(Key(account: order.account, market: market))
    names.give(order.clientID, to: stop.id, of: order.account)
    stops.append(stop)
    planTrailing(in: market)
    state(.conditionsSet(stop.statedConditions))
    state(.orderPlaced(OrderPlaced(execution: nextExecution(), order: stop.stated)))
  }

  /// Why an order may not wait, or nothing.
  private func refusal(of stop: NaiveStop) -> Rejection? {
    let order = stop.order
    let contract = markets[stop.market].contract
    guard let mark = markets[stop.market].mark else { return .noMarkPrice }
    let mayRest = order.type == .limit && order.timeInForce == .goodTillCancel
    if order.instructions.contains(.postOnly), !mayRest { return .conflictingInstructions }
    if !takesDisplay(of: stop.conditions, for: order.quantity, in: stop.market) { return .invalidDisplay }
    if !takesLink(of: stop.conditions, in: stop.market, isHeld: stop.isHeld) { return .linkNotOffered }
    if stop.conditions.withinMark, stop.conditions.source != .last { return .conflictingInstructions }
    if !stop.conditions.waits, stop.conditions.isDay, !mayRest { return .conflictingInstructions }
    if !order.clientID.isEmpty {
      if names.isTaken(order.clientID, by: order.account) { return .duplicateClientID }
      if names.isFull { return .tooManyOrders }
    }
    let conditional = orders.count { $0.market == stop.market && $0.conditions != nil }
    if conditional + stops.count(where: { $0.market == stop.market }) == Int(limits.stopsPerMarket) { return .bookFull }
    let offset = Int128(stop.conditions.pegOffset.rawValue)
    if !stop.conditions.waits {
      if stop.conditions.peg != .none { return .invalidPeg }
    } else if stop.isTrailing {
      guard stop.rises ? offset > 0 : offset < 0, abs(offset) < Int128(contract.terms.maximumPrice.rawValue) else {
        return .invalidPeg
      }
      stop.trail(from: followed(by: stop) ?? mark, tick: Int128(contract.terms.tickSize.rawValue))
      guard contract.isWithinPrices(stop.stop) else { return .invalidPeg }
    } else if stop.conditions.peg != .none {
      return .invalidPeg
    }
    if stop.conditions.waits {
      guard contract.isWithinPrices(stop.stop), contract.isOnTick(stop.stop) else { return .invalidStopPrice }
      if !stop.isHeld, wouldTrigger(stop) { return .immediatelyTriggered }
    }
    if order.type == .limit {
      let limit = Int128(order.price.rawValue)
      guard contract.isWithinPrices(limit) else { return .invalidPrice }
      guard contract.isOnTick(limit) else { return .invalidPriceTick }
    }
    let quantity = Int128(order.quantity.rawValue)
    let closesAll = order.instructions.contains(.close) && quantity == 0
    guard closesAll || quantity > 0 && contract.isWithinSizes(quantity) && contract.isWholeLots(quantity) else {
      return .invalidQuantity
    }
    let key = Key(account: order.account, market: stop.market)
    guard held.contains(key) || held.count < Int(limits.positions) else { return .tooManyPositions }
    let dated = Int(contract.terms.protection.stops)
    let cap = min(dated == 0 ? .max : dated, Int(limits.stopsPerPosition))
    return ownStops(key).count < cap ? nil : .tooManyStops
  }

  /// The price a stop follows as it stands; nothing before the first, or while it does not count.
  func followed(by stop: NaiveStop) -> Int128? {
    let market = markets[stop.market]
    switch stop.conditions.source {
    case .index: return market.index
    case .mark: return market.mark
    case .last:
      guard let last = market.last else { return nil }
      return stop.conditions.withinMark && !isNear(last, market.mark ?? 0) ? nil : last
    }
  }

  /// Whether a last price is within a twentieth of the mark.
  func isNear(_ last: Int128, _ mark: Int128) -> Bool { abs(last - mark) * 20 <= mark }

  /// Whether the price is there already, or was when others that still wait for their turn became due.
  private func wouldTrigger(_ stop: NaiveStop) -> Bool {
    if let price = followed(by: stop), stop.isReached(by: price) { return true }
    guard let reached = markets[stop.market].reached[NaiveList(stop)] else { return false }
    return stop.isReached(by: reached)
  }

  /// An account's waiting orders in a market, newest first.
  func ownStops(_ key: Key) -> [NaiveStop] {
    stops.filter { $0.order.account == key.account && $0.market == key.market }.sorted { $0.id > $1.id }
  }

  func findStop(_ id: OrderID, of account: AccountID) -> NaiveStop? {
    stops.first { $0.id == id && $0.order.account == account }
  }

  /// Takes an order out of those that wait; when nothing of its kind is due any more, how far the price came is over.
  func removeStop(_ stop: NaiveStop) {
    stops.removeAll { $0 === stop }
    if stop.isHeld { return }
    let list = NaiveList(stop)
    guard let reached = markets[stop.market].reached[list] else { return }
    let isLast = !stops.contains {
      $0.market == stop.market && !$0.isHeld && NaiveList($0) == list && !$0.isTrailing && $0.isReached(by: reached)
    }
    if isLast { markets[stop.market].reached[list] = nil }
  }

  func cancelStop(_ stop: NaiveStop, _ reason: CancelReason) {
    removeStop(stop)
    stateStopCanceled(stop, reason)
  }

  func stateStopCanceled(_ stop: NaiveStop, _ reason: CancelReason) {
    end(stop.conditions, of: stop.order.account, in: stop.market, isFilled: false)
    state(
      .orderCanceled(
        OrderCanceled(
          execution: nextExecution(), order: stop.id, account: stop.order.account, instrument: stop.order.instrument,
          reason: reason, leaves: stop.order.quantity)))
    names.finish(stop.order.clientID, of: stop.order.account)
  }

  // MARK: Changes

  func amendStop(_ stop: NaiveStop, _ command: AmendOrder) {
    let before = (stop.order, stop.conditions)
    let reduces = !stop.order.instructions.isDisjoint(with: [.close, .reduceOnly])
    var reason = barred(command.account, in: stop.market, reduces: reduces) ?? change(stop, command)
    let stays = before == (stop.order, stop.conditions) && command.clientID == nil && command.leaves != .zero
    if reason == nil, stays { reason = .nothingToAmend }
    if let reason {
      (stop.order, stop.conditions) = before
      return reject(command.account, reason, order: stop.id)
    }
    if command.leaves == .zero {
      (stop.order, stop.conditions) = before
      return cancelStop(stop, .requested)
    }
    if let name = command.clientID {
      names.finish(before.0.clientID, of: command.account)
      names.give(name, to: stop.id, of: command.account)
      stop.order.clientID = name
    }
    if stop.conditions != before.1 {
      // It is due no longer.
      removeStop(stop)
      stops.append(stop)
      state(.conditionsSet(stop.statedConditions))
    }
    state(.orderAmended(OrderAmended(execution: nextExecution(), order: stop.stated, byVenue: false)))
  }

  private func change(_ stop: NaiveStop, _ command: AmendOrder) -> Rejection? {
    let contract = markets[stop.market].contract
    if command.price == nil, command.quantity == nil, command.leaves == nil, command.clientID == nil,
      command.stopPrice == nil, command.pegOffset == nil
    {
      return .nothingToAmend
    }
    if command.quantity != nil, command.leaves != nil { return .invalidQuantity }
    if let name = command.clientID {
      if name.isEmpty { return .nothingToAmend }
      if names.isTaken(name, by: command.account) { return .duplicateClientID }
      if names.isFull { return .tooManyOrders }
    }
    for given in [command.quantity, command.leaves == .zero ? nil : command.leaves] {
      guard let given else { continue }
      let quantity = Int128(given.rawValue)
      guard quantity > 0, contract.isWithinSizes(quantity), contract.isWholeLots(quantity) else {
        return .invalidQuantity
      }
      if !takesDisplay(of: stop.conditions, for: given, in: stop.market) { return .invalidDisplay }
      stop.order.quantity = given
    }
    if let price = command.price {
      guard stop.order.type == .limit, contract.isWithinPrices(Int128(price.rawValue)) else { return .invalidPrice }
      guard contract.isOnTick(Int128(price.rawValue)) else { return .invalidPriceTick }
      stop.order.price = price
    }
    if let offset = command.pegOffset {
      let isRight = stop.rises ? offset > .zero : offset < .zero
      guard stop.isTrailing, isRight, abs(Int128(offset.rawValue)) < Int128(contract.terms.maximumPrice.rawValue) else {
        return .invalidPeg
      }
      stop.conditions.pegOffset = offset
      stop.trail(from: stop.extreme, tick: Int128(contract.terms.tickSize.rawValue))
      guard contract.isWithinPrices(stop.stop) else { return .invalidPeg }
    }
    if let price = command.stopPrice {
      guard !stop.isTrailing, stop.conditions.waits, contract.isWithinPrices(Int128(price.rawValue)),
        contract.isOnTick(Int128(price.rawValue))
      else { return .invalidStopPrice }
      stop.conditions.stopPrice = price
    }
    let asks = command.stopPrice != nil || command.pegOffset != nil
    return asks && !stop.isHeld && wouldTrigger(stop) ? .immediatelyTriggered : nil
  }
}
