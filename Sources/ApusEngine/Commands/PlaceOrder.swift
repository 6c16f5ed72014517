import ApusModel

/// An order on its way into the book: what the checks have settled.
struct IncomingOrder: BitwiseCopyable {
  let id: OrderID
  let placed: Timestamp
  /// The value of one lot at its own price.
  let lotValue: Amount
  let account: AccountID
  /// The owner's position.
  let position: Slot
  /// Lots asked for.
  let lots: UInt32
  /// The last price level it may reach.
  let limit: UInt32
  /// The level of the price it carries: for a market order, the touch it meets.
  let priced: UInt32
  let side: Side
  let type: OrderType
  let timeInForce: TimeInForce
  let instructions: Instructions
  /// Whether all of it closes.
  let closes: Bool
  /// What a lot of it loses at once against the mark.
  let premium: Amount
  /// For a market order, what its account can put into it.
  var funds: Amount = .zero

  @inline(__always) var taker: Taker {
    Taker(
      order: id, account: account, side: side, limit: limit, position: position, reduces: instructions.reduces,
      isMarket: type == .market, leaves: lots, funds: funds)
  }
}

extension Engine {
  @inline(__always)
  mutating func placeOrder(_ command: PlaceOrder, into events: inout EventBuffer) {
    guard accounts.contains(command.account) else { return reject(command.account, .unknownAccount, into: &events) }
    let market = Int(command.instrument.rawValue)
    guard market < markets.count else { return reject(command.account, .unknownInstrument, into: &events) }
    if let reason = refusal(of: command) { return reject(command.account, reason, into: &events) }
    guard var level = level(of: command, command.side) else {
      return reject(command.account, priceRefusal(of: command), into: &events)
    }
    let isFirst = accounts.slot(command.account, in: command.instrument) == noSlot
    let slot = accounts.claim(command.account, in: market, of: markets)
    guard slot != noSlot else { return reject(command.account, .tooManyPositions, into: &events) }
    // An account without a position has no orders either, so this refusal leaves none behind.
    if command.mayRest && !hasRoom(slot, command) { return reject(command.account, .tooManyOrders, into: &events) }
    let (side, quantity) = sized(command, position: slot)
    guard let lots = markets[market].lots(of: quantity) else {
      refuseSize(of: command, position: slot, into: &events)
      // A refusal changes nothing, so it takes no place among the positions either.
      if isFirst { accounts.unclaim(slot) }
      return
    }
    // Closing everything turns to the side the position asks for, and a market order to that side's touch.
    if side != command.side, let turned = self.level(of: command, side) { level = turned }
    var incoming = incoming(command, side: side, lots: lots, level: level, position: slot)
    if isTooMuch(incoming) {
      reject(command.account, .riskLimitExceeded, into: &events)
      if isFirst { accounts.unclaim(slot) }
      return
    }
    if let shortage = shortage(of: incoming) {
      reject(command.account, .insufficientAvailableBalance, shortage.rawValue, into: &events)
      if isFirst { accounts.unclaim(slot) }
      return
    }
    if incoming.type == .market { incoming.funds = funds(of: incoming) }
    accept(incoming, command, into: &events)
  }

  @inline(__always)
  private mutating func accept(
    _ incoming: IncomingOrder, _ command: PlaceOrder, into events: inout EventBuffer
  ) {
    let market = Int(incoming.id.instrument.rawValue)
    events.append(.orderPlaced(placed(incoming, command, market)))
    if incoming.instructions.closes { makeRoomToClose(incoming, into: &events) }
    let name = command.isNamed ? remember(command, incoming.id) : noSlot
    let rests = markets[market].enter(incoming, name: name, accounts: &accounts, events: &events)
    if !rests && name != noSlot { accounts.names.finish(name) }
    trimReduceOnlyOrders(into: &events)
  }

  @inline(__always)
  private mutating func placed(_ incoming: IncomingOrder, _ command: PlaceOrder, _ market: Int) -> OrderPlaced {
    OrderPlaced(
      execution: accounts.nextExecution(),
      order: Order(
        id: incoming.id, account: incoming.account, instrument: incoming.id.instrument, side: incoming.side,
        type: incoming.type, timeInForce: incoming.timeInForce, instructions: incoming.instructions,
        price: markets[market].price(of: incoming.priced), quantity: markets[market].contracts(incoming.lots),
        clientID: command.clientID, placed: incoming.placed))
  }

  @inline(never) private mutating func remember(_ command: PlaceOrder, _ order: OrderID) -> Slot {
    accounts.names.insert(command.clientID, of: command.account, for: order)
  }

  /// A closing order takes precedence over resting orders of its side that would together exceed the position.
  private mutating func makeRoomToClose(_ incoming: IncomingOrder, into events: inout EventBuffer) {
    let position = accounts.positions[incoming.position].position
    let closable = position.closable(by: incoming.side)
    let quantity = markets[Int(position.instrument.rawValue)].contracts(incoming.lots)
    guard position[incoming.side].quantity + quantity > closable else { return }
    cancelOwnOrders(incoming.position, side: incoming.side, .requested, into: &events)
  }
}

// MARK: Checks, in the order a trader would expect to hear of them

extension Engine {
  /// Why an order is refused whatever its price and size, or nothing.
  @inline(__always)
  private mutating func refusal(of command: PlaceOrder) -> Rejection? {
    let market = Int(command.instrument.rawValue)
    if markets[market].markVersion == 0 { return .noMarkPrice }
    if command.instructions.isPostOnly && !command.mayRest { return .conflictingInstructions }
    if command.isNamed, let reason = nameRefusal(of: command) { return reason }
    return command.mayRest && markets[market].book.isFull ? .bookFull : nil
  }

  /// Whether an account may have another resting order in a market.
  @inline(__always) private func hasRoom(_ slot: Slot, _ command: PlaceOrder) -> Bool {
    if accounts.positions[slot].orders >= limits.ordersPerPosition { return false }
    return !command.instructions.reduces || accounts.positions[slot].position.reduceOnlyOrders < .max
  }

  // Apart from the way of the many orders without a name, which would copy it just in case.
  @inline(never) private mutating func nameRefusal(of command: PlaceOrder) -> Rejection? {
    accounts.refusal(ofName: command.clientID, of: command.account)
  }

  /// The level of the price an order carries, or nil when it has none: for a market order, the touch it meets.
  @inline(__always)
  private func level(of command: PlaceOrder, _ side: Side) -> UInt32? {
    let market = Int(command.instrument.rawValue)
    if command.type == .limit { return markets[market].tick(of: command.price) }
    if let touch = markets[market].book.best(BookSide(side.opposite)) { return touch }
    let mark = UInt32(max(1, markets[market].mark.rawValue / markets[market].terms.tickSize.rawValue))
    return min(mark, markets[market].book.ticks - 1)
  }

  private func priceRefusal(of command: PlaceOrder) -> Rejection {
    let highest = markets[Int(command.instrument.rawValue)].terms.maximumPrice
    return command.price > .zero && command.price <= highest ? .invalidPriceTick : .invalidPrice
  }

  private func refuseSize(of command: PlaceOrder, position: Slot, into events: inout EventBuffer) {
    let held = accounts.positions[position].position
    let closesAll = command.instructions.closes && command.quantity == .zero
    let isSound = markets[Int(command.instrument.rawValue)].lots(of: command.quantity) != nil
    if closesAll ? held.quantity == .zero : isSound {
      return reject(command.account, .wouldIncreasePosition, held.quantity.rawValue, into: &events)
    }
    reject(command.account, .invalidQuantity, into: &events)
  }

  /// The side and contracts an order is for: a reducing order never asks for more than there is to reduce, and a
  /// closing order without a quantity takes the whole position, whichever way it stands.
  @inline(__always)
  private func sized(_ command: PlaceOrder, position slot: Slot) -> (Side, Contracts) {
    if !command.instructions.reduces { return (command.side, command.quantity) }
    let position = accounts.positions[slot].position
    if command.instructions.closes && command.quantity == .zero {
      return (position.quantity > .zero ? .sell : .buy, position.quantity.magnitude)
    }
    // A size that may not be asked for is not made right by being cut to the position.
    guard markets[Int(command.instrument.rawValue)].lots(of: command.quantity) != nil else {
      return (command.side, .zero)
    }
    return (command.side, min(command.quantity, position.closable(by: command.side)))
  }

  @inline(__always)
  private func incoming(
    _ command: PlaceOrder, side: Side, lots: UInt32, level: UInt32, position: Slot
  ) -> IncomingOrder {
    let market = Int(command.instrument.rawValue)
    let isMarket = command.type == .market
    let farthest: UInt32 = side == .buy ? markets[market].book.ticks - 1 : 0
    let lotValue = markets[market].lotValue(at: level)
    let closes = markets[market].contracts(lots) <= accounts.positions[position].unclaimed(by: side)
    return IncomingOrder(
      id: OrderID(sequence: sequence, in: command.instrument), placed: time,
      lotValue: lotValue, account: command.account, position: position, lots: lots,
      limit: isMarket ? farthest : level, priced: level, side: side, type: command.type,
      timeInForce: isMarket && command.timeInForce == .goodTillCancel ? .immediateOrCancel : command.timeInForce,
      instructions: command.instructions, closes: closes,
      premium: markets[market].premium(side, closes: closes, lotValue: lotValue))
  }

  /// Whether the order could take its account beyond what it may hold. What only reduces never does.
  @inline(__always) private func isTooMuch(_ incoming: IncomingOrder) -> Bool {
    let market = Int(incoming.id.instrument.rawValue)
    return !incoming.instructions.reduces
      && !accounts.positions[incoming.position].mayHold(
        markets[market].contracts(incoming.lots), on: incoming.side, within: markets[market].maximumHolding)
  }

  /// The margin the order asks for when the account cannot spare it, else nothing.
  ///
  /// One priced through the mark must also fund the loss it makes at once; one that only closes may pay for it out of
  /// the margin that closing sets free.
  @inline(__always)
  private mutating func shortage(of incoming: IncomingOrder) -> Amount? {
    let market = Int(incoming.id.instrument.rawValue)
    let charged =
      incoming.type == .market
      ? incoming.lotValue : markets[market].chargedLotValue(incoming.side, incoming.limit, incoming.lotValue)
    let value = charged * Int64(incoming.lots)
    let quantity = markets[market].contracts(incoming.lots)
    let growth = accounts.positions[incoming.position].orderMarginGrowth(
      adding: quantity, worth: value, on: incoming.side)
    let required = growth + incoming.premium * Int64(incoming.lots)
    guard required > .zero else { return nil }
    var available = accounts.available(incoming.account, in: markets[market].settlement, markets: markets)
    if incoming.closes { available += accounts.positions[incoming.position].tiedUp }
    return required > available ? required : nil
  }
}

extension PlaceOrder {
  /// Whether what is left of the order may stay in the book: only then does it ask for room there.
  @inline(__always) fileprivate var mayRest: Bool { type == .limit && timeInForce == .goodTillCancel }
}

extension Market {
  /// What a lot of a limit order is charged at: its own price, or the touch where it begins to trade if that is dearer.
  ///
  /// The dearer of the two, because a part may trade at once while the rest stays at the order's own price.
  @inline(__always) func chargedLotValue(_ side: Side, _ limit: UInt32, _ own: Amount) -> Amount {
    guard let touch = book.best(BookSide(side.opposite)) else { return own }
    let takes = side == .buy ? touch < limit : touch > limit
    return takes ? max(own, lotValue(at: touch)) : own
  }
}
