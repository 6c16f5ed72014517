import ApusModel

/// Risk limits: area `riskLimit`.
struct RiskRules {
  let inputs: Inputs
  let terms: Terms

  init(_ inputs: Inputs) throws(Unevaluable) {
    self.inputs = inputs
    terms = try Terms(inputs)
  }

  func answer(_ key: Key) throws(Unevaluable) -> Answer {
    let limit = terms.instrument.riskLimit
    switch key.name {
    case "initMarginPct", "initMarginReq": return .rate(try rates().initial)
    case "maintMarginPct", "maintMarginReq": return .rate(try rates().maintenance)
    case "acceptedAtCurrentLimit", "accepted", "withinLimit", "rejected":
      let held = try inputs.has("currentQty") ? total() : held() ?? .zero
      let isFitting = try held <= chosenLimit()
      let isAccepted = isFitting ? try isOnGrid() : false
      return .flag(key.name == "rejected" ? !isAccepted : isAccepted)
    case "onGrid", "isOnGrid": return .flag(try isOnGrid())
    default: break
    }
    switch key.stem {
    case "limit", "requiredLimit", "riskLimit", "newLimit":
      return terms.money(limit.limit(at: try steps(within: limit)))
    case "steps", "stepsNeeded", "requiredSteps": return .whole(try steps())
    case "initMargin": return try margin(key, try rates().initial)
    case "maintMargin": return try margin(key, try rates().maintenance)
    case "total", "totalValue": return terms.money(try total())
    case "riskValue": return terms.money(try riskValue())
    case "grossOpenCost": return terms.money(try position().openingValue)
    case "maxLeverage", "leverage", "maxLeverageAtLimit": return .quotient(Fraction(try rates().initial).inverse)
    case "usage", "usagePcnt", "riskUsage":
      let limit = try currentLimit()
      guard limit > .zero else { throw .unreadable("currentLimitXBT", "not positive") }
      return .quotient(Fraction(Int128(try total().rawValue), over: Int128(limit.rawValue)))
    default: throw .unknownKey(key.name)
    }
  }

  /// A rate where none is asked in money, else that much of the value.
  private func margin(_ key: Key, _ rate: Rate) throws(Unevaluable) -> Answer {
    key.unit == nil ? .rate(rate) : terms.money(rate.margin(on: try total()))
  }

  private func rates() throws(Unevaluable) -> MarginRates { terms.instrument.marginRates(at: try steps()) }

  private func steps() throws(Unevaluable) -> Int64 {
    if let steps = try inputs.whole("steps", "tier", within: 0...100_000) { return steps }
    if let value = try held() { return terms.instrument.riskLimit.steps(for: value) }
    var grid = terms.instrument.riskLimit
    var limit = try inputs.amount("currentLimit", "limit", "newLimit", decimals: terms.decimals)
    if limit == nil {
      // Without a base and a step beside it, it is the limit that is set, on the grid of the contract.
      limit = try inputs.amount("riskLimit", decimals: terms.decimals)
      grid = Terms(symbol: inputs.text("symbol")).instrument.riskLimit
    }
    guard let limit else { throw .missing(["steps", "positionValueXBT", "currentLimitXBT"]) }
    guard let steps = grid.steps(of: limit) else {
      throw .unreadable("currentLimitXBT", "not on the grid of risk limits")
    }
    return steps
  }

  /// The steps, once their limit is sure to fit.
  private func steps(within limit: RiskLimit) throws(Unevaluable) -> Int64 {
    let steps = try steps()
    guard Int128(steps) * Int128(limit.step.rawValue) < Int128(1) << 62 else {
      throw .unreadable("steps", "out of bounds")
    }
    return steps
  }

  private func held() throws(Unevaluable) -> Amount? {
    let position = try inputs.amount("positionValue", "riskValue", "markValue", "value", decimals: terms.decimals)
    let orders = try inputs.amount("newOrderValue", "orderValue", "openOrderValue", decimals: terms.decimals)
    return position.map { $0.magnitude + (orders?.magnitude ?? .zero) } ?? orders
  }

  private func total() throws(Unevaluable) -> Amount {
    if inputs.has("currentQty") && !inputs.has("positionValueXBT", "positionValueXBt") { return try riskValue() }
    return try need(try held(), "positionValueXBT")
  }

  private func currentLimit() throws(Unevaluable) -> Amount {
    try inputs.amount("currentLimit", "riskLimitSet", decimals: terms.decimals) ?? terms.instrument.riskLimit.base
  }

  /// The limit that is asked for, or else the one that is set.
  private func chosenLimit() throws(Unevaluable) -> Amount {
    let chosen = try inputs.amount("targetLimit", "newLimit", "requestedLimit", decimals: terms.decimals)
    return try chosen.otherwise(currentLimit)
  }

  /// Whether the limit chosen is one there is; risk limits grow in steps.
  private func isOnGrid() throws(Unevaluable) -> Bool {
    terms.instrument.riskLimit.steps(of: try chosenLimit()) != nil
  }

  private func position() throws(Unevaluable) -> Position { try OrderRules(inputs).position() }

  private func riskValue() throws(Unevaluable) -> Amount {
    let marked = try need(
      try inputs.amount("markValue", "positionValue", decimals: terms.decimals), "markValueXBt")
    return try position().riskValue(worth: marked)
  }
}
