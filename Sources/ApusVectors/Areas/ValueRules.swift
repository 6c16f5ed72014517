import ApusModel

/// What contracts are worth and what trading them costs: areas `value`, `fees` and `contractSize`.
struct ValueRules {
  let inputs: Inputs
  let terms: Terms

  init(_ inputs: Inputs) throws(Unevaluable) {
    self.inputs = inputs
    terms = try Terms(inputs)
  }

  func answer(_ key: Key) throws(Unevaluable) -> Answer {
    switch key.stem {
    case "value", "grossValue", "openValue", "turnover", "notional": return terms.money(try value().magnitude)
    case "markValue": return terms.money(try value().magnitude)
    case "valuePerLot", "lotValue", "valuePerContract":
      return terms.money(try terms.value(of: terms.instrument.lot, at: try price()).magnitude)
    case "initMargin": return terms.money(try initialRate().margin(on: try value().magnitude))
    case "maintMargin": return terms.money(terms.instrument.maintenance(of: try value()))
    case "homeNotional": return try notional(terms.instrument.homeNotional(of:at:), key)
    case "foreignNotional": return try notional(terms.instrument.foreignNotional(of:at:), key)
    case "execComm", "fee", "commission", "settlementFee", "totalFee", "comm": return terms.money(try fee())
    case "feeRate", "rate", "effectiveRate", "effectiveFee", "discountedRate": return .rate(try feeRate())
    case "perFill", "fees", "fillFees":
      guard case .list? = inputs.expected[key.name] else { return terms.money(try fee()) }
      return .order(try fees().map(\.rawValue))
    case "contractSize", "size", "contractValue": return try contractSize(key)
    case "minTrade", "minTradeSize", "minimumTrade":
      let lot = Contracts(terms.instrument.lot.rawValue)
      return terms.instrument.kind == .quanto
        ? .whole(lot.rawValue) : .price(ContractSize.smallestTrade(of: try size(), lot: lot))
    default:
      guard TradeRules.stems.contains(key.stem) else { throw .unknownKey(key.name) }
      return try TradeRules(inputs).answer(key)
    }
  }

  /// The size of a contract; that of a quanto or profit contract is money.
  private func contractSize(_ key: Key) throws(Unevaluable) -> Answer {
    let isProfit = terms.instrument.option.strikeShare > .zero || inputs.text("symbol")?.contains("7D_") == true
    if isProfit { return .exact(Fraction(ProfitContract.size)) }
    let isMoney = terms.instrument.kind == .quanto && (key.unit != nil || inputs.expected[key.name]?.isWhole == true)
    return isMoney ? terms.money(Amount(terms.instrument.multiplier)) : .price(try size())
  }

  private func price() throws(Unevaluable) -> Price {
    try need(
      try inputs.price("price", "markPrice", "settledPrice", "fillPrice", "avgPx", "lastPx", "avgEntryPrice"), "price")
  }

  private func quantity() throws(Unevaluable) -> Contracts {
    try need(
      try inputs.contracts("qty", "size", "quantity", "contracts", "orderQty", "lastQty", "currentQty", "openInterest"),
      "qty")
  }

  private func value() throws(Unevaluable) -> Amount {
    if let value = try inputs.amount("value", "grossValue", "markValue", "execValue", decimals: terms.decimals) {
      return value
    }
    if let fills = inputs.list("fills", "trades") {
      return Amount(rawValue: try values(of: fills).reduce(0) { $0 + $1.rawValue })
    }
    return try terms.value(of: try quantity(), at: try price())
  }

  private func initialRate() throws(Unevaluable) -> Rate {
    if let leverage = try inputs.leverage("leverage") { return terms.instrument.initialMargin(at: leverage) }
    return terms.instrument.initialMargin
  }

  private func notional(_ formula: (Contracts, Price) -> Amount?, _ key: Key) throws(Unevaluable) -> Answer {
    let quantity = try quantity()
    let price = try price()
    _ = try terms.value(of: quantity, at: price)
    guard Int128(quantity.magnitude.rawValue) * Int128(terms.instrument.multiplier) < Int128(1) << 62 else {
      throw .unreadable("qty", "a notional beyond bounds")
    }
    guard let amount = formula(quantity, price) else { return try quantoNotional(key, quantity, price) }
    return .exact(Fraction(Int128(amount.rawValue), over: Fraction.power(terms.decimals)))
  }

  /// A quanto contract's takes the price of bitcoin, or what that made of a unit of its quote currency.
  private func quantoNotional(_ key: Key, _ quantity: Contracts, _ price: Price) throws(Unevaluable) -> Answer {
    var units = try inputs.whole("quoteToSettleMultiplier").map { Amount($0) }
    if let bitcoin = try inputs.price("bxbt", ".BXBT", "xbtIndex", "xbtPrice") {
      units = terms.instrument.quoteInSettlement(bitcoinAt: bitcoin)
    }
    let value = try terms.value(of: quantity, at: price).magnitude
    let notional = QuantoNotional(
      of: quantity.magnitude, worth: value, terms.instrument, quote: try need(units, "quoteToSettleMultiplier"))
    let isLong = quantity >= .zero
    let parts = key.stem == "homeNotional" ? notional.home : notional.foreign
    let isPositive = key.stem == "homeNotional" ? isLong : !isLong
    return .quotient(Fraction(isPositive ? parts : -parts, over: QuantoNotional.scale))
  }

  /// The values of fills: quantities alone at the common price, or each with its own.
  private func values(of fills: [Field]) throws(Unevaluable) -> [Amount] {
    var values: [Amount] = []
    for fill in fills {
      if let part = inputs.part(fill) {
        let quantity = try need(try part.contracts("qty", "quantity", "size", "lastQty"), "qty")
        let own = try part.price("price", "lastPx")
        values.append(
          try terms.value(of: quantity, at: try own.otherwise { () throws(Unevaluable) in try price() }).magnitude)
      } else if let digits = fill.digits, let number = Int64(digits) {
        values.append(try terms.value(of: Contracts(number), at: try price()).magnitude)
      } else {
        throw .unreadable("fills", fill.description)
      }
    }
    return values
  }

  /// The rate after what who was referred is let off.
  private func feeRate() throws(Unevaluable) -> Rate {
    let names = ["referralDiscount", "feeDiscount", "discount", "discountPct", "referralDiscountPct"]
    guard let share = try ProtectionRules.share(names, inputs) else { return try fullRate() }
    return try fullRate().discounted(by: share)
  }

  private func fullRate() throws(Unevaluable) -> Rate {
    if let rate = try inputs.rate("feeRate", "rate", "commissionRate") { return rate }
    if inputs.has("settledPrice") { return terms.instrument.settlementFee }
    let rates = try tierRates()
    // What nobody could see pays as if it had come.
    if try isConcealed() { return rates.taker }
    switch inputs.text("liquidity", "lastLiquidityInd", "role", "side")?.lowercased() {
    case "maker", "addedliquidity": return rates.maker
    case "taker", "removedliquidity": return rates.taker
    default: break
    }
    if inputs.has("takerFee") { return terms.instrument.takerFee }
    if inputs.has("makerFee") { return terms.instrument.makerFee }
    if inputs.has("settlementFee") { return terms.instrument.settlementFee }
    throw .missing(["feeRate"])
  }

  /// The rate of a fill that says its own, or on which side of the trade it stood.
  private func ownRate(of fill: Inputs) throws(Unevaluable) -> Rate? {
    if let rate = try fill.rate("feeRate", "rate", "commission") { return rate }
    switch fill.text("liquidity", "lastLiquidityInd", "role")?.lowercased() {
    case "maker", "addedliquidity": return try tierRates().maker
    case "taker", "removedliquidity": return try tierRates().taker
    default: return nil
    }
  }

  /// Whether some of an order is not shown.
  private func isConcealed() throws(Unevaluable) -> Bool {
    if inputs.flag("hidden", "isHidden", "hiddenRemaining") == true { return true }
    guard let shown = try inputs.contracts("displayQty") else { return false }
    guard let whole = try inputs.contracts("leavesQty", "orderQty", "qty", "quantity") else { return shown == .zero }
    return shown.magnitude < whole.magnitude
  }

  /// The fees of the contract, or of the row of its schedule that the case names.
  private func tierRates() throws(Unevaluable) -> FeeRates {
    var instrument = terms.instrument
    let volume = try inputs.whole(
      "averageDailyVolumeUSD", "averageDailyVolume", "adv", "advUSD", "ADV", "ADVUSD", "volume30dUSD", "volumeUSD",
      within: 0...1_000_000_000_000_000)
    if inputs.has("tier", "feeTier") || volume != nil { instrument.feeSchedule = .volume2023 }
    let earned = volume.map { volume in FeeSchedule.volumes.count { $0 <= volume } } ?? 0
    let tier = try inputs.whole("tier", "feeTier", within: 0...Int64(AccountPlan.tiers - 1)) ?? Int64(earned)
    return instrument.fees(at: UInt8(tier))
  }

  /// The sum of commissions, each cut toward zero.
  private func fee() throws(Unevaluable) -> Amount { try fees().reduce(Amount.zero) { $0 + $1 } }

  private func fees() throws(Unevaluable) -> [Amount] {
    guard let fills = inputs.list("fills") else { return [try feeRate().commission(on: try value().magnitude)] }
    var fees: [Amount] = []
    for (fill, value) in zip(fills, try values(of: fills)) {
      var own: Rate?
      if let part = inputs.part(fill) { own = try ownRate(of: part) }
      fees.append(try own.otherwise(feeRate).commission(on: value))
    }
    return fees
  }

  private func size() throws(Unevaluable) -> Price {
    switch terms.instrument.kind {
    case .inverse: return try size(over: try inputs.whole("underlyingToSettleMultiplier") ?? -100_000_000)
    case .linear:
      let positions = try inputs.whole("underlyingToPositionMultiplier", "positionMultiplier")
      if let positions, positions > 0 { return ContractSize.linear(underlyingToPosition: positions) }
      // A contract of one unit settles a unit's worth.
      return try size(over: Int64(Fraction.power(terms.decimals)))
    case .quanto:
      return ContractSize.quanto(
        multiplier: terms.instrument.multiplier, settlement: terms.decimals == 6 ? .usdt : .xbt)
    }
  }

  private func size(over unit: Int64) throws(Unevaluable) -> Price {
    let listed = inputs.has("symbol") ? terms.instrument.multiplier : nil
    let multiplier = try need(try inputs.whole("multiplier", "multiplierXBt") ?? listed, "multiplier")
    guard unit != 0, multiplier.magnitude / unit.magnitude <= 100 else {
      throw .unreadable("underlyingToSettleMultiplier", "\(unit)")
    }
    return ContractSize.inverse(multiplier: multiplier, underlyingToSettle: unit)
  }
}
