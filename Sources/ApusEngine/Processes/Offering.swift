import ApusModel

// What the liquidation engine took over it offers at the bankruptcy price. What nobody takes within a second the
// insurance fund pays for: it takes what the book offers, as far as the fund goes and as far as the market's own
// maintenance margin from the mark. The rest is offered for another second.

extension Engine {
  /// Brings an order of the engine to the book at the price of what it took over.
  mutating func offer(_ incoming: Taker, into events: inout EventBuffer) {
    let market = Int(incoming.order.instrument.rawValue)
    var taker = incoming
    events.append(.liquidationOrder(markets[market].offer(taker)))
    markets[market].match(&taker, accounts: &accounts, events: &events)
    if taker.leaves != incoming.leaves { events.append(.liquidationOrder(markets[market].offer(taker))) }
    guard taker.leaves > 0 else { return }
    markets[market].rest(taker, tick: taker.limit, of: incoming.leaves, at: time, accounts: &accounts)
    liquidations.nextOffer = min(liquidations.nextOffer, time + Liquidations.patience)
  }

  /// Goes on with what an earlier entry had no time for, and with orders nobody took in time.
  mutating func attendLiquidations(into events: inout EventBuffer) {
    if liquidations.isUnfinished { liquidations.areAwaited = true }
    attendOffers(into: &events)
    attendRanking(into: &events)
    // Funding may have cost or earned the fund something.
    if !liquidations.areAwaited { stateInsurance(into: &events) }
  }

  /// Lets the fund pay for what nobody took in time, market by market, oldest first, so many in one entry.
  private mutating func attendOffers(into events: inout EventBuffer) {
    guard liquidations.nextOffer <= time else { return }
    var work = limits.slice
    for market in 0..<markets.count where mayLiquidate(in: market) {
      var slot = oldestOffer(in: market)
      while slot != noSlot && work > 0 {
        let newer = markets[market].details[slot].newer
        guard markets[market].details[slot].placed + Liquidations.patience <= time else {
          slot = newer
          continue
        }
        work -= 1
        let next = newer == noSlot ? 0 : markets[market].book[newer].id
        spend(on: slot, in: market, into: &events)
        // An order may have met one of the engine's own on the other side; those before are not due any more.
        slot = newer == noSlot || markets[market].book.find(next) == newer ? newer : oldestOffer(in: market)
      }
    }
    planOffers()
    liquidations.areAwaited = true
  }

  /// The engine's oldest resting order in a market, or `noSlot`.
  func oldestOffer(in market: Int) -> Slot {
    let own = accounts.slot(.venue, in: markets[market].id)
    guard own != noSlot else { return noSlot }
    var slot = accounts.positions[own].newestOrder
    while slot != noSlot && markets[market].details[slot].older != noSlot { slot = markets[market].details[slot].older }
    return slot
  }

  /// Finds out anew when the fund spends next.
  mutating func planOffers() {
    liquidations.nextOffer = Timestamp(rawValue: .max)
    for market in 0..<markets.count {
      var slot = oldestOffer(in: market)
      while slot != noSlot {
        // In a market that stands still nothing is due, but it may open at any time.
        let due = max(markets[market].details[slot].placed, mayLiquidate(in: market) ? .zero : time)
        liquidations.nextOffer = min(liquidations.nextOffer, due + Liquidations.patience)
        slot = markets[market].details[slot].newer
      }
    }
  }

  /// Fills an order of the engine beyond its price as far as the fund and the mark allow.
  private mutating func spend(on slot: Slot, in market: Int, into events: inout EventBuffer) {
    let own = accounts.slot(.venue, in: markets[market].id)
    var taker = markets[market].liftOwn(slot, of: own, accounts: &accounts)
    let farthest = markets[market].farthest(taker)
    while taker.leaves > 0, let touch = markets[market].book.best(BookSide(taker.side).opposite),
      taker.side == .buy ? touch <= farthest : touch >= farthest
    {
      let affordable = lots(of: taker, at: touch, in: market)
      if affordable == 0 { break }
      var part = Taker(
        order: taker.order, account: .venue, side: taker.side, limit: touch, position: own, reduces: false,
        leaves: min(taker.leaves, affordable), filledValue: taker.filledValue, basis: taker.basis)
      part.kept = taker.leaves - part.leaves
      markets[market].match(&part, accounts: &accounts, events: &events)
      taker.leaves = part.leaves + part.kept
      taker.filledValue = part.filledValue
    }
    markets[market].settleOwn(slot, taker, at: time, accounts: &accounts, events: &events)
  }

  /// The lots of an order that the fund can pay for at a level.
  private func lots(of taker: Taker, at tick: UInt32, in market: Int) -> UInt32 {
    let lotValue = markets[market].lotValue(at: tick)
    let loss =
      markets[market].terms.signed(lotValue, bought: taker.side)
      - markets[market].terms.signed(taker.basis, bought: taker.side)
    guard loss > .zero else { return taker.leaves }
    let fund = max(.zero, accounts.ledger.insurance(in: markets[market].settlement))
    return UInt32(min(fund.rawValue / loss.rawValue, Int64(taker.leaves)))
  }
}

extension Market {
  /// The last level at which the fund pays for an order: as far from the mark as the maintenance margin, or its own price.
  fileprivate func farthest(_ taker: Taker) -> UInt32 {
    let margin = Whole64.multiply(
      mark.rawValue, terms.maintenanceMargin.rawValue, dividedBy: Rate.scale, rounding: .down)
    let size = terms.tickSize.rawValue
    guard taker.side == .buy else {
      return UInt32(min(max(1, Whole64.divide(mark.rawValue - margin, by: size, rounding: .up)), Int64(taker.limit)))
    }
    return UInt32(max(min(Int64(book.ticks - 1), (mark.rawValue + margin) / size), Int64(taker.limit)))
  }
}
