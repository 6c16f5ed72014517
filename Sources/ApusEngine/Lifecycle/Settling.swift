import ApusModel

// A dated contract ends: the market closes, its orders are canceled, its positions are paid out at one price, account by
// account in slices. Nobody can trade meanwhile, so the result does not depend on how the slices fall.

extension Engine {
  /// Closes a market for good at the settlement price of this moment.
  mutating func beginSettlement(of market: Int, due: Timestamp, into events: inout EventBuffer) {
    let terms = markets[market].terms
    let index = markets[market].index
    var life = markets[market].life
    life.state = .closed
    life.settling = .canceling
    life.account = 0
    life.due = due
    life.underlying = index
    // A market that never had a price has no positions either.
    life.price = index == .zero ? .zero : terms.settlementPrice(at: index)
    markets[market].life = life
    setGate(of: market)
    stateLife(of: market, into: &events)
  }

  /// Goes on with a settlement as far as the work goes.
  mutating func settle(_ market: Int, _ work: inout Work, into events: inout EventBuffer) {
    while work.isLeft {
      let account = AccountID(markets[market].life.account)
      guard account.rawValue <= accounts.count else {
        if markets[market].life.settling == .paying { return finishSettlement(of: market, into: &events) }
        // What was canceled is stated before the positions are gone.
        accounts.stateTouched(into: &events)
        markets[market].life.settling = .paying
        markets[market].life.account = 0
        continue
      }
      work.lookedOn()
      markets[market].life.account += 1
      let slot = accounts.slot(account, in: markets[market].id)
      if slot == noSlot { continue }
      work.didOne()
      if markets[market].life.settling == .canceling {
        for _ in 0..<accounts.positions[slot].orders + accounts.waiting[slot].count { work.didOne() }
        if account == .venue {
          deleverageAll(in: market, into: &events)
        } else {
          cancelAll(of: account, in: markets[market].id, .settlement, into: &events)
        }
      } else {
        payOut(slot, in: market, into: &events)
      }
    }
  }

  /// Pays a position out, states it for the last time and forgets it.
  private mutating func payOut(_ slot: Slot, in market: Int, into events: inout EventBuffer) {
    let account = accounts.positions[slot].position.account
    if account == .venue {
      settleOffers(of: slot, in: market, into: &events)
    } else if accounts.positions[slot].position.quantity != .zero {
      closeAtSettlement(slot, in: market, into: &events)
    }
    comeDown(slot, in: market)
    events.append(.positionChanged(accounts.positions[slot].position))
    accounts.retire(slot, in: markets[market].settlement)
    // What it won or lost stands behind the account's other positions, or does not any more.
    accounts.disturb(account)
  }

  private mutating func closeAtSettlement(_ slot: Slot, in market: Int, into events: inout EventBuffer) {
    let position = accounts.positions[slot].position
    let terms = markets[market].terms
    let price = markets[market].life.price
    let side: Side = position.quantity > .zero ? .sell : .buy
    let lots = position.quantity.magnitude.rawValue / terms.lot.rawValue
    // Valued by the lot, so that longs and shorts cancel out to the last unit at any price.
    let value = (price == .zero ? Amount.zero : terms.value(ofOneLotAt: price)) * lots
    let fee = terms.settlementFee.commission(on: value)
    let worth = (terms.kind == .inverse ? -value : value) * side.sign
    let profit = accounts.positions[slot].trade(-position.quantity, worth: worth, fee: fee)
    let wallet = Purse.wallet(position.account)
    accounts.ledger.post(.settlementFee, from: wallet, to: .fees, fee, in: terms.settlement)
    accounts.ledger.post(.profit, from: .clearing, to: wallet, profit, in: terms.settlement)
    var fill = Fill(
      execution: accounts.nextExecution(), trade: TradeID(0), order: OrderID(0), account: position.account,
      instrument: position.instrument, side: side, isMaker: false, price: price,
      quantity: position.quantity.magnitude, value: value, fee: fee, profit: profit, leaves: .zero,
      balance: accounts.ledger.balance(of: position.account, in: terms.settlement))
    fill.kind = .settlement
    events.append(.filled(fill))
    accounts.shareIsolatedMargin(slot, traded: -position.quantity, into: &events)
    makeGood(fee - profit, of: position.account, in: terms.settlement, into: &events)
    if accounts.ledger.balance(of: position.account, in: terms.settlement) < .zero {
      accounts.noteDebt(of: position.account)
    }
  }

  private mutating func finishSettlement(of market: Int, into events: inout EventBuffer) {
    markets[market].life.state = .settled
    markets[market].life.settling = .none
    stateSettlement(of: market, into: &events)
    stateLife(of: market, into: &events)
  }

  /// States at what a settled contract was paid out.
  func stateSettlement(of market: Int, into events: inout EventBuffer) {
    let life = markets[market].life
    events.append(
      .contractSettled(
        ContractSettled(
          instrument: markets[market].id, price: life.price, underlying: life.underlying, due: life.due)))
  }
}

extension Accounts {
  /// Forgets a flat position without orders; what it paid in fees stays counted.
  mutating func retire(_ slot: Slot, in currency: Currency) {
    let position = positions[slot].position
    precondition(
      position.quantity == .zero && positions[slot].newestOrder == noSlot && waiting[slot].count == 0,
      "account \(position.account.rawValue) still holds something in \(position.instrument.rawValue)")
    retiredFees[Int(currency.rawValue)] += position.fees
    unclaim(slot)
  }
}
