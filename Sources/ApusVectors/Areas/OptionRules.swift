import ApusModel

/// Upside and downside profit contracts: area `options`.
struct OptionRules {
  let inputs: Inputs
  let terms: Terms

  init(_ inputs: Inputs) throws(Unevaluable) {
    self.inputs = inputs
    var terms = Terms(symbol: inputs.text("symbol") ?? "XBT7D_U105")
    let tick = try inputs.price("tickSize") ?? Price(units: 1, over: 100_000)
    guard tick > .zero else { throw .unreadable("tickSize", "not positive") }
    terms.instrument.tickSize = tick
    self.terms = terms
  }

  func answer(_ key: Key) throws(Unevaluable) -> Answer {
    switch key.stem {
    case "settle", "indicativeSettlePrice", "settledPrice", "payout", "settlePrice", "settlementPrice":
      let settlement = try settlement()
      // In smallest units where the name or a number without quotes asks for them: a price is of whole coins.
      return key.unit?.isSmallest == true ? .quotient(try smallest(settlement)) : .price(settlement)
    case "raw", "rawStrike", "exactStrike", "unrounded": return .quotient(try exactStrike())
    case "openValue", "turnover", "notional": return money(try notional())
    case "maxLoss": return money(try value(at: try price("entry")))
    case "payoutTotal", "totalPayout", "settleTotal":
      return .exact(Fraction(try settlement() * (try contracts().rawValue)))
    case "strike", "strikePrice", "optionStrikePrice": return .price(try strike())
    case "koBarrier", "barrier", "knockOut": return .price(ProfitContract.barrier(of: try strike()))
    case "knockedOut": return .flag(try need(try lowest(), "bxbt30m") <= (try barrier()))
    case "unrealised", "unrealisedPnl", "pnl", "realisedPnl", "profit": return money(try profit())
    case "positionMargin", "maintMargin": return money(try account().maintenance)
    case "premium", "cost": return money(try value(at: try price("entry")))
    case "available", "availableMargin": return money(try account().available)
    case "marginBalance": return money(try account().balance)
    default: throw .unknownKey(key.name)
    }
  }

  private func money(_ amount: Amount) -> Answer { .money(amount, decimals: 8) }

  private func index() throws(Unevaluable) -> Price? {
    try inputs.price("bxbt30m", "settleIndex", "index", "indexPrice", "bxbt", "B", "expiryIndex", "underlyingPrice")
  }

  private func strike() throws(Unevaluable) -> Price {
    if let strike = try inputs.price("strike", "strikePrice", "optionStrikePrice", "K") { return strike }
    let (share, index) = try strikeShare()
    let step = try inputs.price(
      "optionStrikeRound", "round", "strikeRound", "rounding", "roundTo", "strikeStep", "step")
    let multiple = step ?? Price(units: 250)
    guard multiple > .zero else { throw .unreadable("optionStrikeRound", "not positive") }
    return ProfitContract.strike(share, of: index, step: multiple)
  }

  /// The part of the index that the strike is, and the index.
  private func strikeShare() throws(Unevaluable) -> (Rate, Price) {
    let names = ["pcnt", "strikePcnt", "optionStrikePcnt", "percent", "pct", "strikePct", "strikeShare"]
    var share = try need(try inputs.number(names) ?? namedShare, "strike")
    // 110 and 1.1 both say 110 %.
    if share.numerator > 10 * share.denominator { share = Fraction(share.numerator, over: share.denominator * 100) }
    let units = try need(share.units(of: Rate.scale, within: 10 * Rate.scale), "strikePcnt")
    let index = try inputs.price("bxbt30mAtListing", "listingIndex").otherwise { () throws(Unevaluable) in
      try need(try self.index(), "bxbt30m")
    }
    return (Rate(rawValue: units), index)
  }

  /// The part that a series has in its name: 105 % of `_U105`.
  private var namedShare: Fraction? {
    guard let name = inputs.text("symbol"), let mark = name.lastIndex(of: "_"),
      let percents = Int128(name[mark...].dropFirst(2)), (1...1_000).contains(percents)
    else { return nil }
    return Fraction(percents, over: 100)
  }

  /// The share of the index before it is rounded to the step.
  private func exactStrike() throws(Unevaluable) -> Fraction {
    let (share, index) = try strikeShare()
    return try need(Fraction(share).multiplied(by: Fraction(index)), "strikePcnt")
  }

  private func smallest(_ price: Price) throws(Unevaluable) -> Fraction {
    try need(Fraction(price).multiplied(by: Fraction(Fraction.power(8))), "a price within bounds")
  }

  /// What so many contracts are written on: a tenth of a coin each.
  private func notional() throws(Unevaluable) -> Amount {
    let contracts = try need(try inputs.contracts("openInterest", "qty", "volume", "contracts"), "openInterest")
    let units = Fraction(ProfitContract.size).multiplied(by: Fraction(Int128(contracts.magnitude.rawValue)))
    return Amount(try need(units?.units(of: 100_000_000, within: Inputs.amountBound), "openInterest"))
  }

  /// The lowest the index has been, where the case tells it apart from where it stands.
  private func lowest() throws(Unevaluable) -> Price? {
    let lowest = try inputs.price("lowIndex", "low", "minIndex", "lowestIndex", "lowBxbt30m")
    if let lowest { return lowest }
    var least: Price?
    for field in inputs.list("indices", "path", "prices", "indexPath") ?? [] {
      let units = field.digits.flatMap { Fraction(text: $0) }?.units(of: Price.scale, within: 1 << 61)
      let price = Price(rawValue: try need(units, "indices"))
      least = min(least ?? price, price)
    }
    return try least == nil ? index() : least
  }

  private func barrier() throws(Unevaluable) -> Price {
    try inputs.price("koBarrier", "barrier", "KO", "knockOutBarrier").otherwise { () throws(Unevaluable) in
      ProfitContract.barrier(of: try strike())
    }
  }

  /// What the case says, in its numbers or else in words, or the side on which it is worth something.
  private func isDownside(_ index: Price?, _ strike: Price) -> Bool {
    let name = inputs.text("symbol", "contract", "type", "typ", "series")?.uppercased() ?? ""
    if name.contains("_D") || name.hasPrefix("DOWN") || name == "OPECCS" || name == "PUT" { return true }
    if name.contains("_U") || name.hasPrefix("UP") || name == "OCECCS" || name == "CALL" { return false }
    if inputs.has("koBarrier", "barrier", "knockedOut", "KO") { return true }
    if inputs.words.contains("downs") || inputs.words.hasPrefix("down") { return true }
    if inputs.words.contains("ups") || inputs.words.hasPrefix("up") { return false }
    return index.map { $0 < strike } ?? false
  }

  private func positiveBarrier(of strike: Price) throws(Unevaluable) -> Price {
    let barrier = try barrier()
    guard barrier > .zero, strike.rawValue / barrier.rawValue < 1_000 else {
      throw .unreadable("koBarrier", barrier.text)
    }
    return barrier
  }

  private func settlement() throws(Unevaluable) -> Price {
    let strike = try strike()
    let tick = terms.instrument.tickSize
    if inputs.flag("knockedOut") == true {
      return ProfitContract.knockedOut(strike: strike, barrier: try positiveBarrier(of: strike), tickSize: tick)
    }
    let index = try index()
    let isDownside = isDownside(index, strike)
    if isDownside, let lowest = try lowest(), lowest <= (try barrier()), inputs.flag("knockedOut") == nil {
      return ProfitContract.knockedOut(strike: strike, barrier: try positiveBarrier(of: strike), tickSize: tick)
    }
    guard let index, index > .zero else { throw .missing(["bxbt30m"]) }
    return isDownside
      ? ProfitContract.downside(strike: strike, index: index, barrier: try barrier(), tickSize: tick)
      : ProfitContract.upside(strike: strike, index: index, tickSize: tick)
  }

  private func contracts() throws(Unevaluable) -> Contracts {
    try need(try inputs.contracts("qty", "quantity", "contracts", "currentQty"), "qty")
  }

  private func price(_ end: String) throws(Unevaluable) -> Price {
    let price =
      end == "entry"
      ? try inputs.price("entry", "entryPrice", "avgEntryPrice", "price")
      : try inputs.price("last", "lastPrice", "markPrice", "mark", "exit", "exitPrice", "settledPrice", "settlePrice")
    return try price.otherwise { () throws(Unevaluable) in end == "entry" ? try need(price, "entry") : try settlement()
    }
  }

  private func value(at price: Price) throws(Unevaluable) -> Amount {
    price == .zero ? .zero : try terms.value(of: try contracts(), at: price)
  }

  private func profit() throws(Unevaluable) -> Amount {
    try value(at: try price("last")) - value(at: try price("entry"))
  }

  /// Fully margined: the position ties up what it is worth at the last price.
  private func account() throws(Unevaluable) -> AccountMargin {
    AccountMargin(
      wallet: try inputs.amount("wallet", "walletBalance", "balance") ?? .zero, unrealised: try profit(),
      initial: .zero,
      maintenance: try value(at: try price("last")))
  }
}
