import ApusAPI
import ApusModel

/// What becomes of contracts and of the venue's states.
extension Tables {
  /// A settled contract's number is another's from now on: its row and the flat positions in it go, what happened stays.
  mutating func replace(_ market: Int, by contract: Contract) {
    let id = contract.id
    if isTelling { keepBins(of: markets[market]) }
    var new = Market(contract, limits)
    if markets[market].contract.symbol == contract.symbol {
      new.row.timestamp = markets[market].row.timestamp
    } else if markets[market].row.timestamp != nil {
      new.gone = markets[market].row
    }
    // The number stands for something else from this batch on.
    new.lastLevels = batch + 1
    markets[market] = new
    for account in accounts.indices {
      guard let place = accounts[account].place(of: id) else { continue }
      accounts[account].positions.remove(at: place)
      markDirty(accounts[account].id)
    }
  }

  /// The bins of a contract that goes are told with the batch, also those it did not live to see the end of.
  private mutating func keepBins(of market: Market) {
    for size in BinSize.allCases {
      var ended = market.bins.newTrades[size]
      if let running = market.bins.running(size, in: market.minute), running.bin.trades > 0 { ended.append(running) }
      news.tradeBins[size] += ended.map { $0.row(market.contract) }
      news.quoteBins[size] += market.bins.newQuotes[size].map { $0.row(market.contract) }
    }
  }

  /// A contract has new terms.
  mutating func restate(_ terms: Instrument, _ id: InstrumentID) {
    let market = Int(id.rawValue)
    let contract = Contract(terms, id, number: markets[market].contract.number)
    contracts[contract.number] = contract
    markets[market].restate(contract)
    for holder in markets[market].holders { markDirty(holder) }
  }

  mutating func change(_ event: MarketStateChanged) {
    let market = Int(event.instrument.rawValue)
    markets[market].state = event.state
    markets[market].trading = event.trading
    markets[market].isDirty = true
  }

  mutating func changeVenue(_ state: TradingState) {
    trading = state
    for market in markets.indices {
      markets[market].venue = state
      markets[market].isDirty = true
    }
  }

  mutating func settle(_ event: ContractSettled, at time: Timestamp) {
    let market = Int(event.instrument.rawValue)
    markets[market].settledPrice = event.price
    markets[market].isDirty = true
    let record = SettlementRecord(event, contract: markets[market].contract.number, at: time)
    settlements.append(record)
    if isTelling { news.settlements.append(record) }
  }

  /// An execution without an order: a contract paid out, or a position taken over.
  mutating func takeUnordered(_ fill: Fill, at time: Timestamp) {
    if fill.account.rawValue == 0 { return }
    let account = index(of: fill.account)
    let contract = contract(of: fill.instrument)
    let place = accounts[account].begin(fill.instrument, at: time)
    accounts[account].positions[place].follow(fill, contract)
    let wallet = accounts[account].wallet(contract.terms.settlement, at: time)
    accounts[account].wallets[wallet].balance = fill.balance
    var order = Order(
      id: fill.order, account: fill.account, instrument: fill.instrument, side: fill.side, type: .market,
      timeInForce: .immediateOrCancel, instructions: .close, price: fill.price, quantity: fill.quantity,
      clientID: .none, placed: time)
    order.filled = fill.quantity
    order.filledValue = fill.value
    var record = OrderRecord(order, in: contract, at: time)
    record.onlyPrice = fill.price
    record.status = .filled
    let quote = markets[Int(fill.instrument.rawValue)].quote
    tell(ExecutionRecord(fill, of: record, quote: quote, at: time))
  }
}

/// A contract that was paid out.
struct SettlementRecord: Sendable {
  let event: ContractSettled
  /// The place of the contract among all ever listed.
  let contract: Int
  let time: Timestamp

  init(_ event: ContractSettled, contract: Int, at time: Timestamp) {
    self.event = event
    self.contract = contract
    self.time = time
  }

  /// Its row.
  func row(_ contract: Contract) -> SettlementRow {
    var row = SettlementRow(symbol: contract.symbol, timestamp: event.due.rawValue)
    let terms = contract.terms
    row.settlementType = terms.expiry > .zero && event.due < terms.expiry ? "Early" : "Settlement"
    row.settledPrice = Decimal(event.price)
    guard terms.type.isOption else { return row }
    row.optionStrikePrice = Decimal(terms.option.strike)
    row.optionUnderlyingPrice = Decimal(event.underlying)
    return row
  }
}
