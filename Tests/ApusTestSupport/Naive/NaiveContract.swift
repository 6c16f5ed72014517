import ApusModel

/// A contract's terms read as the rule book states them, without a shared formula.
struct NaiveContract {
  let terms: Instrument

  static let priceScale: Int128 = 10_000_000_000
  static let rateScale: Int128 = 100_000_000

  var lot: Int128 { Int128(terms.lot.rawValue) }
  var isInverse: Bool { terms.kind == .inverse }

  /// What one lot is worth at a price: rounded by itself, halves up, before anything is multiplied (rule 2).
  func lotValue(_ price: Int128) -> Int128 {
    let size = Int128(terms.multiplier) * lot
    return isInverse
      ? Ratio(size * NaiveContract.priceScale, over: price).nearest
      : Ratio(size * price, over: NaiveContract.priceScale).nearest
  }

  /// What a number of contracts is worth when it is only valued, not traded: inverse per lot, others in one go.
  func value(_ contracts: Int128, at price: Int128) -> Int128 {
    if isInverse { return lotValue(price) * contracts / lot }
    return Ratio(Int128(terms.multiplier) * contracts * price, over: NaiveContract.priceScale).nearest
  }

  /// What a contract is worth in the end (rule 1.7 for profit contracts, rule 1.6 for all others).
  func payout(at index: Int128) -> Int128 {
    let strike = Int128(terms.option.strike.rawValue)
    let tick = Int128(terms.tickSize.rawValue)
    func share(_ gain: Int128, of index: Int128) -> Int128 {
      Ratio(max(0, gain) * NaiveContract.priceScale / 10, over: index * tick).nearest * tick
    }
    switch terms.type {
    case .perpetual, .future: return index
    case .upside: return share(index - strike, of: index)
    case .downside:
      let held = max(index, Int128(terms.option.barrier.rawValue))
      return share(strike - held, of: held)
    }
  }

  /// What a profit contract is held to be worth: what it would pay out now, within its prices.
  func firstMark(at index: Int128) -> Int128 {
    min(max(payout(at: index), Int128(terms.tickSize.rawValue)), Int128(terms.maximumPrice.rawValue))
  }

  /// +1 when a higher value is a gain for a holder of that direction, −1 when it is a loss.
  func gain(of direction: Int128) -> Int128 { isInverse ? -direction : direction }

  /// The share of a value asked for as initial margin: one over the leverage, never below the contract's own.
  ///
  /// Each risk step adds the base maintenance margin to it (rule 4).
  func initialRate(_ leverage: Int128, steps: Int128) -> Int128 {
    let base = Int128(terms.initialMargin.rawValue) + steps * Int128(terms.maintenanceMargin.rawValue)
    if leverage == 0 { return base }
    return max(base, Ratio(100 * NaiveContract.rateScale, over: leverage).ceiling)
  }

  /// The share of a value that must stay, a base of it for each risk step more.
  func maintenanceRate(steps: Int128) -> Int128 { (1 + steps) * Int128(terms.maintenanceMargin.rawValue) }

  /// Entry margin, taker fee, and the closing fee on value and margin, as a rate of eight decimals rounded up (rule 3.3).
  func orderRate(_ choice: NaiveChoice) -> Int128 {
    let margin = initialRate(choice.leverage, steps: choice.steps)
    let fee = Int128(terms.takerFee.rawValue)
    return margin + fee + Ratio(closingFee * (NaiveContract.rateScale + margin), over: NaiveContract.rateScale).ceiling
  }

  /// The dearest of the three fees, set aside for closing.
  var closingFee: Int128 {
    Int128(max(terms.makerFee.rawValue, terms.takerFee.rawValue, terms.settlementFee.rawValue))
  }

  /// A commission: cut toward zero, for charges and rebates alike (rule 9).
  func commission(_ rate: Rate, on value: Int128) -> Int128 {
    Ratio(Int128(rate.rawValue) * value, over: NaiveContract.rateScale).truncated
  }

  /// A share of a value held back: any fraction is rounded up, and nothing is more than nobody can afford.
  func held(_ rate: Int128, of value: Int128) -> Int128 {
    min(Ratio(rate * value, over: NaiveContract.rateScale).ceiling, 1 << 61)
  }

  /// Contracts that stay below 2⁵⁹ units, even where they are worth most, and below 2⁵⁹ in number.
  var maximumHolding: Int128 {
    let dearest = lotValue(Int128(isInverse ? terms.tickSize.rawValue : terms.maximumPrice.rawValue))
    let bound: Int128 = 1 << 59
    return min((bound - 1) / dearest, bound / lot) * lot
  }

  func isOnTick(_ price: Int128) -> Bool { price % Int128(terms.tickSize.rawValue) == 0 }
  func isWithinPrices(_ price: Int128) -> Bool { price > 0 && price <= Int128(terms.maximumPrice.rawValue) }
  func isWholeLots(_ contracts: Int128) -> Bool { contracts % lot == 0 }
  func isWithinSizes(_ contracts: Int128) -> Bool { contracts <= Int128(terms.maximumQuantity.rawValue) }
}
