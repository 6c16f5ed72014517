import ApusModel

// A position is margined in another way: at another leverage, another risk step, or with more or less margin of its own.

extension Engine {
  /// A position as it would be margined, and what it would have besides its initial margin.
  struct Remargining: BitwiseCopyable {
    var record: PositionRecord
    var isolated: IsolatedMargin
    /// Whether its margin is made anew, so that nothing of before is lost any more.
    var isAnew = false

    /// The change of a position as it stands.
    init(_ record: PositionRecord, _ isolated: IsolatedMargin) {
      self.record = record
      self.isolated = isolated
    }
  }

  /// A position as it stands, to be margined in another way.
  func remargining(_ slot: Slot) -> Remargining {
    Remargining(accounts.positions[slot], accounts.isolatedMargin(slot))
  }

  /// Why a position may not be margined so, with the number that belongs to the reason, or nothing: the account must
  /// have the margin it asks for beyond what it holds, and the mark may not stand at its liquidation price.
  mutating func refusal(of change: Remargining, at slot: Slot) -> Rejected? {
    let position = change.record.position
    let market = Int(position.instrument.rawValue)
    let margin = markets[market].margin(
      of: position, rate: change.record.marginRate, isolated: change.isolated)
    let ordered = position.orderMargin(rate: change.record.orderRate)
    let held = accounts.held(slot, markets: markets)
    let available = accounts.available(position.account, in: markets[market].settlement, markets: markets)
    // A margin that is less than nothing is first made up for.
    let now = markets[market].margin(
      of: accounts.positions[slot].position, rate: accounts.positions[slot].marginRate,
      isolated: accounts.isolatedMargin(slot))
    let needed = ordered + margin.total - held - (now.total - now.kept)
    if needed > .zero, needed > available {
      return Rejected(account: position.account, reason: .insufficientAvailableBalance, detail: needed.rawValue)
    }
    let left = available + held - ordered - margin.kept
    guard markets[market].isBeyondLiquidation(position, margin, available: left) else { return nil }
    return Rejected(account: position.account, reason: .wouldLiquidate)
  }

  /// Margins a position in another way, after the checks.
  mutating func remargin(_ slot: Slot, _ change: Remargining, into events: inout EventBuffer) {
    let market = Int(change.record.position.instrument.rawValue)
    let before = accounts.isolatedMargin(slot)
    markets[market].collectFirst(slot, accounts: &accounts, events: &events)
    var isolated = change.isolated
    if !change.isAnew { isolated.lost += accounts.isolatedMargin(slot).lost - before.lost }
    accounts.positions[slot].position.leverage = change.record.position.leverage
    accounts.positions[slot].position.riskSteps = change.record.position.riskSteps
    accounts.positions[slot].orderRate = change.record.orderRate
    accounts.positions[slot].marginRate = change.record.marginRate
    accounts.positions[slot].markVersion = 0
    accounts.setIsolatedMargin(isolated, at: slot, into: &events)
    accounts.touch(slot)
  }
}

extension Accounts {
  /// What a position has besides its initial margin.
  @inline(__always) func isolatedMargin(_ slot: Slot) -> IsolatedMargin {
    positions[slot].hasIsolatedMargin ? isolated[slot] : .none
  }

  /// Changes and states what a position has besides its initial margin; nothing when it has that already.
  mutating func setIsolatedMargin(_ margin: IsolatedMargin, at slot: Slot, into events: inout EventBuffer) {
    if margin == isolatedMargin(slot) { return }
    positions[slot].hasIsolatedMargin = margin != .none
    positions[slot].markVersion = 0
    isolated[slot] = margin
    events.append(
      .isolatedMarginChanged(
        IsolatedMarginChanged(
          account: positions[slot].position.account, instrument: positions[slot].position.instrument, margin: margin)))
  }

  /// Lets an isolated position that traded so many contracts keep its own margin only as far as it was not closed.
  @inline(never)
  mutating func shareIsolatedMargin(_ slot: Slot, traded: Contracts, into events: inout EventBuffer) {
    guard positions[slot].hasIsolatedMargin else { return }
    let after = positions[slot].position.quantity
    setIsolatedMargin(isolated[slot].kept(from: after - traded, to: after), at: slot, into: &events)
  }
}

extension Market {
  /// Lets an isolated position keep its own margin only as far as it was not closed, and take into it what the contracts
  /// it opened lose at the mark, as far as that was set aside for them: else a position entered through the mark
  /// would be liquidated at once.
  ///
  /// - Parameter setAside: for a lot; for an order that has just come, all that it loses was asked for.
  @inline(never)
  mutating func remargin(
    _ slot: Slot, _ side: Side, _ quantity: Contracts, at lotValue: Amount, setAside: Amount = .unaffordable,
    accounts: inout Accounts, events: inout EventBuffer
  ) {
    guard accounts.positions[slot].isIsolated else { return }
    let traded = quantity * side.sign
    accounts.shareIsolatedMargin(slot, traded: traded, into: &events)
    let opened = accounts.positions[slot].position.opened(of: quantity, on: side)
    let loss = min(setAside, premium(side, closes: false, lotValue: lotValue))
    guard opened > .zero, loss > .zero else { return }
    var margin = accounts.isolatedMargin(slot)
    margin.added += loss * wholeLots(in: opened)
    accounts.setIsolatedMargin(margin, at: slot, into: &events)
  }

  /// The rates of margin at a position's risk step.
  func marginRates(of position: Position) -> MarginRates { terms.marginRates(at: Int64(position.riskSteps)) }

  /// Liquidation and bankruptcy price of a position, `available` being what else backs it in cross margin; nil without
  /// a position.
  func limitPrices(_ position: Position, _ margin: PositionMargin, available: Amount) -> LimitPrices? {
    let maintenance = marginRates(of: position).maintenance(
      of: position.cost, payable: position.payable(prices.funding.rate))
    return position.limitPrices(margin: margin, maintenance: maintenance, available: available, of: terms)
  }

  /// Whether the mark stands at the liquidation price of a position margined so, or beyond.
  func isBeyondLiquidation(_ position: Position, _ margin: PositionMargin, available: Amount) -> Bool {
    guard !terms.type.isOption, let prices = limitPrices(position, margin, available: available) else { return false }
    return position.quantity > .zero ? mark <= prices.liquidation : mark >= prices.liquidation
  }
}
