import ApusModel

// After each move of a mark every position it has reached is liquidated, in the order of their accounts' numbers, so many
// in one entry. Where positions hang on the ladders says which to look at; whether one is liquidated is decided
// by its liquidation price as shown, at the marks as they stand. The ladders are no part of the state: a restart hangs all
// positions up anew and decides the same.

/// What decides over a position.
struct Judgement: BitwiseCopyable {
  var prices: LimitPrices
  var maintenance: Amount
  /// What the account would lose with the position, in the settlement unit.
  var stake: Amount
  /// What the position may lose beyond its loss at the mark until it is liquidated.
  var slack: Amount
}

extension Engine {
  /// Judges what a mark that moved within this entry has reached.
  @inline(never) mutating func judge(into events: inout EventBuffer) {
    liquidations.areAwaited = false
    var work = Int(limits.slice)
    repeat {
      // Also where nobody is liquidated: what is lost there is not available to the account's other positions. And again
      // after deleveraging, which may have made room for those that found none.
      for market in 0..<markets.count where markets[market].markVersion != 0 { takeReached(market) }
      liquidateDue(&work, into: &events)
    } while deleverage(&work, into: &events) && work > 0
    liquidations.isUnfinished = work <= 0 || isCrowded
    trimReduceOnlyOrders(into: &events)
    stateInsurance(into: &events)
    planRanking()
  }

  /// Whether positions of a market are liquidated at its mark: not while the index behind it is invalid, nor while the
  /// market or the venue is halted, and not before all have paid what is due. Profit contracts never are.
  func mayLiquidate(in market: Int) -> Bool {
    guard isMarkTrusted(in: market), !markets[market].isCollecting, !markets[market].terms.type.isOption else {
      return false
    }
    return markets[market].gate.isDisjoint(with: [.closed, .halted])
  }

  /// Whether the index behind a market's mark is valid, by its sources and by the operator's word.
  func isMarkTrusted(in market: Int) -> Bool {
    markets[market].hasTrustedMark && trading != .indexInvalid && markets[market].life.trading != .indexInvalid
  }

  /// Whether the engine's own orders leave no room to liquidate anybody in some market: all are looked at again then.
  private var isCrowded: Bool {
    for market in 0..<markets.count where markets[market].offers >= limits.offers && mayLiquidate(in: market) {
      return true
    }
    return false
  }

  /// Takes a position off its ladder, for good or until it is hung up anew.
  mutating func comeDown(_ slot: Slot, in market: Int) {
    guard slot != noSlot else { return }
    markets[market].ladder.remove(slot, in: &accounts.risk)
    accounts.disturb(slot)
  }

  /// Takes the positions that the mark has reached off the ladder, to be judged one by one.
  private mutating func takeReached(_ market: Int) {
    for direction in [Direction.long, .short] {
      let tick = markets[market].tick(ofMark: direction)
      while true {
        let slot = markets[market].ladder.reached(direction, by: tick)
        if slot == noSlot { break }
        markets[market].ladder.remove(slot, in: &accounts.risk)
        accounts.disturb(slot)
      }
    }
  }

  /// Liquidates one position after the other, those of the account with the lowest number first.
  private mutating func liquidateDue(_ work: inout Int, into events: inout EventBuffer) {
    while true {
      judgeChanged()
      let number = liquidations.due.first(from: 0)
      guard number != TickSet.none, work > 0 else { return }
      let account = AccountID(rawValue: number)
      if let (slot, judgement) = mostNeedy(account) {
        work -= 1
        liquidate(slot, judgement, into: &events)
      } else {
        _ = liquidations.due.remove(number)
      }
    }
  }

  /// Hangs up anew every position that changed, and those of its account that the same money backs.
  private mutating func judgeChanged() {
    while true {
      let slot = accounts.unjudged.first(from: 0)
      if slot == TickSet.none { return }
      let position = accounts.positions[slot].position
      if position.account == .venue {
        accounts.settle(slot)
      } else {
        hang(position.account, in: markets[Int(position.instrument.rawValue)].settlement)
      }
    }
  }

  /// Hangs up the positions of an account in one currency; an account with one that the mark has reached is due.
  private mutating func hang(_ account: AccountID, in currency: Currency) {
    let available = accounts.available(account, in: currency, markets: markets)
    var crossed = 0
    var least: Amount?
    for market in 0..<markets.count where markets[market].settlement == currency {
      let slot = accounts.slot(account, in: markets[market].id)
      guard slot != noSlot else { continue }
      accounts.settle(slot)
      markets[market].ladder.remove(slot, in: &accounts.risk)
      let position = accounts.positions[slot].position
      if position.quantity != .zero && position.leverage == .cross { crossed += 1 }
      guard let judgement = judgement(of: slot, in: market, available: available) else { continue }
      if isDue(slot, in: market, judgement), !liquidations.due.contains(account.rawValue) {
        liquidations.due.include(account.rawValue)
      }
      markets[market].hang(slot, at: judgement.prices.liquidation, accounts: &accounts)
      if position.leverage == .cross { least = min(least ?? judgement.slack, judgement.slack) }
    }
    guard crossed > 1, let least else { return }
    share(least, among: crossed, of: account, in: currency, available: available)
  }

  /// Positions that one wallet backs wear each other's margin away: each may lose its share of half of what the neediest
  /// can still lose before all are looked at again. The other half is far more than roundings make, or the position
  /// hangs at the mark itself.
  private mutating func share(
    _ slack: Amount, among count: Int, of account: AccountID, in currency: Currency, available: Amount
  ) {
    var left = Int128(slack.rawValue) / 2
    forEachCross(of: account, in: currency) { engine, slot, market in
      left -= engine.markets[market].roundings(of: engine.accounts.positions[slot].position)
    }
    let part = left > 0 ? Amount(rawValue: Int64(left / Int128(count))) : nil
    forEachCross(of: account, in: currency) { engine, slot, market in
      let position = engine.accounts.positions[slot].position
      let price: Price
      if let part {
        let loss = part - engine.markets[market].unrealised(position)
        price = position.price(losing: loss, of: engine.markets[market].terms)
      } else {
        let mark = engine.markets[market].mark
        // A profit contract has no liquidation price, but what it loses counts.
        let reached = engine.judgement(of: slot, in: market, available: available)?.prices.liquidation ?? mark
        price = position.quantity > .zero ? max(mark, reached) : min(mark, reached)
      }
      engine.markets[market].ladder.remove(slot, in: &engine.accounts.risk)
      engine.markets[market].hang(slot, at: price, accounts: &engine.accounts)
    }
  }

  private mutating func forEachCross(
    of account: AccountID, in currency: Currency, _ body: (inout Engine, Slot, Int) -> Void
  ) {
    for market in 0..<markets.count where markets[market].settlement == currency {
      let slot = accounts.slot(account, in: markets[market].id)
      guard slot != noSlot else { continue }
      let position = accounts.positions[slot].position
      if position.quantity != .zero && position.leverage == .cross { body(&self, slot, market) }
    }
  }

  // MARK: One position

  /// What decides over a position at the mark; nil without one.
  ///
  /// - Parameter available: what its account could still commit, negative when other positions and orders need more.
  func judgement(of slot: Slot, in market: Int, available: Amount) -> Judgement? {
    let position = accounts.positions[slot].position
    guard position.quantity != .zero, !markets[market].terms.type.isOption else { return nil }
    // Nobody is rescued from so far below nothing, and sums stay within bounds (`Instrument.maximumHolding`).
    let available = max(available, -Amount.unaffordable)
    let margin = markets[market].margin(
      of: position, rate: accounts.positions[slot].marginRate, isolated: accounts.isolatedMargin(slot))
    let maintenance = markets[market].maintenance(of: position)
    guard let prices = markets[market].limitPrices(position, margin, available: available) else { return nil }
    let loss = position.bearableLoss(margin: margin, available: available, of: markets[market].terms)
    return Judgement(
      prices: prices, maintenance: maintenance,
      stake: position.leverage == .cross ? margin.total + available : margin.total,
      slack: loss - maintenance + markets[market].unrealised(position))
  }

  /// Whether a position is to be liquidated now.
  func isDue(_ slot: Slot, in market: Int, _ judgement: Judgement) -> Bool {
    mayLiquidate(in: market) && markets[market].offers < limits.offers
      && judgement.prices.isReached(by: markets[market].mark, accounts.positions[slot].position.quantity)
  }

  /// The position of an account to be liquidated next: the one that needs the most maintenance margin, of equals the one
  /// in the market listed first; bitcoin before tether.
  private mutating func mostNeedy(_ account: AccountID) -> (Slot, Judgement)? {
    for currency in Currency.allCases {
      let available = accounts.available(account, in: currency, markets: markets)
      var found: (Slot, Judgement)?
      for market in 0..<markets.count where markets[market].settlement == currency {
        let slot = accounts.slot(account, in: markets[market].id)
        guard slot != noSlot, let judgement = judgement(of: slot, in: market, available: available),
          isDue(slot, in: market, judgement)
        else { continue }
        if found == nil || judgement.maintenance > found!.1.maintenance { found = (slot, judgement) }
      }
      if let found { return found }
    }
    return nil
  }
}

extension LimitPrices {
  /// Whether a mark has reached the liquidation price of a position; what is shown as 100 000 000 no mark reaches.
  func isReached(by mark: Price, _ quantity: Contracts) -> Bool {
    quantity > .zero ? mark <= liquidation : mark >= liquidation && liquidation < Instrument.unreachable
  }
}

extension Market {
  /// What holding a position asks for: the rate of its risk step, and what it will pay at the next funding.
  func maintenance(of position: Position) -> Amount {
    marginRates(of: position).maintenance(of: position.cost, payable: position.payable(prices.funding.rate))
  }

  /// The level of the mark as positions of a direction are reached by it.
  func tick(ofMark direction: Direction) -> UInt32 { tick(of: mark, direction) }

  func tick(of price: Price, _ direction: Direction) -> UInt32 {
    let rounding: Rounding = direction == .long ? .up : .down
    let tick = Whole64.divide(price.rawValue, by: terms.tickSize.rawValue, rounding: rounding)
    return UInt32(min(tick, Int64(book.ticks - 1)))
  }

  /// Hangs a position up at the mark that will reach it, unless none ever does.
  mutating func hang(_ slot: Slot, at price: Price, accounts: inout Accounts) {
    let isLong = accounts.positions[slot].position.quantity > .zero
    guard isLong ? price > .zero : price <= terms.maximumPrice else { return }
    let direction: Direction = isLong ? .long : .short
    ladder.place(slot, direction, at: tick(of: price, direction), in: &accounts.risk)
  }

  /// By how much roundings may move what a position can lose, at most: a few ticks of its value, and a few units for each
  /// contract.
  fileprivate func roundings(of position: Position) -> Int128 {
    let value = Int128(terms.value(of: position.quantity, at: mark).magnitude.rawValue)
    let tick = value * Int128(terms.tickSize.rawValue) / Int128(mark.rawValue)
    return 8 * (tick + Int128(position.quantity.magnitude.rawValue) + 1)
  }
}
