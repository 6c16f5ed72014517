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
    let number = TransactionNumber(payout: change.number)
    let before = accounts[account].transactions.latest { $0.number == number }
    let stated = TransactionRecord(change, saying: before?.notes ?? WithdrawalNotes(said(by: change.account)), at: time)
    guard let before else { return keep(stated) }
    let record = told(stated)
    accounts[account].transactions.replace(record) { $0.number == number }
    guard isTelling else { return }
    if let place = news.transactions.firstIndex(where: { $0.record.number == number }) {
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

  // MARK: Between entries

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

  /// The contract that is traded under a number now.
  func contract(of instrument: InstrumentID) -> Contract { markets[Int(instrument.rawValue)].contract }
}
