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
    case "contractSize", "size": return .price(try size())
    case "minTrade", "minTradeSize", "minimumTrade":
      let lot = Contracts(terms.instrument.lot.rawValue)
      return terms.instrument.kind == .quanto
        ? .whole(lot.rawValue) : .price(ContractSize.smallestTrade(of: try size(), lot: lot))
    default: throw .unknownKey(key.name)
    }
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
    if let fills = inputs.list("fills") {
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
    guard let amount = formula(quantity, price) else { throw .unknownKey("\(key.name) of a quanto contract") }
    return .exact(Fraction(Int128(amount.rawValue), over: Fraction.power(terms.decimals)))
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

  private func feeRate() throws(Unevaluable) -> Rate {
    if let rate = try inputs.rate("feeRate", "rate", "commissionRate") { return rate }
    if inputs.has("settledPrice") { return terms.instrument.settlementFee }
    switch inputs.text("liquidity", "lastLiquidityInd", "role") {
    case "maker", "Maker", "AddedLiquidity": return terms.instrument.makerFee
    case "taker", "Taker", "RemovedLiquidity": return terms.instrument.takerFee
    default: break
    }
    if inputs.has("takerFee") { return terms.instrument.takerFee }
    if inputs.has("makerFee") { return terms.instrument.makerFee }
    if inputs.has("settlementFee") { return terms.instrument.settlementFee }
    throw .missing(["feeRate"])
  }

  /// The sum of commissions, each cut toward zero.
  private func fee() throws(Unevaluable) -> Amount {
    let rate = try feeRate()
    guard let fills = inputs.list("fills") else { return rate.commission(on: try value().magnitude) }
    return try values(of: fills).reduce(Amount.zero) { $0 + rate.commission(on: $1) }
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
    let multiplier = try need(try inputs.whole("multiplier", "multiplierXBt"), "multiplier")
    guard unit != 0, multiplier.magnitude / unit.magnitude <= 100 else {
      throw .unreadable("underlyingToSettleMultiplier", "\(unit)")
    }
    return ContractSize.inverse(multiplier: multiplier, underlyingToSettle: unit)
  }
}
