import ApusModel

/// What orders and fills do to the tables.
extension Tables {
  mutating func place(_ event: OrderPlaced, at time: Timestamp) {
    var record = OrderRecord(event.order, in: contract(of: event.order.instrument), at: time)
    if said != nil { record.remarks = Remarks(placed: said(by: event.order.account)) }
    let slot = insert(record)
    tell(ExecutionRecord(event.execution, .new, of: orders[slot], at: time))
  }

  /// Keeps what an order carries besides a plain one; of an order that is still to come, until it does.
  mutating func set(_ event: ConditionsSet, at time: Timestamp) {
    guard orders.slot(of: event.order) != nil else {
      announced = event
      return
    }
    let slot = orders.touch(event.order, isNews: isTelling)
    restated = (event.order, orders[slot].restate(event, at: time))
    news.unsettled.append(slot)
  }

  mutating func trigger(_ event: OrderTriggered, at time: Timestamp) {
    let slot = orders.touch(event.order.id, isNews: isTelling)
    orders[slot].trigger(event, at: time)
    news.unsettled.append(slot)
    tell(ExecutionRecord(event.execution, .triggered, of: orders[slot], at: time))
  }

  mutating func stand(_ order: Order, at time: Timestamp) {
    _ = insert(OrderRecord(order, in: contract(of: order.instrument), at: order.placed))
  }

  mutating func insert(_ record: OrderRecord) -> Int32 {
    var record = record
    if let announced, announced.order == record.order.id {
      record.conditions = announced.conditions
      record.shown = announced.shown
      record.isWaiting = announced.isWaiting
    }
    announced = nil
    let account = index(of: record.order.account)
    let slot = orders.insert(record, isNews: isTelling)
    orders[slot].place = Int32(accounts[account].open.count)
    accounts[account].open.append(slot)
    news.unsettled.append(slot)
    return slot
  }

  mutating func amend(_ event: OrderAmended, at time: Timestamp) {
    let slot = orders.touch(reopened(event.order), isNews: isTelling)
    orders[slot].amend(
      event, restated: restated?.order == event.order.id ? restated?.changes ?? [] : [],
      saying: event.byVenue ? nil : said(by: event.order.account), at: time)
    news.unsettled.append(slot)
    tell(ExecutionRecord(event.execution, .replaced, of: orders[slot], at: time))
  }

  /// The number of an order, which is open again if it was done.
  private mutating func reopened(_ order: Order) -> OrderID {
    let account = index(of: order.account)
    if let slot = orders.slot(of: order.id) {
      guard orders[slot].status != .open else { return order.id }
      orders.reopen(slot)
      orders[slot].status = .open
      orders[slot].place = Int32(accounts[account].open.count)
      accounts[account].open.append(slot)
    } else {
      var record = OrderRecord(order, in: contract(of: order.instrument), at: order.placed)
      if let before = accounts[account].closed.removeLatest(where: { $0.order.id == order.id }) { record = before }
      record.status = .open
      record.resting = .zero
      _ = insert(record)
    }
    return order.id
  }

  mutating func cancel(_ event: OrderCanceled, at time: Timestamp) {
    let slot = orders.touch(event.order, isNews: isTelling)
    orders[slot].cancel(event, saying: event.reason == .requested ? said(by: event.account) : nil, at: time)
    news.unsettled.append(slot)
    close(slot)
    tell(ExecutionRecord(event.execution, .canceled, of: orders[slot], at: time))
  }

  mutating func take(_ fill: Fill, at time: Timestamp) {
    let market = Int(fill.instrument.rawValue)
    if !fill.isMaker { markets[market].trade(fill, at: time, isNews: isTelling) }
    // The liquidation engine has no rows of its own.
    if fill.account == .venue { return }
    let account = index(of: fill.account)
    if accounts[account].firstTrade == nil { accounts[account].firstTrade = time }
    let slot = orders.touch(fill.order, isNews: isTelling)
    orders[slot].fill(fill, at: time)
    news.unsettled.append(slot)
    if fill.leaves == .zero { close(slot) }
    let place = accounts[account].begin(fill.instrument, at: time)
    accounts[account].positions[place].follow(fill, markets[market].contract)
    let wallet = accounts[account].wallet(markets[market].contract.terms.settlement, at: time)
    accounts[account].wallets[wallet].balance = fill.balance
    var record = ExecutionRecord(fill, of: orders[slot], quote: markets[market].quote, at: time)
    let fees = markets[market].contract.terms.fees(at: accounts[account].standing?.plan.feeTier ?? 0)
    record.rate = fill.isMaker && !fill.isConcealed ? fees.maker : fees.taker
    tell(record)
  }

  private mutating func close(_ slot: Int32) {
    orders.close(slot)
    let account = index(of: orders[slot].order.account)
    let hole = Int(orders[slot].place)
    let last = accounts[account].open.removeLast()
    if last != slot {
      accounts[account].open[hole] = last
      orders[last].place = Int32(hole)
    }
  }

  mutating func tell(_ execution: ExecutionRecord) {
    let account = index(of: execution.order.order.account)
    accounts[account].executions.append(execution)
    if isTelling { news.executions.append(execution) }
  }
}

// MARK: The book, between entries

extension Tables {
  /// Brings the book up to date with the orders that changed: an order counts in it as far as it rests.
  mutating func settleOrders() {
    for slot in news.unsettled { settle(slot) }
    settleLiquidations()
    news.unsettled.removeAll(keepingCapacity: true)
  }

  private mutating func settle(_ slot: Int32) {
    let record = orders[slot]
    let leaves = record.bookLeaves
    guard leaves != record.resting || record.order.price != record.restingPrice else { return }
    let market = Int(record.order.instrument.rawValue)
    if record.resting > .zero, record.restingPrice != record.order.price {
      shift(-record.resting, record.order.side, at: record.restingPrice, market)
      shift(leaves, record.order.side, at: record.order.price, market)
    } else {
      shift(leaves - record.resting, record.order.side, at: record.order.price, market)
    }
    orders[slot].resting = leaves
    orders[slot].restingPrice = record.order.price
  }

  mutating func shift(_ contracts: Contracts, _ side: Side, at price: Price, _ market: Int) {
    guard contracts != .zero else { return }
    guard let tick = markets[market].contract.terms.tick(of: price) else {
      preconditionFailure("an order rests at \(price.rawValue), which is no tick")
    }
    markets[market].book.add(contracts, side, at: tick, time, isNews: isTelling)
  }
}
