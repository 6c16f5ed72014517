import ApusEngine
import ApusModel

// Risk limits, isolated margin and leverage: one position margined in another way (rules 3.4, 3.5 and 4).

/// How a position is margined: what its owner chose, and what it has of its own besides the initial margin.
struct NaiveChoice {
  var leverage: Int128 = 0
  /// Steps above the base risk limit.
  var steps: Int128 = 0
  /// Added by hand to an isolated position.
  var added: Int128 = 0
  /// Paid out of it as funding.
  var lost: Int128 = 0
}

extension NaiveEngine {
  func choice(_ key: Key) -> NaiveChoice { choices[key, default: NaiveChoice()] }

  /// The account and market of a command, when both exist and there is room for the position.
  private func key(_ account: AccountID, _ instrument: InstrumentID) -> Key? {
    guard exists(account) else {
      reject(account, .unknownAccount)
      return nil
    }
    guard Int(instrument.rawValue) < markets.count else {
      reject(account, .unknownInstrument)
      return nil
    }
    if let reason = barredFromChanging(account, in: Int(instrument.rawValue)) {
      reject(account, reason)
      return nil
    }
    return Key(account: account, market: Int(instrument.rawValue))
  }

  private func hasRoom(_ key: Key) -> Bool {
    if held.contains(key) || held.count < Int(limits.positions) { return true }
    reject(key.account, .tooManyPositions)
    return false
  }

  func setLeverage(_ command: SetLeverage) {
    guard let key = key(command.account, command.instrument) else { return }
    let leverage = Int128(command.leverage.rawValue)
    guard leverage >= 0 else { return reject(command.account, .invalidLeverage) }
    guard hasRoom(key) else { return }
    var then = choice(key)
    then.leverage = leverage
    // Margin is made anew: what was added by hand goes back, what was lost is made up for.
    then.added = 0
    then.lost = 0
    guard allows(leverage, then.steps, key) else { return reject(command.account, .leverageTooHigh) }
    remargin(key, then, isAnew: true)
  }

  /// Leverage is refused when one over it falls below the margin of the risk step.
  private func allows(_ leverage: Int128, _ steps: Int128, _ key: Key) -> Bool {
    let asked = markets[key.market].contract.initialRate(0, steps: steps)
    if leverage >= 1 << 32 { return false }
    return leverage == 0 || Ratio(100 * NaiveContract.rateScale, over: leverage).ceiling >= asked
  }

  func setRiskLimit(_ command: SetRiskLimit) {
    guard let key = key(command.account, command.instrument) else { return }
    let contract = markets[key.market].contract
    let base = Int128(contract.terms.riskLimit.base.rawValue)
    let step = Int128(contract.terms.riskLimit.step.rawValue)
    let limit = Int128(command.limit.rawValue)
    var then = choice(key)
    then.steps = step == 0 ? 0 : (limit - base) / step
    guard base > 0, limit >= base, base + then.steps * step == limit,
      contract.initialRate(0, steps: then.steps) <= NaiveContract.rateScale,
      limit <= 1 << 59, then.steps <= 65_535
    else { return reject(command.account, .invalidRiskLimit) }
    guard hasRoom(key) else { return }
    let value = riskValue(key)
    if then.steps < choice(key).steps, value > limit { return reject(command.account, .riskLimitTooLow, value) }
    guard allows(then.leverage, then.steps, key) else { return reject(command.account, .leverageTooHigh) }
    remargin(key, then)
  }

  func transferMargin(_ command: TransferMargin) {
    guard let key = key(command.account, command.instrument) else { return }
    let holding = holding(key)
    guard holding.size > 0 else { return reject(command.account, .noPosition) }
    var then = choice(key)
    guard then.leverage > 0 else { return reject(command.account, .notIsolated) }
    let amount = Int128(command.amount.rawValue)
    guard amount != 0, amount <= Int128(Amount.limit.rawValue), amount >= -Int128(Amount.limit.rawValue) else {
      return reject(command.account, .invalidAmount)
    }
    then.added += amount
    let contract = markets[key.market].contract
    let loss = max(0, -holding.unrealised(at: markets[key.market].mark!, of: contract))
    if amount < 0, then.added < then.lost + loss {
      let initial = contract.held(contract.initialRate(then.leverage, steps: then.steps), of: holding.basis)
      return reject(command.account, .marginTooLow, initial)
    }
    remargin(key, then)
  }

  /// Takes a choice when the account can pay for it and the mark does not liquidate it at once.
  private func remargin(_ key: Key, _ then: NaiveChoice, isAnew: Bool = false) {
    let market = markets[key.market]
    let now = positionMargin(key) + orderMargin(key)
    let needed = positionMargin(key, then) + orderMargin(key, choice: then)
    let available = available(key.account, market.contract.terms.settlement)
    if needed > now, needed - now > available {
      return reject(key.account, .insufficientAvailableBalance, needed - now)
    }
    let left = available + keptMargin(key) + orderMargin(key) - keptMargin(key, then) - orderMargin(key, choice: then)
    if isBeyondLiquidation(key, then, available: left) {
      return reject(key.account, .wouldLiquidate)
    }
    held.insert(key)
    let before = choice(key)
    settleDue(key)
    // What it loses by paying first stays lost, unless its margin is made anew.
    let lost = isAnew ? 0 : then.lost + choice(key).lost - before.lost
    own(key, then.added, lost)
    choices[key]?.leverage = then.leverage
    choices[key]?.steps = then.steps
    touch(key)
  }

  /// Changes and states what a position has besides its initial margin.
  private func own(_ key: Key, _ added: Int128, _ lost: Int128) {
    var choice = choice(key)
    defer { choices[key] = choice }
    if choice.added == added, choice.lost == lost { return }
    choice.added = added
    choice.lost = lost
    choices[key] = choice
    state(.isolatedMarginChanged(ownMargin(key)))
  }

  func ownMargin(_ key: Key) -> IsolatedMarginChanged {
    let choice = choice(key)
    let margin = IsolatedMargin(
      added: Amount(rawValue: Int64(choice.added)), lost: Amount(rawValue: Int64(choice.lost)))
    return IsolatedMarginChanged(
      account: key.account, instrument: InstrumentID(rawValue: UInt16(key.market)), margin: margin)
  }

  /// Contracts that are closed take their share of what the position has of its own with them.
  func shareOwnMargin(_ key: Key, after size: Int128, _ direction: Int128) {
    let now = holding(key)
    let left = now.direction == direction ? now.size : 0
    let choice = choice(key)
    if size == 0 || left >= size { return }
    own(
      key, left == 0 ? 0 : Ratio(choice.added * left, over: size).floor,
      left == 0 ? 0 : Ratio(choice.lost * left, over: size).ceiling)
  }

  /// What contracts opened in isolated margin lose at the mark goes into their own margin, as far as it was set aside.
  func coverEntry(of order: NaiveOrder, at price: Int128, _ quantity: Int128, setAside: Int128) {
    let key = key(order)
    let now = holding(key)
    let direction: Int128 = order.side == .buy ? 1 : -1
    guard order.account != .venue, choice(key).leverage != 0, now.direction == direction else { return }
    let opened = min(now.size, quantity) / markets[key.market].contract.lot
    let loss = min(setAside, premium(order.side, at: price, closes: false, in: key.market))
    if loss * opened > 0 { own(key, choice(key).added + loss * opened, choice(key).lost) }
  }

  // MARK: Risk

  /// What counts against the risk limit: the position at the mark and the orders that could make it larger.
  func riskValue(_ key: Key, _ sums: Sums? = nil) -> Int128 {
    let size = holding(key).size
    let marked = size == 0 ? 0 : markets[key.market].contract.value(size, at: markets[key.market].mark!)
    return marked + openingValue(key, sums ?? self.sums(key))
  }

  /// The risk limit an account would need to have these orders too, when that is more than it has; 0 when there is none.
  func riskLimitNeeded(_ key: Key, _ sums: Sums) -> Int128? {
    let limits = markets[key.market].contract.terms.riskLimit
    if limits.base == .zero || openingValue(key, sums) <= openingValue(key, self.sums(key)) { return nil }
    let base = Int128(limits.base.rawValue)
    let step = Int128(limits.step.rawValue)
    let value = riskValue(key, sums)
    if value <= base + choice(key).steps * step { return nil }
    return step == 0 ? base : base + Ratio(value - base, over: step).ceiling * step
  }

  /// Whether the mark has reached the price at which the position has lost all but its maintenance margin.
  func isBeyondLiquidation(_ key: Key, _ choice: NaiveChoice, available: Int128) -> Bool {
    let holding = holding(key)
    let contract = markets[key.market].contract
    guard holding.size > 0, !contract.terms.type.isOption, let mark = markets[key.market].mark else { return false }
    let maintenance = contract.held(
      contract.maintenanceRate(steps: choice.steps) + payable(key, holding.direction), of: holding.basis)
    let price = contract.price(
      of: holding.size, holding.direction, basis: holding.basis,
      losing: bearable(key, choice, available) - maintenance)
    return holding.direction > 0 ? mark <= price : mark >= price
  }

  /// The part of the next funding the position will pay.
  func payable(_ key: Key, _ direction: Int128) -> Int128 { max(0, markets[key.market].rate * direction) }

  /// What the wallet lacks for this market after an isolated position's payment comes out of the position's own margin,
  /// and then out of its profit. The margins of other isolated positions are not there to pay it.
  func loseMargin(_ key: Key, paying amount: Int128) {
    guard amount > 0 else { return }
    let currency = markets[key.market].contract.terms.settlement
    let others = markets.indices.filter {
      let other = Key(account: key.account, market: $0)
      return $0 != key.market && markets[$0].contract.terms.settlement == currency && choice(other).leverage > 0
    }
    loseMargin(
      key, atMost: amount,
      beside: others.reduce(0) { $0 + positionMargin(Key(account: key.account, market: $1)) })
  }

  /// What the wallet lacks for this market and for others, at most so much, an isolated position answers for.
  func loseMargin(_ key: Key, atMost amount: Int128, beside others: Int128) {
    let choice = choice(key)
    guard choice.leverage > 0 else { return }
    let held = positionMargin(key) + orderMargin(key) + heldPremium(key)
    let wallet = sum(of: .wallet(key.account), in: markets[key.market].contract.terms.settlement)
    let missing = min(amount, held + others - wallet)
    guard missing > 0 else { return }
    own(key, choice.added, choice.lost + missing)
  }

  /// What a position can lose until nothing is left: its own margin, in cross margin all that backs it.
  func bearable(_ key: Key, _ choice: NaiveChoice, _ available: Int128) -> Int128 {
    let contract = markets[key.market].contract
    let basis = holding(key).basis
    let initial = contract.held(contract.initialRate(choice.leverage, steps: choice.steps), of: basis)
    if choice.leverage > 0 { return initial + choice.added - choice.lost }
    let spare = positionMargin(key, choice) + available - contract.held(contract.closingFee, of: basis)
    return Ratio(spare * NaiveContract.rateScale, over: NaiveContract.rateScale + contract.closingFee).floor
  }
}
