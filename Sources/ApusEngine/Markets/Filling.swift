import ApusModel

/// What one side of a match pays and earns.
struct Outcome {
  let fee: Amount
  let profit: Amount
  let balance: Amount
}

extension Market {
  /// One match: both positions, both fees and both profits change, and both sides are stated, maker first.
  @inline(__always)
  mutating func fill(
    _ taker: inout Taker, maker slot: Slot, lots: UInt32, accounts: inout Accounts, events: inout EventBuffer
  ) {
    let maker = book[slot]
    let owner = AccountID(rawValue: maker.account)
    let position = accounts.slot(owner, in: id)
    let makerSide = taker.side.opposite
    let quantity = contracts(lots)
    let (lotValue, setAside) = (details[slot].lotValue, details[slot].premium)
    let value = Amount(rawValue: lotValue.rawValue &* Int64(lots))
    let price = price(of: maker.tick)
    lastTick = maker.tick
    if isCollecting {
      collect(position, accounts: &accounts, events: &events)
      collect(taker.position, accounts: &accounts, events: &events)
    }
    let trade = accounts.nextTrade()

    accounts.positions[position].remove(
      makerSide, quantity, worth: value, premium: setAside &* Int64(lots))
    let isConcealed = maker.flags & OrderFlag.concealed != 0 && conceals(slot)
    let rates = fees[Int(accounts.positions[position].feeTier)]
    let madeFor = isConcealed ? rates.taker : rates.maker
    let takenFor = fees[Int(accounts.positions[taker.position].feeTier)].taker
    // The taker first: where both are the liquidation engine, the maker's fill earns nothing and shows the same balance.
    let took =
      taker.account == .venue
      ? closeOwn(taker.position, taker.side, quantity, value, basis: taker.basis * Int64(lots), accounts: &accounts)
      : settle(taker.position, taker.account, taker.side, quantity, value, takenFor, accounts: &accounts)
    let made =
      owner == .venue
      ? closeOwn(position, makerSide, quantity, value, basis: value, accounts: &accounts)
      : settle(position, owner, makerSide, quantity, value, madeFor, accounts: &accounts)
    taker.leaves -= lots
    taker.filledValue += value
    events.append(
      .filled(
        Fill(
          execution: accounts.nextExecution(), trade: trade, order: OrderID(rawValue: maker.id), account: owner,
          instrument: id, side: makerSide, isMaker: true, price: price, quantity: quantity, value: value,
          fee: made.fee, profit: made.profit, leaves: contracts(maker.leaves &- lots), balance: made.balance,
          isConcealed: isConcealed)))
    events.append(
      .filled(
        Fill(
          execution: accounts.nextExecution(), trade: trade, order: taker.order, account: taker.account,
          instrument: id, side: taker.side, isMaker: false, price: price, quantity: quantity, value: value,
          fee: took.fee, profit: took.profit, leaves: contracts(taker.leaves &+ taker.kept), balance: took.balance)))
    takeFromBook(slot, lots: lots, value: value, owner: position, accounts: &accounts, events: &events)
    if accounts.positions[position].isIsolated || accounts.positions[taker.position].isIsolated {
      remargin(position, makerSide, quantity, at: lotValue, setAside: setAside, accounts: &accounts, events: &events)
      remargin(taker.position, taker.side, quantity, at: lotValue, accounts: &accounts, events: &events)
    }
    if owner == .venue { reduceOffer(maker, to: maker.leaves &- lots, into: &events) }
    accounts.touch(position)
    accounts.touch(taker.position)
    if maker.tick &- stops.quietFrom >= stops.quietWidth { noteLast(accounts: &accounts) }
  }

  /// Books one side of a match on its position and moves the money: commission to the house, profit through clearing.
  @inline(__always)
  private func settle(
    _ slot: Slot, _ account: AccountID, _ side: Side, _ quantity: Contracts, _ value: Amount, _ rate: Rate,
    accounts: inout Accounts
  ) -> Outcome {
    let fee = rate.commission(on: value)
    let worth = Amount(rawValue: (settlesInverse ? -value.rawValue : value.rawValue) &* side.sign)
    let profit = accounts.positions[slot].trade(quantity * side.sign, worth: worth, fee: fee)
    accounts.ledger.post(.commission, from: .wallet(account), to: .fees, fee, in: settlement)
    if profit.rawValue != 0 {
      accounts.ledger.post(.profit, from: .clearing, to: .wallet(account), profit, in: settlement)
    }
    let balance = accounts.ledger.balance(of: account, in: settlement)
    if balance.rawValue < 0 { accounts.noteDebt(of: account) }
    return Outcome(fee: fee, profit: profit, balance: balance)
  }

  @inline(__always)
  private mutating func takeFromBook(
    _ slot: Slot, lots: UInt32, value: Amount, owner: Slot, accounts: inout Accounts, events: inout EventBuffer
  ) {
    let leaves = book[slot].leaves
    if lots == leaves {
      keepFilled(slot, worth: details[slot].filledValue + value, at: accounts.now)
      forget(slot, owner: owner, isFilled: true, accounts: &accounts)
    } else {
      book.reduce(slot, to: leaves &- lots)
      details[slot].filledValue += value
      if book[slot].flags & OrderFlag.iceberg != 0 { show(slot, less: contracts(lots), into: &events) }
    }
  }
}
