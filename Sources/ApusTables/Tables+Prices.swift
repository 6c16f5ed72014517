public import ApusAPI
public import ApusModel

/// What indices, marks, funding and leverage interest do to the tables.
extension Tables {
  mutating func list(_ terms: IndexTerms, _ id: IndexID, at time: Timestamp) {
    if let place = indices.firstIndex(where: { $0.symbol == terms.symbol }) {
      indices[place].list(terms, id)
    } else {
      append(IndexRecord(terms, id, at: time))
    }
  }

  /// What quanto contracts are converted with: the venue's guide takes a coin's dollars from this index.
  static var bitcoinIndex: Symbol { ".BXBT" }

  mutating func append(_ index: IndexRecord) {
    if index.symbol == Self.bitcoinIndex { bitcoin = indices.count }
    indices.append(index)
  }

  mutating func set(_ price: Price, ofIndexAt place: Int, at time: Timestamp) {
    indices[place].set(price, at: time)
    if place == bitcoin { convert() }
  }

  /// States the price of bitcoin in the markets that hang on it.
  mutating func convert() {
    guard let bitcoin, indices[bitcoin].price > .zero else { return }
    for market in markets.indices where markets[market].contract.terms.kind == .quanto {
      markets[market].convert(bitcoinAt: indices[bitcoin].price)
    }
  }

  mutating func move(_ event: IndexChanged, at time: Timestamp) {
    guard let place = indices.firstIndex(where: { $0.id == event.index }) else {
      preconditionFailure("index \(event.index.rawValue) moves and is not listed")
    }
    indices[place].isValid = event.isValid
    if event.isValid { set(event.price, ofIndexAt: place, at: time) } else { indices[place].isNews = true }
  }

  mutating func hear(_ event: SourceQuoted) {
    guard let place = indices.firstIndex(where: { $0.id == event.index }) else {
      preconditionFailure("a source of index \(event.index.rawValue) speaks and it is not listed")
    }
    indices[place].sources[Int(event.source)] = SourceRecord(price: event.price, time: event.time)
  }

  mutating func base(_ event: FairBasisChanged) {
    let market = Int(event.instrument.rawValue)
    markets[market].fair = event
    markets[market].isDirty = true
  }

  mutating func set(_ event: FundingSet) {
    let market = Int(event.instrument.rawValue)
    markets[market].funding = event
    markets[market].isDirty = true
  }

  mutating func fund(_ event: FundingDue) {
    let market = Int(event.instrument.rawValue)
    let record = FundingRecord(due: event.due, rate: event.rate)
    markets[market].fundings.append(record)
    if isTelling { markets[market].newFundings.append(record) }
  }

  mutating func pay(_ event: FundingPaid, _ sequence: UInt64, at time: Timestamp) {
    guard event.account.rawValue != 0 else { return }
    let market = Int(event.instrument.rawValue)
    let contract = markets[market].contract
    setBalance(event.balance, of: event.account, contract.terms.settlement, at: time)
    tell(ExecutionRecord(event, in: contract, quote: markets[market].quote, at: time))
    let owner = index(of: event.account)
    let place = accounts[owner].begin(event.instrument, at: time)
    accounts[owner].positions[place].follow(event)
    keep(
      change(event.account, contract, .funding, -event.amount, event.balance),
      number: TransactionNumber(payment: event.execution),
      sequence, contract, at: time)
  }

  mutating func charge(_ event: InterestCharged, _ sequence: UInt64, at time: Timestamp) {
    let contract = markets[Int(event.instrument.rawValue)].contract
    setBalance(event.balance, of: event.account, contract.terms.settlement, at: time)
    let record = InterestRecord(event, at: time)
    accounts[index(of: event.account)].interest.append(record)
    if isTelling { news.interest.append(record.row(contract)) }
    keep(
      change(event.account, contract, .interest, -event.amount, event.balance),
      number: TransactionNumber(payment: event.execution),
      sequence, contract, at: time)
  }

  private mutating func setBalance(_ balance: Amount, of account: AccountID, _ currency: Currency, at time: Timestamp) {
    let owner = index(of: account)
    let wallet = accounts[owner].wallet(currency, at: time)
    accounts[owner].wallets[wallet].balance = balance
    accounts[owner].wallets[wallet].changed = time
    touch(account, at: time)
  }

  private func change(
    _ account: AccountID, _ contract: Contract, _ reason: TransferReason, _ amount: Amount, _ balance: Amount
  ) -> WalletChanged {
    WalletChanged(
      account: account, currency: contract.terms.settlement, reason: reason, amount: amount, balance: balance,
      deposited: .zero)
  }

  private mutating func keep(
    _ change: WalletChanged, number: TransactionNumber, _ sequence: UInt64, _ contract: Contract, at time: Timestamp
  ) {
    let record = TransactionRecord(
      sequence: sequence, time: time, change: change, number: number, contract: contract.terms.symbol)
    keep(record)
  }
}

/// A funding that was exchanged.
struct FundingRecord: Sendable, BitwiseCopyable {
  var due: Timestamp
  var rate: Rate

  func row(_ contract: Contract) -> FundingRow {
    var row = FundingRow(timestamp: due.rawValue, symbol: contract.symbol)
    row.fundingInterval = contract.terms.funding.interval
    row.fundingRate = Decimal(rate)
    row.fundingRateDaily = Decimal(rate * contract.terms.funding.schedule.timesPerDay)
    return row
  }
}

/// A day's leverage interest of a position.
struct InterestRecord: Sendable, BitwiseCopyable {
  var event: InterestCharged
  var time: Timestamp

  init(_ event: InterestCharged, at time: Timestamp) {
    self.event = event
    self.time = time
  }

  func row(_ contract: Contract) -> InterestRow {
    var row = InterestRow(
      execID: PublicID(.execution, event.execution.rawValue), account: Int64(event.account.rawValue),
      symbol: contract.symbol, timestamp: event.due.rawValue)
    row.currency = contract.settlement
    row.notional = event.notional.rawValue
    row.leverage = Decimal(event.leverage.rawValue, scale: 2)
    row.rate = Decimal(event.rate)
    row.interest = event.amount.rawValue
    row.walletBalance = event.balance.rawValue
    row.transactTime = time.rawValue
    return row
  }
}

extension Tables {
  /// The latest fundings of a market, oldest first.
  public func fundings(_ instrument: InstrumentID, latest limit: Int = .max) -> [FundingRow] {
    let market = markets[Int(instrument.rawValue)]
    return market.fundings.latest(limit) { $0.row(market.contract) }
  }

  /// An account's latest leverage interest, oldest first.
  public func interest(of account: AccountID, latest limit: Int = .max) -> [InterestRow] {
    let index = Int(account.rawValue) - 1
    guard accounts.indices.contains(index) else { return [] }
    let markets = markets
    return accounts[index].interest.latest(limit) { $0.row(markets[Int($0.event.instrument.rawValue)].contract) }
  }

  /// The indices listed so far, by number.
  public var indexTerms: [IndexTerms] {
    indices.compactMap { record in record.id.flatMap { id in record.terms.map { (id, $0) } } }
      .sorted { $0.0 < $1.0 }.map(\.1)
  }

  /// What the sources of composites said last that have said nothing since a moment, apart from those behind one contract.
  public func sources(silentSince moment: Timestamp, besides contract: InstrumentID? = nil) -> [SourcePrice] {
    let moved = contract.map { terms(of: $0).reference }
    return indices.flatMap { record -> [SourcePrice] in
      guard let id = record.id, record.terms?.kind == .composite, record.symbol != moved else { return [] }
      return record.sources.enumerated().compactMap { number, said in
        guard said.price > .zero, said.time < moment else { return nil }
        return SourcePrice(index: id, source: UInt8(number), price: said.price)
      }
    }
  }

  /// An index and its sources, for `/instrument/compositeIndex`: the index itself first.
  public func composites(of symbol: String) -> [IndexCompositeRow] {
    guard let record = indices.first(where: { $0.symbol.description == symbol }) else { return [] }
    return record.compositeRows
  }
}
