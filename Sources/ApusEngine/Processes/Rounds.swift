import ApusModel

// A round lets every position of a market pay once, in slices. Until it is through, a position that is about to change
// pays first, at the rate and mark of the moment the round fell due, so that the slices change nothing.

/// A payment that every position of a market owes.
struct PaymentRound: BitwiseCopyable {
  enum Kind: UInt8, BitwiseCopyable {
    case funding = 0
    case interest = 1
    /// A funding that nobody pays, since the market is halted: what everybody will pay next has changed all the same.
    case waived = 2
  }

  var kind = Kind.funding
  /// When it fell due.
  var due: Timestamp = .zero
  /// The funding rate; none of interest, whose rate is each position's own.
  var rate: Rate = .zero
  /// The mark then.
  var mark: Price = .zero
  /// The market's step of leverage interest then.
  var step: UInt8 = 0
  /// Counts the rounds, so that a position knows whether it has paid.
  var number: UInt32 = 0
  /// The next account to ask.
  var account: UInt32 = 0
}

/// What a position owes besides margin and profit.
struct PositionDues: BitwiseCopyable {
  /// Leverage interest below a whole unit.
  var carry = InterestCarry()
  /// The last round it paid in.
  var round: UInt32 = 0
}

extension Engine {
  /// Begins a round at the market's mark.
  mutating func begin(_ kind: PaymentRound.Kind, in market: Int, due: Timestamp) {
    markets[market].round = PaymentRound(
      kind: kind, due: due, rate: kind == .funding ? markets[market].prices.funding.rate : .zero,
      mark: markets[market].mark, step: markets[market].prices.interestStep, number: markets[market].round.number + 1,
      account: 0)
    markets[market].isCollecting = true
    agenda.collecting = UInt16(market)
  }

  /// Lets the next positions pay, by the numbers of their accounts.
  mutating func collect(in market: Int, _ work: inout Work, into events: inout EventBuffer) {
    while work.isLeft {
      let account = AccountID(markets[market].round.account)
      guard account.rawValue <= accounts.count else {
        markets[market].isCollecting = false
        agenda.collecting = nil
        liquidations.areAwaited = true
        return
      }
      let slot = accounts.slot(account, in: markets[market].id)
      if slot == noSlot {
        work.lookedOn()
      } else {
        markets[market].collect(slot, accounts: &accounts, events: &events)
        work.didOne()
      }
      markets[market].round.account += 1
    }
  }
}

extension Market {
  /// Has a position pay that is about to change while a round is not through.
  @inline(__always)
  mutating func collectFirst(_ slot: Slot, accounts: inout Accounts, events: inout EventBuffer) {
    if isCollecting { collect(slot, accounts: &accounts, events: &events) }
  }

  /// Has a position pay what it owes of this round, once.
  @inline(never) mutating func collect(_ slot: Slot, accounts: inout Accounts, events: inout EventBuffer) {
    guard accounts.dues[slot].round != round.number else { return }
    accounts.dues[slot].round = round.number
    guard accounts.positions[slot].position.quantity != .zero else { return }
    switch round.kind {
    case .funding: payFunding(slot, accounts: &accounts, events: &events)
    case .interest: chargeInterest(slot, accounts: &accounts, events: &events)
    case .waived:
      ladder.remove(slot, in: &accounts.risk)
      accounts.disturb(slot)
    }
  }

  /// What one side pays is cut like what the other receives; the difference stays in a purse of its own.
  private mutating func payFunding(_ slot: Slot, accounts: inout Accounts, events: inout EventBuffer) {
    let position = accounts.positions[slot].position
    let value = terms.value(of: position.quantity, at: round.mark).magnitude
    var amount = FundingRate.payment(on: value, at: round.rate) * position.quantity.sign
    // The insurance fund pays for what it took over as far as it goes.
    if position.account == .venue { amount = min(amount, accounts.ledger.insurance(in: settlement)) }
    accounts.ledger.post(.funding, from: .wallet(position.account), to: .fundingDust, amount, in: settlement)
    accounts.positions[slot].position.realised -= amount
    accounts.touch(slot)
    events.append(
      .fundingPaid(
        FundingPaid(
          execution: accounts.nextExecution(), account: position.account, instrument: id, quantity: position.quantity,
          mark: round.mark, value: value, rate: round.rate, amount: amount,
          balance: accounts.ledger.balance(of: position.account, in: settlement))))
    payOutOfMargin(amount, slot, accounts: &accounts, events: &events)
  }

  /// What the wallet lacks for this market after an isolated position's payment, without touching what stands behind
  /// the account's other isolated positions, comes out of the position's own margin.
  private mutating func payOutOfMargin(
    _ payment: Amount, _ slot: Slot, accounts: inout Accounts, events: inout EventBuffer
  ) {
    guard payment > .zero, accounts.positions[slot].isIsolated else { return }
    let others = accounts.isolatedMargins(besides: slot, in: settlement)
    takeOutOfMargin(payment, slot, beside: others, accounts: &accounts, events: &events)
  }

  /// What the wallet lacks for this market, at most a payment, comes out of an isolated position's own margin, and when
  /// that is gone out of its profit: the liquidation price moves with it.
  ///
  /// - Parameter others: what the wallet holds for other positions.
  mutating func takeOutOfMargin(
    _ payment: Amount, _ slot: Slot, beside others: Amount, accounts: inout Accounts, events: inout EventBuffer
  ) {
    let position = accounts.positions[slot].position
    guard position.leverage != .cross else { return }
    let margin = margin(
      of: position, rate: accounts.positions[slot].marginRate, isolated: accounts.isolatedMargin(slot))
    let held = margin.total + position.orderMargin(rate: accounts.positions[slot].orderRate)
    let missing = min(payment, held + others - accounts.ledger.balance(of: position.account, in: settlement))
    guard missing > .zero else { return }
    var isolated = accounts.isolatedMargin(slot)
    isolated.lost += missing
    accounts.setIsolatedMargin(isolated, at: slot, into: &events)
  }

  /// A day's interest on the opened notional, whole units; what is less is carried. The venue itself pays none.
  private mutating func chargeInterest(_ slot: Slot, accounts: inout Accounts, events: inout EventBuffer) {
    let position = accounts.positions[slot].position
    guard position.account != .venue else { return }
    let leverage = position.effectiveLeverage(
      of: position.margin(at: round.mark, isolated: accounts.isolatedMargin(slot), of: terms))
    let rate = terms.interest.rate(
      at: leverage, step: round.step, discount: accounts[position.account].plan.interestDiscount)
    let amount = accounts.dues[slot].carry.post(notional: position.notional, rate: rate, days: 1)
    guard amount != .zero else { return }
    accounts.ledger.post(.interest, from: .wallet(position.account), to: .interest, amount, in: settlement)
    accounts.touch(slot)
    events.append(
      .interestCharged(
        InterestCharged(
          execution: accounts.nextExecution(), account: position.account, instrument: id, due: round.due,
          notional: position.notional, leverage: leverage, rate: rate, amount: amount,
          balance: accounts.ledger.balance(of: position.account, in: settlement))))
    payOutOfMargin(amount, slot, accounts: &accounts, events: &events)
  }
}
