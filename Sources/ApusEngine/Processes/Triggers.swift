import ApusModel

// Orders that wait come to the book when the price they follow has reached them. What they trade there moves the last
// price and may trigger others: one after the other, never one inside the other.

extension Engine {
  /// Lets the orders that are due come to the book, as many as one entry may see to; the rest waits for the next tick.
  ///
  /// Market by market: first what trails, at the price as it stands, then the other stops, by the order of
  /// `TriggerList`, the nearest stop price first and of equals the oldest.
  @inline(never) mutating func fireTriggers(into events: inout EventBuffer) {
    var left = limits.slice
    accounts.triggersAreDue = false
    for market in 0..<markets.count where markets[market].stops.isDue && markets[market].mayTrigger {
      while left > 0 && fireNext(in: market, into: &events) { left -= 1 }
      if markets[market].stops.isDue { accounts.triggersAreDue = true }
    }
  }

  /// Sees to the next order that is due in a market; answers whether there was one.
  private mutating func fireNext(in market: Int, into events: inout EventBuffer) -> Bool {
    let freed = markets[market].stops.firstFreed
    if freed != noSlot {
      settle(freed: freed, in: market, into: &events)
      return true
    }
    for number in 0..<TriggerList.count {
      let list = TriggerList(index: number)
      guard let price = markets[market].price(of: list) else { continue }
      let tripped = markets[market].stops.trips(list, at: price)
      if tripped != noSlot {
        trigger(tripped, in: market, at: price, into: &events)
        return true
      }
      let moved = markets[market].stops.moves(list, at: price)
      if moved != noSlot {
        follow(moved, in: market, to: price, into: &events)
        return true
      }
    }
    for number in 0..<TriggerList.count {
      let list = TriggerList(index: number)
      let due = markets[market].stops.due(list)
      if due != noSlot {
        let reached = list.price(ofKey: markets[market].stops.reached[list.index])
        trigger(due, in: market, at: reached, into: &events)
        return true
      }
    }
    markets[market].stops.settle()
    return false
  }

  /// Lets an order go whose linked order was filled, to wait for its price or to come to the book; or cancels it.
  private mutating func settle(freed slot: Slot, in market: Int, into events: inout EventBuffer) {
    if markets[market].stops[slot].fate == .orphaned {
      return markets[market].cancelWaiting(slot, .linked, accounts: &accounts, events: &events)
    }
    guard markets[market].stops[slot].conditions.waits else {
      return trigger(slot, in: market, at: .zero, into: &events)
    }
    markets[market].letGo(slot, into: &events)
    planTrailing(in: market)
  }

  /// Plans when the trailing stops of a market follow their prices next, where the dated terms let them do so by the clock.
  mutating func planTrailing(in market: Int) {
    markets[market].stops.planTrailing(after: time)
    agenda.trail = min(agenda.trail, markets[market].stops.followsAt)
  }

  /// Finds anew when any trailing stop follows next.
  mutating func findTrail() {
    agenda.trail = .never
    for market in 0..<markets.count { agenda.trail = min(agenda.trail, markets[market].stops.followsAt) }
  }

  /// Lets trailing stops follow the prices as they stand, where it is time.
  mutating func attendTrailing() {
    guard agenda.trail <= time else { return }
    for market in 0..<markets.count {
      markets[market].stops.follow(at: time)
      if markets[market].stops.isDue { accounts.triggersAreDue = true }
    }
    findTrail()
  }

  /// Draws a trailing stop along with the price it follows.
  private mutating func follow(_ slot: Slot, in market: Int, to price: Price, into events: inout EventBuffer) {
    let before = markets[market].stops[slot].conditions
    var conditions = before
    conditions.stopPrice = markets[market].trailingStop(markets[market].stops[slot], from: price)
    markets[market].stops.change(slot, to: conditions, extreme: price)
    if conditions != before { events.append(.conditionsSet(markets[market].stops[slot].statedConditions)) }
  }

  /// A waiting order comes to the book like a new one, with every check a new one meets; refused, it is canceled.
  private mutating func trigger(_ slot: Slot, in market: Int, at price: Price, into events: inout EventBuffer) {
    let waiting = markets[market].stops[slot]
    let arrival = Arrival(
      id: waiting.id, time: waiting.placed,
      uncommitted: accounts.uncommitted(waiting.order.account, outside: market, markets: markets))
    markets[market].trigger(slot, at: price, arrival, accounts: &accounts, events: &events)
    trimReduceOnlyOrders(into: &events)
  }
}

extension Market {
  /// Whether orders may come to the book by themselves: not while the index that stands behind the prices is invalid,
  /// nor while the market or the venue does not take everything.
  fileprivate var mayTrigger: Bool { prices.isIndexValid && gate.subtracting(.profitContract).isEmpty }

  fileprivate mutating func trigger(
    _ slot: Slot, at price: Price, _ arrival: Arrival, accounts: inout Accounts, events: inout EventBuffer
  ) {
    stopWaiting(slot, accounts: &accounts)
    let waited = stops[slot]
    var order = waited.stated
    do throws(TriggerRefusal) {
      var incoming = try weigh(waited.order, arrival, accounts: &accounts)
      incoming.flags |= waited.flags
      order.price = self.price(of: incoming.priced)
      order.quantity = contracts(incoming.lots)
      events.append(.orderTriggered(OrderTriggered(execution: accounts.nextExecution(), order: order, price: price)))
      if waited.conditions.waits && waited.conditions.contingency == .oneCancelsOther {
        cancelLinked(to: waited.id, accounts: &accounts, events: &events)
      }
      bring(&incoming, slot, accounts: &accounts, events: &events)
    } catch {
      events.append(.orderTriggered(OrderTriggered(execution: accounts.nextExecution(), order: order, price: price)))
      dropWaiting(slot, error.reason, accounts: &accounts, events: &events)
    }
  }

  private mutating func bring(
    _ incoming: inout IncomingOrder, _ waited: Slot, accounts: inout Accounts, events: inout EventBuffer
  ) {
    let name = stops[waited].name
    if incoming.instructions.closes { makeRoomToClose(incoming, accounts: &accounts, events: &events) }
    cap(&incoming)
    if enter(incoming, name: name, accounts: &accounts, events: &events) {
      sortIntoOwnersList(book.find(incoming.id.rawValue), owner: incoming.position, accounts: &accounts)
    } else {
      if name != noSlot { accounts.names.finish(name) }
      free(linkedTo: incoming.id, .released, accounts: &accounts)
      stops.remove(waited)
    }
  }

  /// The order as it comes to the book; throws what a new one would be refused for.
  private mutating func weigh(
    _ command: PlaceOrder, _ arrival: Arrival, accounts: inout Accounts
  ) throws(TriggerRefusal) -> IncomingOrder {
    let slot = accounts.slot(command.account, in: id)
    let hasRoom = accounts.positions[slot].hasRoom(for: command.instructions, ordersPerPosition)
    if command.mayRest && (isFull || !hasRoom) { throw TriggerRefusal(reason: .noRoom) }
    var quantity = command.quantity
    if command.instructions.reduces {
      let side: Side
      (side, quantity) = reducing(command, holding: &accounts.positions[slot])
      // A closing order that named its side closes that side or nothing.
      if side != command.side { throw TriggerRefusal(reason: .nothingToReduce) }
    }
    guard let lots = lots(of: quantity) else { throw TriggerRefusal(reason: .nothingToReduce) }
    guard let level = level(of: command, command.side) else { throw TriggerRefusal(reason: .priceBand) }
    var order = IncomingOrder(
      command, arrival, side: command.side, lots: lots, level: level, lotValue: lotValue(at: level), position: slot)
    order.premium = premium(
      command.side, closes: accounts.positions[slot].unclaimed(by: command.side) >= quantity, lotValue: order.lotValue)
    if command.type == .market { order.limit = worstLevel(command.side) }
    if isBanded && keepInBand(&order) != nil { throw TriggerRefusal(reason: .priceBand) }
    let worth = worth(of: order)
    if !command.instructions.reduces {
      guard accounts.positions[slot].mayHold(quantity, on: command.side, within: maximumHolding),
        riskLimitNeeded(slot, adding: quantity, worth: worth, on: command.side, accounts: &accounts) == nil
      else { throw TriggerRefusal(reason: .riskLimit) }
    }
    refreshMargin(slot, accounts: &accounts)
    let free = arrival.uncommitted - accounts.positions[slot].tiedUp
    if shortage(of: order, quantity, worth: worth, free: free, accounts: &accounts) != nil {
      throw TriggerRefusal(reason: .insufficientMargin)
    }
    if order.premium > .zero && command.type == .limit
      && wouldBeLiquidated(by: order, uncommitted: arrival.uncommitted, accounts: &accounts)
    {
      throw TriggerRefusal(reason: .immediateLiquidation)
    }
    if command.type == .market { order.funds = funds(of: order, free: free, accounts: &accounts) }
    return order
  }
}

/// Why a triggered order does not come to the book.
private struct TriggerRefusal: Error {
  let reason: CancelReason
}
