import ApusEngine
import ApusModel

// What the operator asks, and what time and prices do.

extension NaiveEngine {
  func list(_ terms: Instrument) {
    let operatorAccount = AccountID(rawValue: 0)
    guard terms.isSound, terms.expiry == .zero || terms.expiry > entry.time else {
      return reject(operatorAccount, .invalidInstrument)
    }
    guard !markets.contains(where: { $0.isNamed(terms.symbol) }),
      !indices.contains(where: { $0.terms.symbol == terms.symbol })
    else { return reject(operatorAccount, .alreadyListed) }
    // The place of a contract that is over and has its successor, or a new one.
    let free = markets.indices.filter {
      markets[$0].state == .settled && markets[$0].successorDue == nil && round?.market != $0
    }
    var market = free.first { markets[$0].contract.terms.symbol == terms.symbol } ?? free.first
    if market == nil, markets.count < Int(limits.instruments) { market = markets.count }
    guard let market else { return reject(operatorAccount, .tooManyInstruments) }
    filled[market] = nil
    if market == markets.count { markets.append(Market(terms)) } else { markets[market] = Market(terms) }
    state(.instrumentListed(InstrumentID(rawValue: UInt16(market))))
    beginFunding(market)
    plan()
    beginLife(of: market)
  }

  func open(_ command: OpenAccount) {
    guard accounts < Int(limits.accounts) else { return reject(command.account, .tooManyAccounts) }
    guard Int(command.account.rawValue) == accounts + 1 else { return reject(command.account, .accountOutOfOrder) }
    accounts += 1
    state(.accountOpened(command.account))
  }

  func deposit(_ command: Deposit) {
    guard exists(command.account) || command.account == .venue else {
      return reject(command.account, .unknownAccount)
    }
    let amount = Int128(command.amount.rawValue)
    let already = -sum(of: .outside, in: command.currency)
    guard amount > 0, already + amount <= Int128(Amount.limit.rawValue) else {
      return reject(command.account, .invalidAmount)
    }
    if command.account == .venue {
      pay(.deposit, from: .outside, to: .insurance, amount, in: command.currency)
      return stateInsurance(command.currency)
    }
    pay(.deposit, from: .outside, to: .wallet(command.account), amount, in: command.currency)
    state(.walletChanged(wallet(command.account, command.currency, .deposit, amount)))
  }

  func wallet(_ account: AccountID, _ currency: Currency, _ reason: TransferReason?, _ amount: Int128) -> WalletChanged
  {
    WalletChanged(
      account: account, currency: currency, reason: reason, amount: Amount(rawValue: Int64(amount)),
      balance: balance(of: account, in: currency),
      deposited: Amount(rawValue: Int64(deposited(account, currency))))
  }

  func moveIndex(_ command: IndexPrice) {
    let operatorAccount = AccountID(rawValue: 0)
    let market = Int(command.instrument.rawValue)
    guard market < markets.count else { return reject(operatorAccount, .unknownInstrument) }
    let terms = markets[market].contract.terms
    // A profit contract's price is a part of its underlying, so its index is on another scale.
    let lowest = terms.type.isOption ? Price(100_000_000) : terms.tickSize
    let highest = terms.type.isOption ? Price(units: 10_000_000) : terms.maximumPrice
    guard command.price >= lowest, command.price <= highest else { return reject(operatorAccount, .invalidPrice) }
    guard markets[market].isAhead else { return reject(operatorAccount, .marketClosed) }
    guard var index = reference(market) else {
      return mark(market, told: Int128(command.price.rawValue), at: entry.time.rawValue)
    }
    if index.terms.kind == .average30, let base = index.base { index = indices[base] }
    let number = indices.firstIndex { $0 === index }!
    for source in 0..<6 where index.terms.sources[source].weight > 0 { hear(command.price, from: source, of: number) }
    move(number)
  }

  func setDeadline(_ command: CancelAllAfter) {
    guard exists(command.account) else { return reject(command.account, .unknownAccount) }
    guard (0...86_400_000).contains(command.timeout) else { return reject(command.account, .invalidTimeout) }
    let deadline = command.timeout == 0 ? nil : Timestamp(rawValue: entry.time.rawValue + command.timeout)
    deadlines[command.account] = deadline
    state(.cancelAllAfterSet(CancelAllAfterSet(account: command.account, deadline: deadline)))
  }

  func fireDeadlines(through last: Int64) {
    for account in deadlines.keys.sorted() where deadlines[account]!.rawValue <= last {
      deadlines[account] = nil
      cancelAll(of: account, in: nil, side: nil, .cancelAllAfter)
      state(.cancelAllAfterSet(CancelAllAfterSet(account: account, deadline: nil)))
    }
  }
}
