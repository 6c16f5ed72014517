import ApusModel

/// What each event does to the tables. Nothing here decides: an event carries the state it leads to.
extension Tables {
  // MARK: Venue

  mutating func list(_ terms: Instrument, _ id: InstrumentID, at time: Timestamp) {
    let number = Int(id.rawValue)
    precondition(number <= markets.count, "instrument \(id.rawValue) listed after \(markets.count) others")
    let contract = Contract(terms, id, number: contracts.count)
    contracts.append(contract)
    if number == markets.count { markets.append(Market(contract, limits)) } else { replace(number, by: contract) }
    markets[number].venue = trading
    markets[number].advance(to: time, isNews: isTelling)
    begin(terms)
    convert()
  }

  /// Begins the index an instrument follows, unless another instrument follows it too.
  mutating func begin(_ terms: Instrument) {
    guard !terms.reference.isEmpty, !indices.contains(where: { $0.symbol == terms.reference }) else { return }
    append(IndexRecord(terms))
  }

  mutating func price(_ event: PriceChanged, at time: Timestamp) {
    let market = Int(event.instrument.rawValue)
    markets[market].price(event, at: time, isNews: isTelling)
    let symbol = markets[market].contract.terms.reference
    // A listed index tells its own value.
    guard let place = indices.firstIndex(where: { $0.symbol == symbol && $0.id == nil }) else { return }
    set(event.index, ofIndexAt: place, at: time)
  }

  // MARK: Accounts

  mutating func open(_ account: AccountID, at time: Timestamp) {
    precondition(
      Int(account.rawValue) == accounts.count + 1, "account \(account.rawValue) after \(accounts.count) others")
    accounts.append(AccountState(account, at: time, limits))
    touch(account, at: time)
  }

  mutating func credit(_ change: WalletChanged, _ sequence: UInt64, at time: Timestamp) {
    let account = index(of: change.account)
    let wallet = accounts[account].wallet(change.currency, at: time)
    accounts[account].wallets[wallet].balance = change.balance
    accounts[account].wallets[wallet].deposited = change.deposited
    accounts[account].wallets[wallet].count(change)
    accounts[account].wallets[wallet].changed = time
    touch(change.account, at: time)
    // An image states what a wallet holds, not how it came to it.
    guard let reason = change.reason else { return }
    if reason == .deposit, accounts[account].firstDeposit == nil { accounts[account].firstDeposit = time }
    // What is set aside for a withdrawal, and what comes back, is told with the withdrawal.
    guard reason != .withdrawalHeld, reason != .withdrawalReturned else { return }
    keep(TransactionRecord(change, sequence, at: time))
  }

  /// Keeps a change of a wallet, and tells it.
  mutating func keep(_ change: TransactionRecord) {
    let record = told(change)
    accounts[index(of: record.change.account)].transactions.append(record)
    if isTelling { news.transactions.append((record, nil)) }
  }

  /// A withdrawal has one row, which says where it stands.
  mutating func take(_ change: WithdrawalChanged, at time: Timestamp) {
    let account = index(of: change.account)
    let wallet = accounts[account].wallet(change.currency, at: time)
    accounts[account].wallets[wallet].count(change)
    accounts[account].wallets[wallet].changed = time
    touch(change.account, at: time)
    let before = accounts[account].transactions.latest { $0.number == change.number }
    let stated = TransactionRecord(change, saying: before?.notes ?? WithdrawalNotes(said(by: change.account)), at: time)
    guard let before else { return keep(stated) }
    let record = told(stated)
    accounts[account].transactions.replace(record) { $0.number == change.number }
    guard isTelling else { return }
    if let place = news.transactions.firstIndex(where: { $0.record.number == change.number }) {
      news.transactions[place].record = record
    } else {
      news.transactions.append((record, before))
    }
  }

  mutating func hold(_ stated: Position, at time: Timestamp) {
    let market = Int(stated.instrument.rawValue)
    if stated.account.rawValue == 0 { return markets[market].holdForVenue(stated.quantity) }
    let account = index(of: stated.account)
    let place = accounts[account].begin(stated.instrument, at: time)
    // A position is told with the money of its currency, even before there is any.
    _ = accounts[account].wallet(markets[market].contract.terms.settlement, at: time)
    let before = accounts[account].positions[place].position.quantity
    accounts[account].positions[place].take(stated, at: time)
    touch(stated.account, at: time)
    guard before != stated.quantity else { return }
    markets[market].openInterest += max(stated.quantity, .zero) - max(before, .zero)
    markets[market].isDirty = true
    if before == .zero { addHolder(account, place, market) }
    if stated.quantity == .zero { removeHolder(account, place, market) }
  }

  mutating func set(_ event: IsolatedMarginChanged, at time: Timestamp) {
    let account = index(of: event.account)
    let place = accounts[account].begin(event.instrument, at: time)
    _ = accounts[account].wallet(contract(of: event.instrument).terms.settlement, at: time)
    accounts[account].positions[place].isolated = event.margin
    touch(event.account, at: time)
  }

  mutating func rank(_ event: DeleverageRanked, at time: Timestamp) {
    guard event.account.rawValue != 0 else { return }
    let account = index(of: event.account)
    guard let place = accounts[account].place(of: event.instrument) else { return }
    accounts[account].positions[place].lights = event.lights
    markDirty(event.account)
  }

  mutating func addHolder(_ account: Int, _ place: Int, _ market: Int) {
    accounts[account].positions[place].place = Int32(markets[market].holders.count)
    markets[market].holders.append(accounts[account].id)
  }

  private mutating func removeHolder(_ account: Int, _ place: Int, _ market: Int) {
    let hole = Int(accounts[account].positions[place].place)
    accounts[account].positions[place].place = -1
    let last = markets[market].holders.removeLast()
    guard hole < markets[market].holders.count else { return }
    markets[market].holders[hole] = last
    let moved = index(of: last)
    guard let its = accounts[moved].place(of: markets[market].contract.id) else {
      preconditionFailure("account \(last.rawValue) is a holder in a market it has no position in")
    }
    accounts[moved].positions[its].place = Int32(hole)
  }

  // MARK: Orders

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

  /// The contract that is traded under a number now.
  func contract(of instrument: InstrumentID) -> Contract { markets[Int(instrument.rawValue)].contract }

  mutating func tell(_ execution: ExecutionRecord) {
    let account = index(of: execution.order.order.account)
    accounts[account].executions.append(execution)
    if isTelling { news.executions.append(execution) }
  }

  // MARK: Between entries

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

  /// Quotes every touch that changed.
  mutating func quoteAll() {
    for market in markets.indices { markets[market].quote(at: time, isNews: isTelling) }
  }

  /// Where an account is kept.
  func index(of account: AccountID) -> Int {
    let index = Int(account.rawValue) - 1
    precondition(accounts.indices.contains(index), "account \(account.rawValue) is not open")
    return index
  }

  mutating func touch(_ account: AccountID, at time: Timestamp) {
    accounts[index(of: account)].changed = time
    markDirty(account)
  }

  /// Notes that an account's rows may have changed.
  mutating func markDirty(_ account: AccountID) {
    let index = index(of: account)
    guard !accounts[index].isDirty else { return }
    accounts[index].isDirty = true
    news.accounts.append(account)
  }
}
