import ApusModel

extension Market {
  /// One match: both positions, both fees and both profits change, and both sides are stated, maker first.
  @inline(__always)
  mutating func fill(
    _ taker: inout Taker, maker slot: Slot, lots: UInt32, accounts: inout Accounts, events: inout EventBuffer
  ) {
    let maker = book[slot]
    let quantity = contracts(lots)
    let value = details[slot].lotValue * Int64(lots)
    let price = price(of: maker.tick)
    let trade = accounts.nextTrade()
    let owner = accounts.slot(AccountID(rawValue: maker.account), in: id)
    let makerSide = taker.side.opposite

    accounts[position: owner].position[makerSide].remove(quantity, worth: value)
    let (makerFee, makerProfit) = settle(owner, makerSide, quantity, value, terms.makerFee, accounts: &accounts)
    let (takerFee, takerProfit) = settle(
      taker.position, taker.side, quantity, value, terms.takerFee, accounts: &accounts)
    taker.leaves -= lots
    taker.filledValue += value

    events.append(
      .filled(
        Fill(
          execution: accounts.nextExecution(), trade: trade, order: OrderID(rawValue: maker.id),
          account: AccountID(rawValue: maker.account), instrument: id, side: makerSide, isMaker: true, price: price,
          quantity: quantity, value: value, fee: makerFee, profit: makerProfit,
          leaves: contracts(maker.leaves - lots),
          balance: accounts.ledger.balance(of: AccountID(rawValue: maker.account), in: terms.settlement))))
    events.append(
      .filled(
        Fill(
          execution: accounts.nextExecution(), trade: trade, order: taker.order, account: taker.account, instrument: id,
          side: taker.side, isMaker: false, price: price, quantity: quantity, value: value, fee: takerFee,
          profit: takerProfit, leaves: contracts(taker.leaves),
          balance: accounts.ledger.balance(of: taker.account, in: terms.settlement))))

    takeFromBook(slot, lots: lots, value: value, owner: owner, accounts: &accounts)
    accounts.positionChanged(owner)
    accounts.positionChanged(taker.position)
  }

  /// Books one side of a match on its position and moves the money: commission to the house, profit through clearing.
  @inline(__always)
  private func settle(
    _ slot: Slot, _ side: Side, _ quantity: Contracts, _ value: Amount, _ rate: Rate, accounts: inout Accounts
  ) -> (fee: Amount, profit: Amount) {
    let fee = rate.commission(on: value)
    let account = accounts[position: slot].position.account
    let profit = accounts[position: slot].position.trade(quantity * side.sign, worth: terms.signed(value, bought: side))
    accounts[position: slot].position.realised += profit - fee
    accounts[position: slot].position.fees += fee
    accounts.ledger.post(.commission, from: .wallet(account), to: .fees, fee, in: terms.settlement)
    if profit.rawValue != 0 {
      accounts.ledger.post(.profit, from: .clearing, to: .wallet(account), profit, in: terms.settlement)
    }
    return (fee, profit)
  }

  @inline(__always)
  private mutating func takeFromBook(
    _ slot: Slot, lots: UInt32, value: Amount, owner: Slot, accounts: inout Accounts
  ) {
    let leaves = book[slot].leaves
    if lots == leaves {
      forget(slot, owner: owner, accounts: &accounts)
    } else {
      book.reduce(slot, to: leaves - lots)
      details[slot].filledValue += value
    }
  }
}
