import ApusModel

// When the insurance fund cannot bear what an order of the liquidation engine would lose at the mark, the order is closed
// at its own price, the bankruptcy price, against those who hold the other side, first in line first.

extension Engine {
  /// Deleverages for every order that the fund cannot bear, the oldest first; answers whether anything was closed.
  mutating func deleverage(_ work: inout Int, into events: inout EventBuffer) -> Bool {
    var hasClosed = false
    var lined: (market: Int, side: Side)?
    for currency in Currency.allCases {
      var fund = max(.zero, accounts.ledger.insurance(in: currency))
      for market in 0..<markets.count where markets[market].settlement == currency && mayLiquidate(in: market) {
        var slot = markets[market].offers > 0 ? oldestOffer(in: market) : noSlot
        while slot != noSlot && work > 0 {
          let newer = markets[market].details[slot].newer
          let loss = lossAtMark(ofOffer: slot, in: market)
          if loss <= fund {
            fund -= loss
          } else {
            let side = Side(markets[market].book[slot].side)
            if lined == nil || lined! != (market, side) { lineUp(against: side, in: market) }
            lined = (market, side)
            if deleverage(slot, in: market, &work, into: &events) { hasClosed = true }
          }
          slot = newer
        }
      }
    }
    return hasClosed
  }

  /// Closes all orders of the engine in a contract that ends, at their own prices, as far as anybody can bear it.
  mutating func deleverageAll(in market: Int, into events: inout EventBuffer) {
    var work = Int.max
    var lined: Side?
    var slot = oldestOffer(in: market)
    while slot != noSlot {
      let newer = markets[market].details[slot].newer
      let side = Side(markets[market].book[slot].side)
      if lined != side { lineUp(against: side, in: market) }
      lined = side
      _ = deleverage(slot, in: market, &work, into: &events)
      slot = newer
    }
  }

  /// Closes what is left of the engine's orders at the settlement price; what the insurance fund lacks for it is missing
  /// among what rounding leaves over.
  mutating func settleOffers(of own: Slot, in market: Int, into events: inout EventBuffer) {
    let terms = markets[market].terms
    let price = markets[market].life.price
    var slot = oldestOffer(in: market)
    while slot != noSlot {
      let order = markets[market].book[slot]
      let side = Side(order.side)
      let basis = markets[market].details[slot].lotValue * Int64(order.leaves)
      let value = (price == .zero ? Amount.zero : terms.value(ofOneLotAt: price)) * Int64(order.leaves)
      let newer = markets[market].details[slot].newer
      accounts.positions[own].remove(side, markets[market].contracts(order.leaves), worth: basis, premium: .zero)
      let outcome = markets[market].closeOwn(
        own, side, markets[market].contracts(order.leaves), value, basis: basis, accounts: &accounts)
      let missing = max(.zero, -accounts.ledger.insurance(in: terms.settlement))
      accounts.ledger.post(.insurance, from: .fundingDust, to: .insurance, missing, in: terms.settlement)
      markets[market].forget(slot, owner: own, isFilled: true, accounts: &accounts)
      markets[market].reduceOffer(order, to: 0, into: &events)
      var fill = Fill(
        execution: accounts.nextExecution(), trade: TradeID(0), order: OrderID(rawValue: order.id), account: .venue,
        instrument: markets[market].id, side: side, isMaker: false, price: price,
        quantity: markets[market].contracts(order.leaves), value: value, fee: .zero, profit: outcome.profit,
        leaves: .zero, balance: accounts.ledger.insurance(in: terms.settlement))
      fill.kind = .settlement
      events.append(.filled(fill))
      slot = newer
    }
  }

  /// What closing all that is left of an order of the engine would cost at the mark.
  private func lossAtMark(ofOffer slot: Slot, in market: Int) -> Amount {
    let order = markets[market].book[slot]
    let side = Side(order.side)
    let terms = markets[market].terms
    let loss =
      terms.signed(markets[market].markLotValue, bought: side)
      - terms.signed(markets[market].details[slot].lotValue, bought: side)
    return max(.zero, loss) * Int64(order.leaves)
  }

  /// Lines up everybody who holds what an order of that side would close against.
  mutating func lineUp(against side: Side, in market: Int) {
    liquidations.line.removeAll()
    for number in 0..<accounts.count {
      let slot = accounts.slot(AccountID(rawValue: number + 1), in: markets[market].id)
      guard slot != noSlot, accounts.positions[slot].position.quantity.sign == side.sign,
        let candidate = candidate(slot, in: market)
      else { continue }
      liquidations.line.append(candidate)
    }
    liquidations.line.order()
  }

  /// A holder with his place in line at the mark.
  mutating func candidate(_ slot: Slot, in market: Int) -> DeleverageCandidate? {
    let position = accounts.positions[slot].position
    let available = accounts.available(position.account, in: markets[market].settlement, markets: markets)
    guard let judgement = judgement(of: slot, in: market, available: available) else { return nil }
    let terms = markets[market].terms
    let bankruptcy = judgement.prices.bankruptcy
    let bankrupt = bankruptcy == .zero ? .zero : terms.value(of: position.quantity, at: bankruptcy)
    return DeleverageCandidate(
      account: position.account, quantity: position.quantity.magnitude,
      rank: DeleverageRank(
        entry: position.cost, mark: terms.value(of: position.quantity, at: markets[market].mark), bankrupt: bankrupt))
  }

  /// Closes an order of the engine against those in line; answers whether anything was closed.
  private mutating func deleverage(
    _ slot: Slot, in market: Int, _ work: inout Int, into events: inout EventBuffer
  ) -> Bool {
    let own = accounts.slot(.venue, in: markets[market].id)
    let tick = markets[market].book[slot].tick
    let placed = markets[market].details[slot].placed
    var taker = markets[market].liftOwn(slot, of: own, accounts: &accounts)
    let wanted = taker.leaves
    while taker.leaves > 0, work > 0, let first = liquidations.line.first {
      let lots = min(taker.leaves, UInt32(clamping: markets[market].wholeLots(in: first.quantity)))
      if close(first.account, lots, against: &taker, at: tick, into: &events) {
        work -= 1
        let left = first.quantity - markets[market].contracts(lots)
        if left == .zero { liquidations.line.removeFirst() } else { liquidations.line.keepFirst(left) }
      } else {
        liquidations.line.removeFirst()
      }
    }
    markets[market].settleOwn(slot, taker, at: placed, accounts: &accounts, events: &events)
    return taker.leaves < wanted
  }

  /// Closes lots of a holder at the bankruptcy price; answers false for one whose wallet could not bear it.
  private mutating func close(
    _ account: AccountID, _ lots: UInt32, against taker: inout Taker, at tick: UInt32, into events: inout EventBuffer
  ) -> Bool {
    let market = Int(taker.order.instrument.rawValue)
    let currency = markets[market].settlement
    let slot = accounts.slot(account, in: markets[market].id)
    let side = taker.side.opposite
    let quantity = markets[market].contracts(lots)
    let traded = quantity * side.sign
    let value = taker.basis * Int64(lots)
    let worth = markets[market].terms.signed(value, bought: side)
    var closed = accounts.positions[slot].position
    let expected = closed.trade(traded, worth: worth)
    if accounts.ledger.balance(of: account, in: currency) + expected < .zero && expected < .zero { return false }
    cancelAll(of: account, in: markets[market].id, .deleveraged, into: &events)
    let profit = accounts.positions[slot].trade(traded, worth: worth, fee: .zero)
    accounts.ledger.post(.profit, from: .clearing, to: .wallet(account), profit, in: currency)
    if accounts.ledger.balance(of: account, in: currency) < .zero { accounts.noteDebt(of: account) }
    _ = markets[market].closeOwn(taker.position, taker.side, quantity, value, basis: value, accounts: &accounts)
    taker.leaves -= lots
    taker.filledValue += value
    accounts.touch(slot)
    let price = markets[market].price(of: tick)
    let position = accounts.positions[slot].position
    state(.deleveraged, of: position, at: price, into: &events)
    let fill = Fill(
      execution: accounts.nextExecution(), trade: accounts.nextTrade(), order: taker.order, account: account,
      instrument: markets[market].id, side: side, isMaker: true, price: price, quantity: quantity, value: value,
      fee: .zero, profit: profit, leaves: .zero, balance: accounts.ledger.balance(of: account, in: currency))
    state(fill, and: markets[market].contracts(taker.leaves), .deleveraging, into: &events)
    accounts.shareIsolatedMargin(slot, traded: traded, into: &events)
    return true
  }
}
