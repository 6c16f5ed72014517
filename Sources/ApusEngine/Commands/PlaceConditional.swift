import ApusModel

extension Engine {
  /// Takes an order with conditions.
  mutating func placeConditional(_ command: PlaceConditional, into events: inout EventBuffer) {
    let account = command.order.account
    guard accounts.contains(account) else { return reject(account, .unknownAccount, into: &events) }
    let market = Int(command.order.instrument.rawValue)
    guard market < markets.count else { return reject(account, .unknownInstrument, into: &events) }
    let gate = markets[market].gate.union(accounts.gate(of: account))
    if !gate.isEmpty, let reason = gate.refusal(reduces: command.order.instructions.reduces) {
      return reject(account, reason, into: &events)
    }
    var command = command
    // Of a profit contract only the anchor may be short: whoever else sells can only reduce.
    if gate.contains(.profitContract), command.order.side == .sell, accounts[account].role != .anchor,
      !command.order.instructions.reduces, command.conditions.waits
    {
      command.order.instructions.insert(.reduceOnly)
    }
    let isHeld = !command.conditions.link.isEmpty && markets[market].isHeld(command, accounts)
    guard command.conditions.waits || isHeld else { return enter(command, into: &events) }
    if let reason = refusal(ofWaiting: command, isHeld: isHeld) { return reject(account, reason, into: &events) }
    let slot = accounts.claim(account, in: market, of: markets)
    guard slot != noSlot else { return reject(account, .tooManyPositions, into: &events) }
    // An account without a position has no waiting orders either, so this refusal leaves none behind.
    guard accounts.waiting[slot].count < stopsPerPosition(in: market) else {
      return reject(account, .tooManyStops, into: &events)
    }
    wait(command, owner: slot, isHeld: isHeld, into: &events)
  }

  /// Takes an order with conditions that comes to the book at once: one that is priced by a peg or ends with the day.
  private mutating func enter(_ command: PlaceConditional, into events: inout EventBuffer) {
    let market = Int(command.order.instrument.rawValue)
    let account = command.order.account
    if let reason = refusal(ofEntering: command) { return reject(account, reason, into: &events) }
    var order = command.order
    if command.conditions.peg != .none {
      guard let price = markets[market].pegged(command) else { return reject(account, .invalidPeg, into: &events) }
      order.price = price
    }
    let id = OrderID(sequence: sequence, in: order.instrument)
    let conditions = markets[market].stops.insert(
      ConditionalOrder(
        id: id, order: order, conditions: command.conditions, placed: time, name: noSlot, isWaiting: false))
    let arrival = Arrival(
      id: id, time: time, uncommitted: accounts.uncommitted(account, outside: market, markets: markets),
      conditions: conditions)
    markets[market].place(order, arrival, accounts: &accounts, events: &events)
    markets[market].keepConditions(conditions)
    if command.conditions.isDay { agenda.dayEnd = min(agenda.dayEnd, time.nextDay) }
    trimReduceOnlyOrders(into: &events)
  }

  private func refusal(ofEntering command: PlaceConditional) -> Rejection? {
    let market = Int(command.order.instrument.rawValue)
    if markets[market].markVersion == 0 { return .noMarkPrice }
    if command.conditions.peg == .trailing || command.conditions.peg != .none && command.order.type == .market {
      return .invalidPeg
    }
    if command.conditions.withinMark || command.conditions.isDay && !command.order.mayRest {
      return .conflictingInstructions
    }
    if !markets[market].takesDisplay(of: command) { return .invalidDisplay }
    if !markets[market].takesLink(of: command.conditions, isHeld: false) { return .linkNotOffered }
    return markets[market].stops.isFull ? .bookFull : nil
  }

  private mutating func wait(
    _ command: PlaceConditional, owner: Slot, isHeld: Bool, into events: inout EventBuffer
  ) {
    let market = Int(command.order.instrument.rawValue)
    let id = OrderID(sequence: sequence, in: command.order.instrument)
    var order = ConditionalOrder(
      id: id, order: command.order, conditions: command.conditions, placed: time, name: noSlot, isWaiting: true)
    order.isHeld = isHeld
    if order.order.type == .market && order.order.timeInForce == .goodTillCancel {
      order.order.timeInForce = .immediateOrCancel
    }
    if order.isTrailing {
      order.extreme = followed(by: command)
      order.conditions.stopPrice = markets[market].trailingStop(order, from: order.extreme)
    }
    if command.order.isNamed {
      order.name = accounts.names.insert(command.order.clientID, of: command.order.account, for: id)
    }
    _ = markets[market].wait(order, owner: owner, accounts: &accounts)
    if command.conditions.isDay { agenda.dayEnd = min(agenda.dayEnd, time.nextDay) }
    if order.isTrailing { planTrailing(in: market) }
    events.append(.conditionsSet(order.statedConditions))
    events.append(.orderPlaced(OrderPlaced(execution: accounts.nextExecution(), order: order.stated)))
  }

  /// The price a trailing stop begins to follow; the mark stands in for a last price before the first trade.
  func followed(by command: PlaceConditional) -> Price {
    let market = Int(command.order.instrument.rawValue)
    return markets[market].price(of: TriggerList(command.conditions, command.order.side)) ?? markets[market].mark
  }

  /// The most waiting orders an account may have in a market.
  private func stopsPerPosition(in market: Int) -> UInt32 {
    let dated = UInt32(markets[market].terms.protection.stops)
    return dated == 0 ? limits.stopsPerPosition : min(dated, limits.stopsPerPosition)
  }
}

// MARK: Checks, in the order a trader would expect to hear of them

extension Engine {
  /// Why an order may not wait, whoever owns it, or nothing. What it would trade is checked when it comes to the book.
  private mutating func refusal(ofWaiting command: PlaceConditional, isHeld: Bool) -> Rejection? {
    let market = Int(command.order.instrument.rawValue)
    if markets[market].markVersion == 0 { return .noMarkPrice }
    if command.order.instructions.isPostOnly && !command.order.mayRest { return .conflictingInstructions }
    if !markets[market].takesDisplay(of: command) { return .invalidDisplay }
    if !markets[market].takesLink(of: command.conditions, isHeld: isHeld) { return .linkNotOffered }
    if command.conditions.withinMark && command.conditions.source != .last { return .conflictingInstructions }
    if !command.conditions.waits && command.conditions.isDay && !command.order.mayRest {
      return .conflictingInstructions
    }
    if command.order.isNamed, let reason = accounts.refusal(ofName: command.order.clientID, of: command.order.account) {
      return reason
    }
    if markets[market].stops.isFull { return .bookFull }
    if let reason = refusal(ofStop: command, isHeld: isHeld) { return reason }
    if command.order.type == .limit, markets[market].tick(of: command.order.price) == nil {
      return markets[market].priceRefusal(of: command.order)
    }
    let closesAll = command.order.instructions.closes && command.order.quantity == .zero
    return closesAll || markets[market].lots(of: command.order.quantity) != nil ? nil : .invalidQuantity
  }

  private func refusal(ofStop command: PlaceConditional, isHeld: Bool) -> Rejection? {
    // What only waits for another order has no price to wait for, nor one to take from the book yet.
    if !command.conditions.waits { return command.conditions.peg == .none ? nil : .invalidPeg }
    let market = Int(command.order.instrument.rawValue)
    let list = TriggerList(command.conditions, command.order.side)
    var stop = command.conditions.stopPrice
    switch command.conditions.peg {
    case .none: break
    case .trailing:
      guard markets[market].takes(command.conditions.pegOffset, on: list) else { return .invalidPeg }
      stop = markets[market].trailingStop(list, command.conditions.pegOffset, from: followed(by: command))
      guard markets[market].tick(of: stop) != nil else { return .invalidPeg }
    default: return .invalidPeg
    }
    guard markets[market].tick(of: stop) != nil else { return .invalidStopPrice }
    let isDue = !isHeld && markets[market].stops.triggers(list, stop: stop, at: markets[market].price(of: list))
    return isDue ? .immediatelyTriggered : nil
  }
}

extension Market {
  /// What a peg makes of the prices as they are; nil without one to follow, or when the price is none.
  func pegged(_ command: PlaceConditional) -> Price? {
    let side = command.order.side
    let offset = command.conditions.pegOffset
    let bound = price(of: book.ticks - 1)
    guard offset < bound, offset > -bound,
      let followed = PegPrice.followed(
        by: command.conditions.peg, own: shownTouch(BookSide(side)).map { price(of: $0) },
        other: shownTouch(BookSide(side.opposite)).map { price(of: $0) },
        last: lastTick == 0 ? nil : price(of: lastTick))
    else { return nil }
    let pegged = PegPrice.price(following: followed, offset: offset, side, tickSize: terms.tickSize)
    return tick(of: pegged) == nil ? nil : pegged
  }

  /// Keeps what an order carries while it rests; of one that does not, nothing.
  mutating func keepConditions(_ conditions: Slot) {
    if book.find(stops[conditions].id.rawValue) == noSlot { stops.remove(conditions) }
  }

  /// Whether a trailing stop may keep this distance: below a price it follows upwards, above one it follows downwards.
  func takes(_ offset: Price, on list: TriggerList) -> Bool {
    let bound = price(of: book.ticks - 1)
    return list.falls ? offset < .zero && offset > -bound : offset > .zero && offset < bound
  }

  /// The stop price of a trailing stop at its distance from a price, on the tick, rounded away from that price.
  func trailingStop(_ list: TriggerList, _ offset: Price, from price: Price) -> Price {
    TriggerRule.trailingStop(from: price, offset: offset, falls: list.falls, tickSize: terms.tickSize)
  }

  func trailingStop(_ order: ConditionalOrder, from price: Price) -> Price {
    trailingStop(order.list, order.conditions.pegOffset, from: price)
  }
}
