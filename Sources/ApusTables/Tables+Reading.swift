public import ApusAPI
public import ApusModel

/// Every table as it stands: the rows that were last told.
extension Tables {
  // MARK: Instruments

  /// All instruments in the order of their listing, then the indices.
  public var instruments: [InstrumentRow] { markets.map(\.row) + indices.compactMap(\.row) }

  /// How many instruments are listed.
  public var instrumentCount: Int { markets.count }

  /// The instrument of that name, in upper case.
  public func instrument(named symbol: String) -> InstrumentID? {
    let named = markets.filter { $0.contract.symbol == symbol }
    return (named.first { $0.state != .settled } ?? named.first)?.contract.id
  }

  /// The terms of an instrument.
  public func terms(of instrument: InstrumentID) -> Instrument { markets[place(instrument)].contract.terms }

  /// Whether an instrument was paid out.
  public func isSettled(_ instrument: InstrumentID) -> Bool { markets[place(instrument)].state == .settled }

  /// The row of an instrument.
  public func row(of instrument: InstrumentID) -> InstrumentRow { markets[place(instrument)].row }

  // MARK: Markets

  /// The best `depth` levels a side, asks then bids, each by falling price; all of them when no depth is given.
  public func orderBookL2(_ instrument: InstrumentID, depth: Int? = nil) -> [OrderBookRow] {
    let market = place(instrument)
    return markets[market].book.rows(markets[market].contract, depth: depth ?? Int.max)
  }

  /// The rows of table `orderBookL2_25`.
  public func orderBookL2Top(_ instrument: InstrumentID) -> [OrderBookRow] {
    let market = place(instrument)
    return markets[market].book.topRows(markets[market].contract)
  }

  /// The row of table `orderBook10`.
  public func orderBook10(_ instrument: InstrumentID) -> OrderBook10Row { markets[place(instrument)].book.ten }

  /// The latest quotes, oldest first.
  public func quotes(_ instrument: InstrumentID, latest limit: Int = .max) -> [QuoteRow] {
    let market = place(instrument)
    let contract = markets[market].contract
    return markets[market].quotes.latest(limit) { $0.row(contract) }
  }

  /// The latest trades, oldest first.
  public func trades(_ instrument: InstrumentID, latest limit: Int = .max) -> [TradeRow] {
    let market = place(instrument)
    let contract = markets[market].contract
    return markets[market].trades.latest(limit) { $0.row(contract) }
  }

  /// The latest bins of trades, oldest first.
  public func tradeBins(_ instrument: InstrumentID, _ size: BinSize, latest limit: Int = .max) -> [TradeBinRow] {
    let market = place(instrument)
    let contract = markets[market].contract
    return markets[market].bins.trades[size].latest(limit) { $0.row(contract) }
  }

  /// The latest touches at the ends of bins, oldest first.
  public func quoteBins(_ instrument: InstrumentID, _ size: BinSize, latest limit: Int = .max) -> [QuoteRow] {
    let market = place(instrument)
    let contract = markets[market].contract
    return markets[market].bins.quotes[size].latest(limit) { $0.row(contract) }
  }

  /// The bin of trades that still runs, stamped with its end; nil while the contract has no price or trades no more.
  public func runningTradeBin(_ instrument: InstrumentID, _ size: BinSize) -> TradeBinRow? {
    let market = markets[place(instrument)]
    guard let record = market.bins.running(size, in: market.minute) else { return nil }
    return market.state == .settled && record.bin.trades == 0 ? nil : record.row(market.contract)
  }

  /// The touch as of now under the end of the bin that still runs; nil before the first quote and after the last.
  public func runningQuoteBin(_ instrument: InstrumentID, _ size: BinSize) -> QuoteRow? {
    let market = markets[place(instrument)]
    guard let touch = market.bins.touch, market.state != .settled else { return nil }
    return QuoteRecord(end: size.start(of: market.minute) + size.minutes, touch: touch).row(market.contract)
  }

  /// When the next bin of any market ends; nil while there are none.
  public var nextBinEnd: Timestamp? {
    guard markets.contains(where: { $0.bins.minute != nil && $0.state != .settled }) else { return nil }
    return time.wholeMinute + Timestamp(rawValue: Timestamp.minute)
  }

  /// The latest settlements, oldest first.
  public func settlements(latest limit: Int = .max) -> [SettlementRow] {
    let contracts = contracts
    return settlements.latest(limit) { $0.row(contracts[$0.contract]) }
  }

  /// What an account may do, and why.
  public func standing(of account: AccountID) -> StandingChanged? { state(account)?.standing }

  // MARK: Accounts

  /// How many accounts are open; they are numbered from 1.
  public var accountCount: Int { accounts.count }

  /// How many orders are open in all.
  public var openOrderCount: Int { orders.count }

  /// An account's open orders, oldest first.
  public func openOrders(of account: AccountID) -> [OrderRow] {
    guard let state = state(account) else { return [] }
    return rows(openRecords(of: state))
  }

  /// An account's orders, the recent done ones among them, in the order they were placed.
  public func orders(of account: AccountID) -> [OrderRow] {
    guard let state = state(account) else { return [] }
    let all = state.closed.latest(.max) { $0 } + openRecords(of: state)
    return rows(all.sorted { ($0.order.placed, $0.order.id) < ($1.order.placed, $1.order.id) })
  }

  /// One of an account's orders by its number, if it is open or done recently.
  public func order(_ id: OrderID, of account: AccountID) -> OrderRow? {
    if let slot = orders.slot(of: id) { return orders[slot].order.account == account ? row(orders[slot]) : nil }
    guard let state = state(account), let record = state.closed.latest(where: { $0.order.id == id })
    else { return nil }
    return row(record)
  }

  /// One of an account's orders by the client's name for it; of several the latest, an open one before a done one.
  public func order(named name: ClientOrderID, of account: AccountID) -> OrderRow? {
    guard let state = state(account), !name.isEmpty else { return nil }
    for slot in state.open where orders[slot].order.clientID == name { return row(orders[slot]) }
    guard let record = state.closed.latest(where: { $0.order.clientID == name }) else { return nil }
    return row(record)
  }

  /// Whether one of an account's orders is open.
  public func isOpen(_ id: OrderID, of account: AccountID) -> Bool {
    orders.slot(of: id).map { orders[$0].status == .open && orders[$0].order.account == account } ?? false
  }

  /// The number of an account's open order of that name.
  public func openOrder(named name: ClientOrderID, of account: AccountID) -> OrderID? {
    guard let state = state(account), !name.isEmpty else { return nil }
    // Orders that are done are found here too until the next batch.
    for slot in state.open where orders[slot].order.clientID == name && orders[slot].status == .open {
      return orders[slot].order.id
    }
    return nil
  }

  /// An account's latest executions, oldest first.
  public func executions(of account: AccountID, latest limit: Int = .max) -> [ExecutionRow] {
    guard let state = state(account) else { return [] }
    let contracts = contracts
    return state.executions.latest(limit) { $0.row(contracts[$0.order.contract]) }
  }

  /// An account's positions, flat ones included, in the order they were begun.
  public func positions(of account: AccountID) -> [PositionRow] { state(account)?.positions.compactMap(\.row) ?? [] }

  /// An account's position in a market, if it ever had an order there.
  public func position(of account: AccountID, in instrument: InstrumentID) -> PositionRow? {
    guard let state = state(account), let place = state.place(of: instrument) else { return nil }
    return state.positions[place].row
  }

  /// An account's margins, bitcoin first.
  public func margins(of account: AccountID) -> [MarginRow] { state(account)?.wallets.compactMap(\.margin) ?? [] }

  /// An account's wallets, bitcoin first.
  public func wallets(of account: AccountID) -> [WalletRow] { state(account)?.wallets.compactMap(\.row) ?? [] }

  /// An account's latest wallet changes, oldest first.
  public func transactions(of account: AccountID, latest limit: Int = .max) -> [TransactionRow] {
    state(account)?.transactions.latest(limit) { $0.row } ?? []
  }

  /// What an account pays out, whether to another or for good, by the entry that asked for it; one of its latest changes.
  public func payout(_ sequence: UInt64, of account: AccountID) -> TransactionRow? {
    let number = TransactionNumber(payout: sequence)
    return state(account)?.transactions.latest { $0.number == number }?.row
  }

  /// When money first came into an account, and when it first traded; nil before that.
  public func beginnings(of account: AccountID) -> (deposit: Timestamp?, trade: Timestamp?) {
    let state = state(account)
    return (state?.firstDeposit, state?.firstTrade)
  }

  /// The terms of every contract there ever was, in the order of their listing.
  public var everyTerms: [Instrument] { contracts.map(\.terms) }

  /// What each account has made in a currency since it was opened, fees and funding counted, and what it deposited.
  public func profits(in currency: Currency) -> [(account: AccountID, profit: Amount, deposited: Amount)] {
    let settlements = markets.map(\.contract.terms.settlement)
    return accounts.map { state in
      let records = state.positions.filter { settlements[Int($0.position.instrument.rawValue)] == currency }
      let deposited = state.wallets.first { $0.currency == currency }?.deposited ?? .zero
      return (state.id, records.reduce(.zero) { $0 + $1.taken.profit }, deposited)
    }
  }

  /// When an account's dead man's switch fires; nil when it is off.
  public func cancelAllAfter(of account: AccountID) -> Timestamp? { deadlines[account] }

  // MARK: Parts

  private func state(_ account: AccountID) -> AccountState? {
    let index = Int(account.rawValue) - 1
    return accounts.indices.contains(index) ? accounts[index] : nil
  }

  private func openRecords(of state: AccountState) -> [OrderRecord] {
    let records = orders.records
    return state.open.map { records[Int($0)] }
      .sorted { ($0.order.placed, $0.order.id) < ($1.order.placed, $1.order.id) }
  }

  private func rows(_ records: [OrderRecord]) -> [OrderRow] {
    let contracts = contracts
    return records.map { $0.row(contracts[$0.contract]) }
  }

  private func row(_ record: OrderRecord) -> OrderRow {
    record.row(contracts[record.contract])
  }

  func place(_ instrument: InstrumentID) -> Int {
    precondition(Int(instrument.rawValue) < markets.count, "instrument \(instrument.rawValue) is not listed")
    return Int(instrument.rawValue)
  }
}
