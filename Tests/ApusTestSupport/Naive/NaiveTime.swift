import ApusEngine
import ApusModel

// What falls due by itself (rules 6 and 13), in the order it falls due.

/// A payment every position of a market owes, as the twin remembers it.
struct NaiveRound {
  var market: Int
  var isFunding: Bool
  /// Whether nobody pays, since the market was halted.
  var isWaived = false
  var due: Int64
  var rate: Int128
  var mark: Int128
  var step: Int128
  var account: UInt32 = 0
  var paid: Set<NaiveEngine.Key> = []
}

extension NaiveEngine {
  /// Sixteenths of a unit of work: a position that pays or anything else that is done is one unit.
  func passTime() {
    followByTheClock()
    var work = Int(limits.slice) * 16
    while work > 0 {
      if round != nil {
        collect(&work)
      } else {
        guard attendNext(&work) else { return }
      }
    }
  }

  /// Does the earliest thing that is due; false when nothing is.
  private func attendNext(_ work: inout Int) -> Bool {
    let now = entry.time.rawValue
    let never = Int64.max
    let deadline = deadlines.values.map(\.rawValue).min() ?? never
    let funding = markets.compactMap(\.next).min() ?? never
    let payment = min(funding, midnight ?? never)
    let life = lifeDue ?? never
    let first = min(now, payment, life, minute ?? never, half ?? never)
    let dayEnd = dayEnds.first?.end ?? never
    let review = nextReview ?? never
    if deadline <= first {
      fireDeadlines(through: first)
    } else if dayEnd <= first {
      endDay()
    } else if review <= first {
      self.review(&work)
      return true
    } else if payment <= first {
      if funding == payment { exchangeFunding(at: payment) } else { chargeInterest(at: payment) }
    } else if life <= first {
      live(&work)
      return true
    } else if let half, half == first {
      self.half = half + 60_000
      for market in markets.indices where isMeasuredTwice(market) {
        measureBook(market, at: half)
        mark(market, at: half)
      }
    } else if let minute, minute <= now {
      let others = min(payment, life, deadline, dayEnd, review)
      let minutes = Array(stride(from: minute, to: min(others, now == never ? now : now + 1), by: 60_000))
      self.minute = minutes.last! + 60_000
      if half != nil { half = minutes.last! + 30_000 }
      pass(minutes)
    } else {
      return false
    }
    work -= 16
    return true
  }

  private func pass(_ minutes: [Int64]) {
    for index in indices.indices { sample(index, minutes) }
    for market in markets.indices {
      let terms = markets[market].contract.terms
      if measuresBook(market) { measureBook(market, at: minutes.last!) }
      if terms.marking != .index || terms.funding.exists || reference(market) != nil {
        mark(market, at: minutes.last!)
      }
      if terms.funding.exists { samplePremium(market, minutes) }
    }
    for number in indices.indices {
      guard let base = indices[number].base else { continue }
      switch indices[number].terms.kind {
      case .premium: setIndex(number, markets[base].premium * 100)
      case .premiumAverage: setIndex(number, markets[base].closed * 100)
      default: break
      }
    }
  }

  /// Begins or ends the sampling of minutes and the charging of days as what is listed asks for.
  func plan() {
    let now = entry.time.rawValue
    let isTimed = markets.contains { $0.contract.terms.marking != .index || $0.contract.terms.funding.exists }
    if indices.isEmpty && !isTimed {
      minute = nil
    } else if minute == nil {
      minute = (now / 60_000 + 1) * 60_000
    }
    if !markets.indices.contains(where: { isMeasuredTwice($0) }) {
      half = nil
    } else if half == nil {
      half = (now + 30_000) / 60_000 * 60_000 + 30_000
    }
    if !markets.contains(where: { $0.contract.terms.interest.exists }) {
      midnight = nil
    } else if midnight == nil {
      midnight = (now / 86_400_000 + 1) * 86_400_000
    }
  }

  // MARK: Funding

  func beginFunding(_ number: Int) {
    let terms = markets[number].contract.terms
    markets[number].isIndexValid = reference(number) == nil
    guard terms.funding.exists else { return }
    let interval = terms.funding.interval
    let passed = Ratio(Int128(entry.time.rawValue - terms.funding.offset), over: Int128(interval)).floor
    markets[number].next = terms.funding.offset + (Int64(passed) + 1) * interval
    markets[number].rate = capped(interest(number), after: nil, terms)
    markets[number].indicative = markets[number].rate
    stateFunding(number)
  }

  func stateFunding(_ number: Int) {
    let market = markets[number]
    state(
      .fundingSet(
        FundingSet(
          instrument: InstrumentID(UInt16(number)), rate: Rate(Int64(market.rate)),
          indicative: Rate(Int64(market.indicative)), next: Timestamp(market.next!))))
  }

  private func interest(_ number: Int) -> Int128 {
    let terms = markets[number].contract.terms
    func lending(_ currency: Symbol) -> Int128? {
      indices.first { $0.terms.kind == .lending && $0.isValid && $0.terms.underlying == currency }?.price
        .map { $0 / 100 }
    }
    let quote = lending(terms.quoteCurrency) ?? Int128(terms.funding.quoteInterest.rawValue)
    let base = lending(terms.underlying) ?? Int128(terms.funding.baseInterest.rawValue)
    return Ratio(quote - base, over: 86_400_000 / Int128(terms.funding.interval)).truncated
  }

  /// Within three quarters of what lies between the margins, and that near the rate before of the maintenance margin.
  private func capped(_ rate: Int128, after before: Int128?, _ terms: Instrument) -> Int128 {
    let share = Int128(terms.funding.cap.rawValue)
    let maintenance = Int128(terms.maintenanceMargin.rawValue)
    let cap = Ratio((Int128(terms.initialMargin.rawValue) - maintenance) * share, over: NaiveContract.rateScale)
      .truncated
    let change = Ratio(maintenance * share, over: NaiveContract.rateScale).truncated
    var rate = min(max(rate, -cap), cap)
    if let before { rate = min(max(rate, before - change), before + change) }
    return min(max(rate, -cap), cap)
  }

  private func samplePremium(_ number: Int, _ minutes: [Int64]) {
    let market = markets[number]
    let terms = market.contract.terms
    guard let mark = market.mark, let index = market.index, market.isIndexValid else { return }
    let bid = market.impactBid == 0 ? 0 : max(0, market.impactBid - mark)
    let ask = market.impactAsk == 0 ? 0 : max(0, mark - market.impactAsk)
    let basis = Ratio(
      market.rate * minutesToRun(number, minutes.last!) * 60_000, over: Int128(terms.funding.interval)
    ).nearest
    // A hundred times the index bounds it.
    let above = min(max(bid - ask, -100 * index), 100 * index)
    market.premium = Ratio(above * NaiveContract.rateScale, over: index).nearest + basis
    for _ in minutes { market.premiums.append(market.premium) }
    let mean = market.meanPremium!
    let clamp = Int128(terms.funding.clamp.rawValue)
    let rate = mean + min(max(interest(number) - mean, -clamp), clamp)
    let indicative = capped(rate, after: market.rate, terms)
    guard indicative != market.indicative else { return }
    market.indicative = indicative
    stateFunding(number)
  }

  private func exchangeFunding(at due: Int64) {
    let number = markets.firstIndex { $0.next == due }!
    let market = markets[number]
    if let mark = market.mark, isHalted(number) {
      round = NaiveRound(
        market: number, isFunding: true, isWaived: true, due: due, rate: market.rate, mark: mark, step: 0)
    } else if let mark = market.mark {
      state(
        .fundingDue(
          FundingDue(
            instrument: InstrumentID(UInt16(number)), due: Timestamp(due), rate: Rate(Int64(market.rate)),
            mark: Price(Int64(mark)))))
      round = NaiveRound(market: number, isFunding: true, due: due, rate: market.rate, mark: mark, step: 0)
    }
    market.rate = market.indicative
    market.closed = market.meanPremium ?? market.closed
    market.premiums = []
    market.next = due + market.contract.terms.funding.interval
    stateFunding(number)
  }

  // MARK: Leverage interest

  private func chargeInterest(at due: Int64) {
    while charging < markets.count {
      let number = charging
      charging += 1
      guard markets[number].contract.terms.interest.exists, let mark = markets[number].mark else { continue }
      round = NaiveRound(
        market: number, isFunding: false, due: due, rate: 0, mark: mark, step: markets[number].step)
      return
    }
    charging = 0
    midnight = due + 86_400_000
    for (number, market) in markets.enumerated() where market.contract.terms.interest.exists {
      let step = min(10, abs(market.basisRate) / 10_000_000)
      if step != market.step { setStep(number, step) }
    }
  }

  func setStep(_ number: Int, _ step: Int128) {
    markets[number].step = step
    state(.interestStepSet(InterestStepSet(instrument: InstrumentID(UInt16(number)), step: UInt8(step))))
  }

  func setInterestStep(_ command: SetInterestStep) {
    let operatorAccount = AccountID(rawValue: 0)
    let number = Int(command.instrument.rawValue)
    guard number < markets.count else { return reject(operatorAccount, .unknownInstrument) }
    guard markets[number].contract.terms.interest.exists else { return reject(operatorAccount, .notOffered) }
    guard command.step <= 10 else { return reject(operatorAccount, .invalidAmount) }
    setStep(number, Int128(command.step))
  }

  // MARK: Rounds

  /// The next accounts pay, by their numbers.
  private func collect(_ work: inout Int) {
    while work > 0, let current = round {
      guard current.account <= UInt32(accounts) else {
        liquidations.areAwaited = true
        return round = nil
      }
      let key = Key(account: AccountID(current.account), market: current.market)
      work -= takesUpRoom(key) ? 16 : 1
      settleDue(key)
      round?.account += 1
    }
  }

  /// A position pays what it owes of the round that is not through, once; before it changes at the latest.
  func settleDue(_ key: Key) {
    guard let current = round, current.market == key.market, takesUpRoom(key), !current.paid.contains(key) else {
      return
    }
    round?.paid.insert(key)
    if current.isWaived { return }
    if key.account == .venue { return payOwnFunding(key, current) }
    let holding = holding(key)
    guard holding.size > 0 else { return }
    if current.isFunding { payFunding(key, holding, current) } else { payInterest(key, holding, current) }
  }

  private func payFunding(_ key: Key, _ holding: NaivePosition, _ round: NaiveRound) {
    let contract = markets[key.market].contract
    let value = contract.value(holding.size, at: round.mark)
    let amount = Ratio(value * round.rate, over: NaiveContract.rateScale).truncated * holding.direction
    pay(.funding, from: .wallet(key.account), to: .fundingDust, amount, in: contract.terms.settlement)
    fundingPaid[key, default: 0] += amount
    touch(key)
    state(
      .fundingPaid(
        FundingPaid(
          execution: nextExecution(), account: key.account, instrument: InstrumentID(UInt16(key.market)),
          quantity: Contracts(Int64(holding.quantity)), mark: Price(Int64(round.mark)), value: Amount(Int64(value)),
          rate: Rate(Int64(round.rate)), amount: Amount(Int64(amount)),
          balance: balance(of: key.account, in: contract.terms.settlement))))
    loseMargin(key, paying: amount)
  }

  /// The insurance fund pays for what the liquidation engine holds, as far as it goes; it pays no interest.
  private func payOwnFunding(_ key: Key, _ round: NaiveRound) {
    let quantity = venueQuantity(key.market)
    guard round.isFunding, quantity != 0 else { return }
    let contract = markets[key.market].contract
    let value = contract.value(abs(quantity), at: round.mark)
    var amount = Ratio(value * round.rate, over: NaiveContract.rateScale).truncated * (quantity > 0 ? 1 : -1)
    amount = min(amount, insurance(contract.terms.settlement))
    pay(.funding, from: .insurance, to: .fundingDust, amount, in: contract.terms.settlement)
    liquidations.earned[key.market, default: 0] -= amount
    touch(key)
    state(
      .fundingPaid(
        FundingPaid(
          execution: nextExecution(), account: .venue, instrument: InstrumentID(UInt16(key.market)),
          quantity: Contracts(Int64(quantity)), mark: Price(Int64(round.mark)), value: Amount(Int64(value)),
          rate: Rate(Int64(round.rate)), amount: Amount(Int64(amount)),
          balance: balance(of: .venue, in: contract.terms.settlement))))
  }

  /// Notional × rate ÷ 365 for a day, in whole units; what is less waits for the next.
  private func payInterest(_ key: Key, _ holding: NaivePosition, _ round: NaiveRound) {
    let contract = markets[key.market].contract
    let choice = choice(key)
    let initial = contract.held(contract.initialRate(choice.leverage, steps: choice.steps), of: holding.basis)
    let isCross = choice.leverage == 0
    let own = isCross ? max(0, -holding.unrealised(at: round.mark, of: contract)) : choice.added - choice.lost
    let stake = initial + own
    let effective = stake <= 0 ? (holding.basis == 0 ? 0 : 4_294_967_295) : holding.basis * 100 / stake
    let terms = contract.terms.interest
    var yearly = Int128(terms.first.rate.rawValue)
    for tier in [terms.second, terms.third, terms.fourth] where tier.from > .zero {
      if effective >= Int128(tier.from.rawValue) { yearly = Int128(tier.rate.rawValue) }
    }
    yearly += Int128(terms.marketStep.rawValue) * round.step
    yearly = Ratio(yearly * Int128(100 - standing(key.account).plan.interestDiscount), over: 100).truncated
    let whole = 365 * NaiveContract.rateScale
    let owed = carried[key, default: 0] + holding.basis * yearly
    carried[key] = owed % whole
    let amount = owed / whole
    guard amount > 0 else { return }
    pay(.interest, from: .wallet(key.account), to: .interest, amount, in: contract.terms.settlement)
    touch(key)
    state(
      .interestCharged(
        InterestCharged(
          execution: nextExecution(), account: key.account, instrument: InstrumentID(UInt16(key.market)),
          due: Timestamp(round.due), notional: Amount(Int64(holding.basis)), leverage: Leverage(Int64(effective)),
          rate: Rate(Int64(yearly)), amount: Amount(Int64(amount)),
          balance: balance(of: key.account, in: contract.terms.settlement))))
    loseMargin(key, paying: amount)
  }
}
