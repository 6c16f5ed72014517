import ApusEngine
import ApusModel

/// Who an account is, what it has qualified for and what it may do.
struct NaiveStanding: Equatable {
  var role = Role.trader
  var plan = AccountPlan()
  var restriction = Restriction.none
  var reason = RestrictionReason.operatorDecision
  /// Labelled for too many small orders.
  var sendsSpam = false
}

extension NaiveEngine {
  func standing(_ account: AccountID) -> NaiveStanding { standings[account, default: NaiveStanding()] }

  func setStanding(_ command: SetStanding) {
    guard exists(command.account) else { return reject(command.account, .unknownAccount) }
    guard command.plan.feeTier <= 7, command.plan.interestDiscount <= 100 else {
      return reject(command.account, .invalidAmount)
    }
    standings[command.account, default: NaiveStanding()].role = command.role
    standings[command.account, default: NaiveStanding()].plan = command.plan
    stateStanding(command.account)
  }

  func stateStanding(_ account: AccountID) {
    let its = standing(account)
    state(
      .standingChanged(
        StandingChanged(
          account: account, role: its.role, plan: its.plan, restriction: its.restriction, reason: its.reason,
          sendsSpam: its.sendsSpam)))
  }

  // MARK: Restrictions

  func restrict(_ command: RestrictAccount) {
    guard exists(command.account) else { return reject(command.account, .unknownAccount) }
    if command.restriction == .liquidateAndClose {
      if let reason = markets.indices.lazy.compactMap({ self.unclosable(command.account, in: $0) }).first {
        return reject(command.account, reason)
      }
    }
    standings[command.account, default: NaiveStanding()].restriction = command.restriction
    standings[command.account, default: NaiveStanding()].reason = command.reason
    stateStanding(command.account)
    if command.restriction == .none { return }
    for market in markets.indices {
      for order in ownOrders(Key(account: command.account, market: market)) {
        if command.restriction != .reduceOnly || !order.mayOnlyReduce { cancel(order, .restricted) }
      }
      for stop in ownStops(Key(account: command.account, market: market)) {
        let reduces = !stop.order.instructions.isDisjoint(with: [.close, .reduceOnly])
        if command.restriction != .reduceOnly || !reduces { cancelStop(stop, .restricted) }
      }
    }
    if command.restriction == .liquidateAndClose { closeAll(command.account) }
  }

  /// Why a position cannot be closed by the venue now.
  private func unclosable(_ account: AccountID, in market: Int) -> Rejection? {
    guard markets[market].state == .open, holding(Key(account: account, market: market)).size > 0 else { return nil }
    if isHalted(market) { return .venueHalted }
    let isTrusted = markets[market].isIndexValid && ![trading, markets[market].trading].contains(.indexInvalid)
    if !isTrusted { return .noMarkPrice }
    return offers(in: market).count >= Int(limits.offers) ? .bookFull : nil
  }

  /// Each position is closed against the book; the liquidation engine takes the rest over at the mark.
  private func closeAll(_ account: AccountID) {
    for market in markets.indices where markets[market].state == .open {
      let key = Key(account: account, market: market)
      if holding(key).size == 0 { continue }
      closeInBook(key)
      if holding(key).size > 0 { takeOverAtMark(key) }
    }
    trimReducingOrders()
    stateInsurance()
  }

  private func closeInBook(_ key: Key) {
    let holding = holding(key)
    let side: Side = holding.direction > 0 ? .sell : .buy
    settleDue(key)
    let worst = worstClosing(key)
    guard let touch = queue(key.market, side.opposite).first else { return }
    let instrument = InstrumentID(UInt16(key.market))
    let command = PlaceOrder(
      account: key.account, instrument: instrument, side: side, type: .market, instructions: .reduceOnly,
      quantity: Contracts(Int64(holding.size)))
    let order = NaiveOrder(
      command, id: OrderID(sequence: entry.sequence, in: instrument), side: side, price: touch.price,
      quantity: holding.size, placed: entry.time)
    order.onlyCloses = true
    order.worst = worst
    state(.orderPlaced(OrderPlaced(execution: nextExecution(), order: order.stated)))
    enter(order)
  }

  // MARK: States

  func setTradingState(_ command: SetTradingState) {
    guard let instrument = command.instrument else {
      trading = command.state
      liquidations.areAwaited = true
      return state(.venueStateChanged(command.state))
    }
    guard Int(instrument.rawValue) < markets.count else { return reject(AccountID(0), .unknownInstrument) }
    markets[Int(instrument.rawValue)].trading = command.state
    liquidations.areAwaited = true
    stateLife(of: Int(instrument.rawValue))
  }

  /// Why an order may not come or grow, or nothing: the strictest word first.
  func barred(_ account: AccountID, in market: Int, reduces: Bool) -> Rejection? {
    let states = [trading, markets[market].trading]
    let restriction = standing(account).restriction
    if states.contains(.halted) { return .venueHalted }
    if markets[market].state != .open { return .marketClosed }
    if restriction == .closed || restriction == .liquidateAndClose { return .accountClosed }
    if states.contains(.cancelOnly) { return .marketCancelOnly }
    if reduces { return nil }
    if restriction == .reduceOnly { return .accountReduceOnly }
    return states.contains(.reduceOnly) || states.contains(.indexInvalid) ? .marketReduceOnly : nil
  }

  /// Why a position may not be held otherwise, or nothing.
  func barredFromChanging(_ account: AccountID, in market: Int) -> Rejection? {
    let reason = barred(account, in: market, reduces: true)
    return reason == .marketCancelOnly ? nil : reason
  }

  /// Whether anything but a reducing order is kept out of a market, for everybody.
  func isLimited(_ market: Int) -> Bool {
    markets[market].state != .open || markets[market].trading != .open || trading != .open
  }

  func isHalted(_ market: Int) -> Bool { trading == .halted || markets[market].trading == .halted }

  // MARK: Money that leaves a wallet

  func withdraw(_ command: Withdraw) {
    guard exists(command.account) else { return reject(command.account, .unknownAccount) }
    guard mayLeave(command.account, command.amount, command.currency) else { return }
    let amount = Int128(command.amount.rawValue)
    pay(.withdrawal, from: .wallet(command.account), to: .outside, amount, in: command.currency)
    state(.walletChanged(wallet(command.account, command.currency, .withdrawal, -amount)))
  }

  func transfer(_ command: TransferWallet) {
    guard exists(command.from) else { return reject(command.from, .unknownAccount) }
    guard exists(command.to) else { return reject(command.to, .unknownAccount) }
    guard command.from != command.to else { return reject(command.from, .invalidAmount) }
    guard mayLeave(command.from, command.amount, command.currency) else { return }
    let amount = Int128(command.amount.rawValue)
    pay(.transfer, from: .wallet(command.from), to: .wallet(command.to), amount, in: command.currency)
    state(.walletChanged(wallet(command.from, command.currency, .transfer, -amount)))
    state(.walletChanged(wallet(command.to, command.currency, .transfer, amount)))
  }

  func mayLeave(_ account: AccountID, _ amount: Amount, _ currency: Currency) -> Bool {
    let amount = Int128(amount.rawValue)
    if amount <= 0 {
      reject(account, .invalidAmount)
    } else if trading == .halted {
      reject(account, .venueHalted)
    } else if amount > available(account, currency) {
      reject(account, .insufficientAvailableBalance, amount)
    } else {
      return true
    }
    return false
  }

  // MARK: Terms

  func update(_ command: UpdateInstrument) {
    let market = Int(command.instrument.rawValue)
    guard market < markets.count else { return reject(AccountID(0), .unknownInstrument) }
    guard markets[market].state == .open || markets[market].state == .unlisted else {
      return reject(AccountID(0), .marketClosed)
    }
    let now = markets[market].contract.terms
    let new = command.terms
    let keepsItself =
      new.symbol == now.symbol && new.root == now.root && new.reference == now.reference && new.kind == now.kind
      && new.settlement == now.settlement && new.multiplier == now.multiplier && new.type == now.type
      && new.listed == now.listed && new.expiry == now.expiry && new.option == now.option
    let keepsLevels = new.lot == now.lot && new.tickSize == now.tickSize && new.maximumPrice == now.maximumPrice
    let contract = NaiveContract(terms: new)
    let suits = held.allSatisfy {
      $0.market != market
        || holding($0).size <= contract.maximumHolding && choice($0).steps <= Int128(new.mostRiskSteps)
    }
    guard new.isSound, keepsItself, suits, keepsLevels || mayChangeLevels(of: market, to: contract) else {
      return reject(AccountID(0), .invalidInstrument)
    }
    // What was filled on other levels is done for good.
    let ticks = markets[market].contract.terms.ticks
    if new.lot != now.lot || new.tickSize != now.tickSize || new.ticks != ticks { filled[market] = nil }
    restate(market, command.terms)
  }

  /// Levels and lots change only while no order rests, the mark stays among them and no position becomes too large.
  private func mayChangeLevels(of market: Int, to contract: NaiveContract) -> Bool {
    if orders.contains(where: { $0.market == market }) || stops.contains(where: { $0.market == market }) {
      return false
    }
    if markets[market].contract.lot % contract.lot != 0 { return false }
    if let mark = markets[market].mark,
      mark < Int128(contract.terms.tickSize.rawValue) || !contract.isWithinPrices(mark)
    {
      return false
    }
    return markets[market].last.map { contract.isWithinPrices($0) && contract.isOnTick($0) } ?? true
  }
}

// MARK: Fees

extension NaiveEngine {
  /// What an account pays: the contract's own fees, or less by its row of the schedule (rule 9); the venue pays nothing.
  func fee(of account: AccountID, _ contract: NaiveContract) -> (maker: Rate, taker: Rate) {
    if account.rawValue == 0 { return (.zero, .zero) }
    let own = (maker: contract.terms.makerFee, taker: contract.terms.takerFee)
    let tier = Int(standing(account).plan.feeTier)
    guard contract.terms.feeSchedule == .volume2023, tier > 0 else { return own }
    let maker = [10_000, 0, -2_500, -5_000, -7_500, -9_000, -10_000][tier - 1]
    let taker = [50_000, 40_000, 35_000, 30_000, 25_000, 20_000, 17_500][tier - 1]
    return (min(own.maker, Rate(rawValue: Int64(maker))), min(own.taker, Rate(rawValue: Int64(taker))))
  }
}
