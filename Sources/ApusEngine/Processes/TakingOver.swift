import ApusModel

// A position that cannot be saved passes to the liquidation engine at the price at which nothing of its margin is left.
// The trader loses the whole margin: the loss up to that price to whoever holds the other side, the rest to the
// insurance fund. The engine offers what it took over at that same price.

extension Engine {
  /// Takes a position over and offers it.
  mutating func takeOver(_ slot: Slot, _ judgement: Judgement, into events: inout EventBuffer) {
    let position = accounts.positions[slot].position
    let market = Int(position.instrument.rawValue)
    let own = accounts.claim(.venue, in: market, of: markets)
    precondition(own != noSlot, "no room for the liquidation engine's position")
    let tick = takeoverTick(of: slot, at: judgement.prices.bankruptcy)
    let price = markets[market].price(of: tick)
    let lotValue = markets[market].lotValue(at: tick)
    let lots = markets[market].wholeLots(in: position.quantity.magnitude)
    state(.takenOver, of: position, at: price, into: &events)
    pass(slot, to: own, at: price, worth: lotValue * lots, stake: judgement.stake, into: &events)
    offer(position.quantity, at: tick, of: own, in: market, into: &events)
  }

  /// Takes a position over at the mark, because its owner may not have it any longer; he keeps his margin. Beyond its
  /// bankruptcy it is taken over there.
  mutating func takeOverAtMark(_ slot: Slot, in market: Int, into events: inout EventBuffer) {
    markets[market].collectFirst(slot, accounts: &accounts, events: &events)
    let own = accounts.claim(.venue, in: market, of: markets)
    precondition(own != noSlot, "no room for the liquidation engine's position")
    markets[market].collectFirst(own, accounts: &accounts, events: &events)
    let position = accounts.positions[slot].position
    let isLong = position.quantity > .zero
    let mark = markets[market].tick(ofMark: isLong ? .short : .long)
    let worst = takeoverTick(of: slot, in: market)
    let tick = min(max(1, isLong ? max(mark, worst) : min(mark, worst)), markets[market].book.ticks - 1)
    let lots = markets[market].wholeLots(in: position.quantity.magnitude)
    pass(
      slot, to: own, at: markets[market].price(of: tick), worth: markets[market].lotValue(at: tick) * lots,
      stake: nil, into: &events)
    offer(position.quantity, at: tick, of: own, in: market, into: &events)
  }

  /// Offers what was taken over at its price, in orders of at most the largest size; the last that finds room takes what
  /// is left.
  private mutating func offer(
    _ quantity: Contracts, at tick: UInt32, of own: Slot, in market: Int, into events: inout EventBuffer
  ) {
    var left = markets[market].wholeLots(in: quantity.magnitude)
    while left > 0 {
      let isLast = markets[market].offers + 1 >= limits.offers
      let some = min(left, isLast ? Int64(Int32.max) : Int64(markets[market].maximumLots))
      let taker = Taker(
        order: OrderID(liquidation: liquidations.orders, in: markets[market].id), account: .venue,
        side: quantity > .zero ? .sell : .buy, limit: tick, position: own, reduces: false, leaves: UInt32(some),
        basis: markets[market].lotValue(at: tick))
      liquidations.orders += 1
      offer(taker, into: &events)
      left -= some
    }
  }

  /// The level at which a position is taken over: its bankruptcy price, within the book, and never so that the wallet would
  /// lose more than it holds.
  ///
  /// A wallet that owes is paid out of the position's profit, and of no more: nobody who holds the other side pays for what
  /// was lost elsewhere.
  func takeoverTick(of slot: Slot, at bankruptcy: Price) -> UInt32 {
    let position = accounts.positions[slot].position
    let market = Int(position.instrument.rawValue)
    let terms = markets[market].terms
    let isLong = position.quantity > .zero
    let wallet = accounts.ledger.balance(of: position.account, in: markets[market].settlement)
    let entry = markets[market].level(of: position.price(losing: .zero, of: terms))
    let mark = markets[market].tick(ofMark: isLong ? .short : .long)
    let best = isLong ? max(entry, mark) : min(entry, mark)
    // What is rounded to the tick against the trader loses no more than that.
    let payable = markets[market].level(of: position.price(losing: wallet, of: terms))
    let bankrupt = markets[market].level(of: bankruptcy)
    var tick = isLong ? max(bankrupt, min(payable, best)) : min(bankrupt, max(payable, best))
    // A linear value is rounded for each lot where it trades, which may cost half a unit for each of them more.
    let last = wallet < .zero ? best : isLong ? markets[market].book.ticks - 1 : 1
    while isLong ? tick < last : tick > last, loss(of: position, at: tick) > wallet {
      tick = isLong ? tick + 1 : tick - 1
    }
    return tick
  }

  /// The same as things stand; of a profit contract, which has no bankruptcy price, what its wallet can pay for.
  mutating func takeoverTick(of slot: Slot, in market: Int) -> UInt32 {
    let position = accounts.positions[slot].position
    let available = accounts.available(position.account, in: markets[market].settlement, markets: markets)
    let farthest = position.quantity > .zero ? Price.zero : markets[market].terms.maximumPrice
    let judgement = judgement(of: slot, in: market, available: available)
    return takeoverTick(of: slot, at: judgement?.prices.bankruptcy ?? farthest)
  }

  /// What closing a whole position at a level costs; negative for a gain.
  private func loss(of position: Position, at tick: UInt32) -> Amount {
    let market = Int(position.instrument.rawValue)
    let lots = markets[market].wholeLots(in: position.quantity.magnitude)
    var closed = position
    let worth = markets[market].lotValue(at: tick) * lots
    let side: Side = position.quantity > .zero ? .sell : .buy
    return -closed.trade(-position.quantity, worth: markets[market].terms.signed(worth, bought: side))
  }

  /// Moves a whole position to the liquidation engine, and what is left of the trader's stake to the insurance fund.
  private mutating func pass(
    _ slot: Slot, to own: Slot, at price: Price, worth value: Amount, stake: Amount?, into events: inout EventBuffer
  ) {
    let position = accounts.positions[slot].position
    let market = Int(position.instrument.rawValue)
    let currency = markets[market].settlement
    let side: Side = position.quantity > .zero ? .sell : .buy
    let signed = markets[market].terms.signed(value, bought: side)
    let traded = -position.quantity
    let profit = accounts.positions[slot].trade(traded, worth: signed, fee: .zero)
    accounts.ledger.post(.profit, from: .clearing, to: .wallet(position.account), profit, in: currency)
    let balance = accounts.ledger.balance(of: position.account, in: currency)
    if balance < .zero { accounts.noteDebt(of: position.account) }
    let rest = stake.map { min(max(.zero, $0 + profit), max(.zero, balance)) } ?? .zero
    accounts.ledger.post(.insurance, from: .wallet(position.account), to: .insurance, rest, in: currency)
    accounts.positions[slot].position.realised -= rest
    accounts.positions[own].position.quantity += position.quantity
    accounts.positions[own].position.cost -= signed
    accounts.positions[own].markVersion = 0
    accounts.touch(slot)
    accounts.touch(own)
    let fill = Fill(
      execution: accounts.nextExecution(), trade: accounts.nextTrade(),
      order: OrderID(liquidation: liquidations.orders, in: position.instrument), account: position.account,
      instrument: position.instrument, side: side, isMaker: true, price: price, quantity: position.quantity.magnitude,
      value: value, fee: .zero, profit: profit, leaves: .zero,
      balance: accounts.ledger.balance(of: position.account, in: currency))
    state(fill, and: .zero, .takeover, into: &events)
    accounts.shareIsolatedMargin(slot, traded: traded, into: &events)
  }

  /// States both sides of what the engine and a trader exchanged apart from the book, the trader's first.
  mutating func state(
    _ fill: Fill, and leaves: Contracts, _ kind: FillKind, into events: inout EventBuffer
  ) {
    var fill = fill
    fill.kind = kind
    events.append(.filled(fill))
    fill.execution = accounts.nextExecution()
    fill.account = .venue
    fill.side = fill.side.opposite
    fill.isMaker = false
    fill.profit = .zero
    fill.leaves = leaves
    fill.balance = accounts.ledger.insurance(in: markets[Int(fill.instrument.rawValue)].settlement)
    events.append(.filled(fill))
  }
}

extension Market {
  /// The level of a price on the tick, within the book.
  fileprivate func level(of price: Price) -> UInt32 {
    UInt32(min(max(price.rawValue / terms.tickSize.rawValue, 1), Int64(book.ticks) - 1))
  }
}
