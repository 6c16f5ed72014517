import ApusModel

/// An order on its way into the book: what the checks have settled.
struct IncomingOrder {
  var terms: Order
  /// Price level; for a market order the last level it may reach.
  var limit: UInt32
  /// Lots asked for.
  var lots: UInt32
  /// The value of one lot at its own price.
  var lotValue: Amount
  /// The owner's position.
  var position: Slot
  /// Whether it is its price, and not only its size, that limits it.
  var mayRest: Bool
}

extension Engine {
  mutating func placeOrder(_ command: PlaceOrder, into events: inout EventBuffer) {
    guard accounts.contains(command.account) else { return reject(command.account, .unknownAccount, into: &events) }
    guard Int(command.instrument.rawValue) < markets.count else {
      return reject(command.account, .unknownInstrument, into: &events)
    }
    switch prepare(command) {
    case .failure(let refusal): events.append(.rejected(refusal))
    case .success(let order): accept(order, into: &events)
    }
  }

  private mutating func accept(_ incoming: IncomingOrder, into events: inout EventBuffer) {
    let market = Int(incoming.terms.instrument.rawValue)
    if incoming.terms.instructions.contains(.close) { makeRoomToClose(incoming, into: &events) }
    let name = claimName(of: incoming.terms)
    events.append(.orderPlaced(OrderPlaced(execution: accounts.nextExecution(), order: incoming.terms)))
    let outcome = markets[market].enter(incoming, name: name, accounts: &accounts, events: &events)
    if outcome == noSlot && name != noSlot { accounts.names.finish(name) }
    trimReduceOnlyOrders(into: &events)
  }

  /// A closing order takes precedence over resting orders of its side that would together exceed the position.
  private mutating func makeRoomToClose(_ incoming: IncomingOrder, into events: inout EventBuffer) {
    let position = accounts[position: incoming.position].position
    let closable = position.closable(by: incoming.terms.side)
    guard position[incoming.terms.side].quantity + incoming.terms.quantity > closable else { return }
    cancelOwnOrders(incoming.position, side: incoming.terms.side, .requested, into: &events)
  }

  private mutating func claimName(of order: Order) -> Slot {
    order.clientID.isEmpty ? noSlot : accounts.names.insert(order.clientID, of: order.account, for: order.id)
  }
}

// MARK: Checks, in the order a trader would expect to hear of them

extension Engine {
  private mutating func prepare(_ command: PlaceOrder) -> Result<IncomingOrder, Rejected> {
    let market = Int(command.instrument.rawValue)
    func refuse(_ reason: Rejection, _ detail: Int64 = 0) -> Result<IncomingOrder, Rejected> {
      .failure(Rejected(account: command.account, reason: reason, detail: detail))
    }
    guard markets[market].markVersion != 0 else { return refuse(.noMarkPrice) }
    if command.instructions.contains(.postOnly) && (command.type == .market || command.timeInForce != .goodTillCancel) {
      return refuse(.conflictingInstructions)
    }
    if !command.clientID.isEmpty {
      guard accounts.names.find(command.clientID, of: command.account) == noSlot else {
        return refuse(.duplicateClientID)
      }
      guard !accounts.names.isFull else { return refuse(.tooManyOrders) }
    }
    let slot = accounts.claim(command.account, in: market, of: markets)
    guard slot != noSlot else { return refuse(.tooManyPositions) }
    let position = accounts[position: slot].position
    let (side, quantity) = sized(command, position: position)
    guard quantity > .zero else { return refuse(refusalOfNothing(command), position.quantity.rawValue) }
    guard quantity <= markets[market].terms.maximumQuantity, let lots = markets[market].terms.lots(of: quantity) else {
      return refuse(.invalidQuantity)
    }
    guard let level = level(of: command, side: side) else { return refuse(priceRefusal(command)) }
    guard !markets[market].book.isFull else { return refuse(.bookFull) }
    let incoming = incoming(command, side: side, lots: UInt32(lots), level: level, position: slot)
    if let shortage = shortage(of: incoming) { return refuse(.insufficientAvailableBalance, shortage.rawValue) }
    return .success(incoming)
  }

  /// The side and contracts an order is for: a reducing order never asks for more than there is to reduce, and a
  /// closing order without a quantity takes the whole position, whichever way it stands.
  @inline(__always)
  private func sized(_ command: PlaceOrder, position: Position) -> (Side, Contracts) {
    if command.instructions.isDisjoint(with: [.reduceOnly, .close]) { return (command.side, command.quantity) }
    if command.instructions.contains(.close) && command.quantity == .zero {
      return (position.quantity > .zero ? .sell : .buy, position.quantity.magnitude)
    }
    guard command.quantity > .zero else { return (command.side, .zero) }
    return (command.side, min(command.quantity, position.closable(by: command.side)))
  }

  private func refusalOfNothing(_ command: PlaceOrder) -> Rejection {
    let reduces = !command.instructions.isDisjoint(with: [.reduceOnly, .close])
    return reduces && command.quantity >= .zero ? .wouldIncreasePosition : .invalidQuantity
  }

  /// The price level an order may reach, and the one it is charged at.
  @inline(__always)
  private func level(of command: PlaceOrder, side: Side) -> (limit: UInt32, priced: UInt32)? {
    let market = Int(command.instrument.rawValue)
    if command.type == .limit {
      return markets[market].terms.tick(of: command.price).map { ($0, $0) }
    }
    let last: UInt32 = side == .buy ? markets[market].book.ticks - 1 : 0
    // A market order carries the price of the touch it meets; in an empty book, of the mark.
    if let touch = markets[market].book.best(BookSide(side.opposite)) { return (last, touch) }
    let mark = UInt32(max(1, markets[market].mark.rawValue / markets[market].terms.tickSize.rawValue))
    return (last, min(mark, markets[market].book.ticks - 1))
  }

  private func priceRefusal(_ command: PlaceOrder) -> Rejection {
    let terms = markets[Int(command.instrument.rawValue)].terms
    return command.price > .zero && command.price <= terms.maximumPrice ? .invalidPriceTick : .invalidPrice
  }

  @inline(__always)
  private func incoming(
    _ command: PlaceOrder, side: Side, lots: UInt32, level: (limit: UInt32, priced: UInt32), position: Slot
  ) -> IncomingOrder {
    let market = Int(command.instrument.rawValue)
    let order = Order(
      id: OrderID(sequence: sequence, in: command.instrument), account: command.account,
      instrument: command.instrument, side: side, type: command.type,
      timeInForce: command.type == .market && command.timeInForce == .goodTillCancel
        ? .immediateOrCancel : command.timeInForce,
      instructions: command.instructions, price: markets[market].price(of: level.priced),
      quantity: markets[market].contracts(lots), clientID: command.clientID, placed: time)
    return IncomingOrder(
      terms: order, limit: level.limit, lots: lots, lotValue: markets[market].lotValue(at: level.priced),
      position: position, mayRest: order.timeInForce == .goodTillCancel)
  }

  /// The margin the order asks for when the account cannot spare it, else nothing.
  ///
  /// An order that would take is charged at the touch, where it begins to trade; one priced through the mark
  /// must also fund the loss it makes at once.
  @inline(__always)
  private mutating func shortage(of incoming: IncomingOrder) -> Amount? {
    let market = Int(incoming.terms.instrument.rawValue)
    let side = incoming.terms.side
    let record = accounts[position: incoming.position]
    let charged = markets[market].chargedLotValue(incoming)
    var position = record.position
    position[side].add(incoming.terms.quantity, worth: charged * Int64(incoming.lots))
    let more = position.orderMargin(rate: record.orderRate) - record.reserved
    let closing = record.position.closable(by: side).rawValue / markets[market].terms.lot.rawValue
    let opening = max(0, Int64(incoming.lots) - closing)
    let required = more + markets[market].premium(side, opening: opening, lotValue: incoming.lotValue)
    guard required > .zero else { return nil }
    let currency = markets[market].terms.settlement
    let available = accounts.available(incoming.terms.account, in: currency, markets: markets)
    return required > available ? required : nil
  }
}

extension Market {
  /// The value of a lot where the order begins to trade, or at its own price when it rests.
  @inline(__always) func chargedLotValue(_ incoming: IncomingOrder) -> Amount {
    let side = BookSide(incoming.terms.side)
    guard incoming.terms.type == .limit, let touch = book.best(side.opposite) else { return incoming.lotValue }
    let takes = side == .buy ? touch < incoming.limit : touch > incoming.limit
    return takes ? lotValue(at: touch) : incoming.lotValue
  }
}
