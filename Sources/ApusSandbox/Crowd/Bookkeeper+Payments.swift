import ApusModel

// What falls due: once each, on what was held, and what longs pay is what shorts get but for the dust.

extension Bookkeeper {
  /// A funding begins: the one before it must have been complete.
  mutating func enter(_ due: FundingDue) {
    let market = Int(due.instrument.rawValue)
    closeFunding(of: market)
    if let before = markets[market].funding, before.due >= due.due {
      find("R6: funding of market \(market) due \(due.due.rawValue) after \(before.due.rawValue)")
    }
    markets[market].funding = due
    markets[market].paid = .zero
    markets[market].payers = 0
  }

  /// M6: what is left over of a funding is below one unit for each who paid or received.
  mutating func closeFunding(of market: Int) {
    if markets[market].paid.magnitude.rawValue > markets[market].payers {
      find(
        "M6: funding of market \(market) leaves \(markets[market].paid.rawValue) of \(markets[market].payers) accounts")
    }
  }

  mutating func enter(_ paid: FundingPaid) {
    let account = Int(paid.account.rawValue)
    let market = Int(paid.instrument.rawValue)
    flows[Int(markets[market].settlement.rawValue)].funding += paid.amount
    credit(paid.account, markets[market].settlement, -paid.amount, balance: paid.balance, "a funding")
    guard let funding = markets[market].funding else { return find("R6: account \(account) pays a funding not due") }
    if holdings[account][market].funded >= funding.due { find("R6: account \(account) pays a funding twice") }
    holdings[account][market].funded = funding.due
    let owed = paid.value.rawValue.multipliedFullWidth(by: funding.rate.rawValue)
    let exact = Int128(truncatingIfNeeded: owed.high) << 64 | Int128(truncatingIfNeeded: owed.low)
    let amount = Int64(exact / Int128(Rate.scale)) * paid.quantity.sign
    if amount != paid.amount.rawValue {
      find("M6: account \(account) pays \(paid.amount.rawValue) on \(paid.value.rawValue), not \(amount)")
    }
    if paid.quantity != holdings[account][market].quantity {
      find("M6: account \(account) pays funding on \(paid.quantity.rawValue), not what it holds")
    }
    markets[market].paid += paid.amount
    markets[market].payers += 1
  }

  mutating func enter(_ charged: InterestCharged) {
    let account = Int(charged.account.rawValue)
    let market = Int(charged.instrument.rawValue)
    flows[Int(markets[market].settlement.rawValue)].interest += charged.amount
    credit(charged.account, markets[market].settlement, -charged.amount, balance: charged.balance, "an interest")
    if charged.due.rawValue % Timestamp.day != 0 {
      find("R6: interest due at \(charged.due.rawValue), not at midnight")
    }
    if holdings[account][market].charged >= charged.due { find("R6: account \(account) is charged a day twice") }
    holdings[account][market].charged = charged.due
    if provesInterest { prove(charged, account, market) }
  }

  /// M7: all that was ever charged is the exact sum of all days, cut to whole units once.
  private mutating func prove(_ charged: InterestCharged, _ account: Int, _ market: Int) {
    var holding = holdings[account][market]
    holding.interestEarned += Int128(charged.notional.rawValue) * Int128(charged.rate.rawValue)
    holding.interestCharged += charged.amount
    holdings[account][market] = holding
    let whole = holding.interestEarned / (365 * Int128(Rate.scale))
    if whole != Int128(holding.interestCharged.rawValue) {
      find("M7: account \(account) was charged \(holding.interestCharged.rawValue) of \(whole)")
    }
    if charged.notional != holding.cost.magnitude {
      find("M7: account \(account) is charged on \(charged.notional.rawValue), its entry is \(holding.cost.rawValue)")
    }
  }
}

/// What moved for each reason in one currency since the beginning.
struct Flows: Hashable, Sendable {
  /// Deposits less withdrawals; transfers between wallets cancel out.
  var transfers = Amount.zero
  /// Profits less losses: zero while nobody holds anything.
  var profits = Amount.zero
  var fees = Amount.zero
  var interest = Amount.zero
  /// What longs and shorts paid less what they got: dust.
  var funding = Amount.zero

  /// What all wallets together hold.
  var wallets: Amount { transfers + profits - fees - interest - funding }
}
