import ApusModel

/// What a market cannot know about an order that is placed in it.
struct Arrival: BitwiseCopyable {
  let id: OrderID
  let time: Timestamp
  /// What the account's wallet holds beyond all it has in other markets.
  let uncommitted: Amount
  /// What the order carries besides a plain one, in the stop book; `noSlot` for a plain one.
  var conditions: Slot = noSlot
}

// All of it happens inside the market, so that it is looked up once and not for every question.

extension Market {
  /// Weighs a new order and, when nothing speaks against it, brings it to the book.
  mutating func place(
    _ command: PlaceOrder, _ arrival: Arrival, accounts: inout Accounts, events: inout EventBuffer
  ) {
    let known = accounts.slot(command.account, in: id)
    let whole = accounts.positions[known].gate.union(gate)
    if !whole.isEmpty, refuseOrRestrict(command, arrival, at: whole, accounts: &accounts, events: &events) { return }
    if let reason = refusal(of: command, accounts: &accounts) { return events.reject(command.account, reason) }
    guard let level = level(of: command, command.side) else {
      return events.reject(command.account, priceRefusal(of: command))
    }
    let slot = known != noSlot ? known : accounts.open(command.account, in: id, terms: terms)
    guard slot != noSlot else { return events.reject(command.account, .tooManyPositions) }
    // An account without a position has no orders either, so this refusal leaves none behind.
    if command.mayRest && !accounts.positions[slot].hasRoom(for: command.instructions, quietOrders),
      refuseOrLabel(command, arrival, position: slot, accounts: &accounts, events: &events)
    {
      return
    }
    let isTaken = take(command, arrival, level: level, position: slot, accounts: &accounts, events: &events)
    // A refusal changes nothing, so it takes no place among the positions either.
    if !isTaken && known == noSlot { accounts.unclaim(slot) }
  }

  /// Refuses an order that something keeps out, or places it as one that can only reduce, or not shown; answers whether it
  /// was one of these.
  @inline(never)
  private mutating func refuseOrRestrict(
    _ command: PlaceOrder, _ arrival: Arrival, at gate: Gate, accounts: inout Accounts, events: inout EventBuffer
  ) -> Bool {
    let whole = gate.contains(.unasked) ? gate.union(accounts.gate(of: command.account)) : gate
    if let reason = whole.refusal(reduces: command.instructions.reduces) {
      events.reject(command.account, reason)
      return true
    }
    guard gate.contains(.profitContract), command.side == .sell, !command.instructions.reduces,
      accounts[command.account].role != .anchor
    else { return refuseOrHide(command, arrival, at: whole, accounts: &accounts, events: &events) }
    let slot = accounts.slot(command.account, in: id)
    let held = slot == noSlot ? Contracts.zero : accounts.positions[slot].position.closable(by: .sell)
    if command.quantity > held {
      events.reject(command.account, .shortNotAllowed, held.rawValue)
    } else {
      var reducing = command
      reducing.instructions.insert(.reduceOnly)
      place(reducing, arrival, accounts: &accounts, events: &events)
    }
    return true
  }

  /// Sizes and weighs an order and brings it to the book; answers false when it was refused.
  @inline(__always)
  private mutating func take(
    _ command: PlaceOrder, _ arrival: Arrival, level: UInt32, position slot: Slot, accounts: inout Accounts,
    events: inout EventBuffer
  ) -> Bool {
    var (side, quantity, level) = (command.side, command.quantity, level)
    if command.instructions.reduces {
      (side, quantity) = reducing(command, holding: &accounts.positions[slot])
      // Closing everything turns to the side the position asks for, and a market order to that side's touch.
      if side != command.side, let turned = self.level(of: command, side) { level = turned }
    }
    guard let lots = lots(of: quantity) else {
      refuseSize(of: command, holding: &accounts.positions[slot], into: &events)
      return false
    }
    var order = IncomingOrder(
      command, arrival, side: side, lots: lots, level: level, lotValue: lotValue(at: level), position: slot)
    if arrival.conditions != noSlot { order.flags |= stops[arrival.conditions].flags }
    order.premium = premium(
      side, closes: accounts.positions[slot].unclaimed(by: side) >= quantity, lotValue: order.lotValue)
    if command.type == .market {
      order.limit = worstLevel(side)
      if command.timeInForce == .goodTillCancel { order.timeInForce = .immediateOrCancel }
    }
    if isBanded, let bound = keepInBand(&order) {
      events.reject(command.account, .priceBeyondBand, price(of: bound).rawValue)
      return false
    }
    let worth = worth(of: order)
    // What only reduces never takes its account beyond what it may hold.
    if !command.instructions.reduces {
      guard accounts.positions[slot].mayHold(quantity, on: side, within: maximumHolding) else {
        events.reject(command.account, .tooManyContracts)
        return false
      }
      if let limit = riskLimitNeeded(slot, adding: quantity, worth: worth, on: side, accounts: &accounts) {
        events.reject(command.account, .riskLimitExceeded, limit.rawValue)
        return false
      }
    }
    refreshMargin(slot, accounts: &accounts)
    let free = arrival.uncommitted - accounts.positions[slot].tiedUp
    if let shortage = shortage(of: order, quantity, worth: worth, free: free, accounts: &accounts) {
      events.reject(command.account, .insufficientAvailableBalance, shortage.rawValue)
      return false
    }
    if order.premium.rawValue > 0 && command.type == .limit
      && !bears(quantity, worth: order.lotValue &* Int64(order.lots), accounts.positions[slot], free: free)
      && wouldBeLiquidated(by: order, uncommitted: arrival.uncommitted, accounts: &accounts)
    {
      events.reject(command.account, .immediateLiquidation)
      return false
    }
    if command.type == .market { order.funds = funds(of: order, free: free, accounts: &accounts) }
    accept(&order, command, arrival, accounts: &accounts, events: &events)
    return true
  }

  /// Brings an order that nothing speaks against to the book.
  @inline(__always)
  mutating func accept(
    _ incoming: inout IncomingOrder, _ command: PlaceOrder, _ arrival: Arrival, accounts: inout Accounts,
    events: inout EventBuffer
  ) {
    if arrival.conditions != noSlot { events.append(.conditionsSet(stops[arrival.conditions].statedConditions)) }
    events.append(
      .orderPlaced(
        OrderPlaced(
          execution: accounts.nextExecution(),
          order: Order(
            id: incoming.id, account: incoming.account, instrument: id, side: incoming.side, type: incoming.type,
            timeInForce: incoming.timeInForce, instructions: incoming.instructions,
            price: price(of: incoming.priced), quantity: contracts(incoming.lots), clientID: command.clientID,
            placed: incoming.placed))))
    if incoming.instructions.closes {
      makeRoomToClose(incoming, accounts: &accounts, events: &events)
      cap(&incoming)
    }
    let name = command.isNamed ? accounts.remember(command, as: incoming.id) : noSlot
    let rests = enter(incoming, name: name, accounts: &accounts, events: &events)
    if !rests && name != noSlot { accounts.names.finish(name) }
  }

  /// A closing order takes precedence over resting orders of its side that would together exceed the position.
  @inline(never)
  mutating func makeRoomToClose(
    _ incoming: IncomingOrder, accounts: inout Accounts, events: inout EventBuffer
  ) {
    if incoming.instructions.contains(.alone) {
      cancelOwnOrders(incoming.position, side: nil, .requested, accounts: &accounts, events: &events)
      return cancelWaiting(of: incoming.position, side: nil, .requested, accounts: &accounts, events: &events)
    }
    let position = accounts.positions[incoming.position].position
    let closable = position.closable(by: incoming.side)
    guard position[incoming.side].quantity + contracts(incoming.lots) > closable else { return }
    cancelOwnOrders(incoming.position, side: incoming.side, .requested, accounts: &accounts, events: &events)
  }
}

// MARK: Checks, in the order a trader would expect to hear of them

extension Market {
  /// Why an order is refused whatever its price and size, or nothing.
  @inline(__always)
  private mutating func refusal(of command: PlaceOrder, accounts: inout Accounts) -> Rejection? {
    if markVersion == 0 { return .noMarkPrice }
    if command.instructions.isPostOnly && !command.mayRest { return .conflictingInstructions }
    if command.isNamed, let reason = accounts.refusal(ofNameOf: command) { return reason }
    return command.mayRest && isFull ? .bookFull : nil
  }

  /// The level of the price an order carries, or nil when it has none: for a market order, the touch it meets.
  @inline(__always) func level(of command: PlaceOrder, _ side: Side) -> UInt32? {
    if command.type == .limit { return tick(of: command.price) }
    if let touch = book.best(BookSide(side.opposite)) { return touch }
    return min(UInt32(max(1, mark.rawValue / terms.tickSize.rawValue)), book.ticks - 1)
  }

  func priceRefusal(of command: PlaceOrder) -> Rejection {
    command.price > .zero && command.price <= terms.maximumPrice ? .invalidPriceTick : .invalidPrice
  }

  // The records come as `inout` because a function that only reads one would be given a copy.

  @inline(never)
  private mutating func refuseSize(
    of command: PlaceOrder, holding record: inout PositionRecord, into events: inout EventBuffer
  ) {
    let held = record.position.quantity
    let closesAll = command.instructions.closes && command.quantity == .zero
    if closesAll ? held == .zero : lots(of: command.quantity) != nil {
      return events.reject(command.account, .wouldIncreasePosition, held.rawValue)
    }
    events.reject(command.account, .invalidQuantity)
  }

  /// The side and contracts a reducing order is for: it never asks for more than there is to reduce, and a closing
  /// order without a quantity takes the whole position, whichever way it stands.
  @inline(never)
  mutating func reducing(_ command: PlaceOrder, holding record: inout PositionRecord) -> (Side, Contracts) {
    let position = record.position
    if command.instructions.closes && command.quantity == .zero {
      return (position.quantity > .zero ? .sell : .buy, position.quantity.magnitude)
    }
    // A size that may not be asked for is not made right by being cut to the position.
    guard lots(of: command.quantity) != nil else { return (command.side, .zero) }
    return (command.side, min(command.quantity, position.closable(by: command.side)))
  }

  /// The margin the order asks for when the account cannot spare it, else nothing.
  ///
  /// One priced through the mark must also fund the loss it makes at once; one that only closes may pay for it out of
  /// the margin that closing sets free.
  @inline(__always)
  mutating func shortage(
    of order: IncomingOrder, _ quantity: Contracts, worth value: Amount, free: Amount, accounts: inout Accounts
  ) -> Amount? {
    let premium = Amount(rawValue: order.premium.rawValue &* Int64(order.lots))
    if accounts.positions[order.position].isSurelyCovered(by: free, adding: value, premium: premium, on: order.side) {
      return nil
    }
    let closes = accounts.positions[order.position].unclaimed(by: order.side) >= quantity
    return accounts.positions[order.position].shortage(
      of: free, adding: quantity, worth: value, premium: premium, on: order.side, closes: closes)
  }

  /// What an order is charged at.
  @inline(__always) func worth(of order: IncomingOrder) -> Amount {
    let charged =
      order.type == .market ? order.lotValue : chargedLotValue(order.side, order.limit, order.lotValue)
    return Amount(rawValue: charged.rawValue &* Int64(order.lots))
  }

  /// What a lot of a limit order is charged at: its own price, or the touch where it begins to trade if that is dearer.
  ///
  /// The dearer of the two, because a part may trade at once while the rest stays at the order's own price.
  @inline(__always) func chargedLotValue(_ side: Side, _ limit: UInt32, _ own: Amount) -> Amount {
    guard let touch = book.bestUnguessed(BookSide(side.opposite)) else { return own }
    let takes = side == .buy ? touch < limit : touch > limit
    return takes ? max(own, lotValue(at: touch)) : own
  }
}

extension PlaceOrder {
  /// Whether what is left of the order may stay in the book: only then does it ask for room there.
  @inline(__always) var mayRest: Bool { type == .limit && timeInForce == .goodTillCancel }
}

extension PositionRecord {
  /// Whether another order may rest.
  @inline(__always) func hasRoom(for instructions: Instructions, _ most: UInt32) -> Bool {
    orders < most && (!instructions.reduces || position.reduceOnlyOrders < .max)
  }
}

// Whole commands go out of the way, because their names would be copied on it just in case.
extension Accounts {
  @inline(never) fileprivate mutating func refusal(ofNameOf command: PlaceOrder) -> Rejection? {
    refusal(ofName: command.clientID, of: command.account)
  }

  @inline(never) fileprivate mutating func remember(_ command: PlaceOrder, as order: OrderID) -> Slot {
    names.insert(command.clientID, of: command.account, for: order)
  }
}
