import ApusModel

/// What a position ties up and where it ends: area `positionMargin`.
struct PositionRules {
  let inputs: Inputs
  let terms: Terms
  private let rates: MarginRates
  private let quantity: Contracts
  /// What fills left, where the case gives those instead of a position.
  private var filled: Position?

  init(_ inputs: Inputs) throws(Unevaluable) {
    self.inputs = inputs
    var terms = try Terms(inputs)
    // The commission given is the dearest; no other fee is meant beside it.
    if let fee = try inputs.rate("commission") { terms.instrument.makerFee = fee }
    self.terms = terms
    let leverage = try inputs.leverage("leverage") ?? .cross
    rates = try PositionRules.rates(inputs, terms, leverage)
    if inputs.list("fills") != nil && !inputs.has("qty", "currentQty", "quantity", "contracts") {
      let position = try ProfitRules(inputs).filled().position
      (filled, quantity) = (position, position.quantity)
      return
    }
    let given = try need(try inputs.contracts("qty", "currentQty", "quantity", "contracts"), "qty")
    let side = inputs.text("side", "direction")?.lowercased()
    quantity = ["sell", "short"].contains(side) ? -given.magnitude : given
  }

  /// The rates given, or those of the contract at the leverage and the risk limit that is set.
  private static func rates(_ inputs: Inputs, _ terms: Terms, _ leverage: Leverage) throws(Unevaluable) -> MarginRates {
    var asked = MarginRates(
      initial: terms.instrument.initialMargin(at: leverage), maintenance: terms.instrument.maintenanceMargin)
    let isSet = inputs.has("riskLimit", "riskLimitXBt", "riskLimitXBT", "riskLimitUSDT")
    if isSet, let limit = try inputs.amount("riskLimit", decimals: terms.decimals) {
      let grid = Terms(symbol: inputs.text("symbol")).instrument.riskLimit
      guard let steps = grid.steps(of: limit), steps < 1_000 else {
        throw .unreadable("riskLimit", "not on the grid of risk limits")
      }
      let raised = terms.instrument.marginRates(at: steps)
      asked = MarginRates(initial: max(asked.initial, raised.initial), maintenance: raised.maintenance)
    }
    return MarginRates(
      initial: try inputs.rate("initMarginReq") ?? asked.initial,
      maintenance: try inputs.rate("maintMarginReq") ?? asked.maintenance)
  }

  func answer(_ key: Key) throws(Unevaluable) -> Answer {
    switch key.stem {
    case "posCost", "unrealisedCost", "cost": return terms.money(try position().cost)
    case "markValue": return terms.money(try markValue())
    case "unrealisedPnl": return terms.money(try unrealised())
    case "posInit": return terms.money(try margin().initial)
    case "posCross": return terms.money(try margin().cross)
    case "posComm": return terms.money(try margin().commission)
    case "posMargin": return terms.money(try held())
    case "posMaint": return terms.money(try maintenance() + margin().commission)
    case "maintMargin": return terms.money(try held() + unrealised())
    case "riskValue": return terms.money(try markValue().magnitude)
    default: return try number(key)
    }
  }

  private func number(_ key: Key) throws(Unevaluable) -> Answer {
    switch key.stem {
    case "unrealisedPnlPcnt":
      return try rate(ReturnOnCost.ofCost(try unrealised(), cost: try position().cost))
    case "unrealisedRoePcnt", "roe":
      return try rate(ReturnOnCost.ofMargin(try unrealised(), cost: try position().cost, rate: rates.initial))
    case "bankruptPrice", "bankruptcyPrice": return .price(try limits().bankruptcy)
    case "liquidationPrice", "marginCallPrice": return .price(try limits().liquidation)
    case "breakEvenPrice":
      let price = try position().breakEvenPrice(net: try realised(), of: terms.instrument)
      return .price(try need(price, "a position that can break even"))
    case "leverage": return .quotient(Fraction(rates.initial).inverse)
    case "initMarginReq": return .rate(rates.initial)
    case "maintMarginReq": return .rate(rates.maintenance)
    case "homeNotional", "foreignNotional": return try ValueRules(inputs).answer(key)
    default: throw .unknownKey(key.name)
    }
  }

  /// All that was realised since the position was opened, swept to the wallet or not.
  private func realised() throws(Unevaluable) -> Amount {
    if let net = try inputs.amount("netRealisedSinceOpen", "netRealised", "net", decimals: terms.decimals) {
      return net
    }
    let swept = try inputs.amount("rebalancedPnl", decimals: terms.decimals) ?? .zero
    return (try inputs.amount("realisedPnl", decimals: terms.decimals) ?? .zero) + swept
  }

  private func rate(_ rate: Rate?) throws(Unevaluable) -> Answer { .rate(try need(rate, "a position with a cost")) }

  private var isCross: Bool {
    if let flag = inputs.flag("isolated", "isIsolated") { return !flag }
    if let flag = inputs.flag("cross", "crossMargin") { return flag }
    if inputs.text("marginMode")?.lowercased() == "isolated" { return false }
    if inputs.has("availableMarginXBt", "availableMargin", "availableMarginXBT", "availableMarginUSDT") { return true }
    return !inputs.has("initMarginReq", "leverage")
  }

  private func position() throws(Unevaluable) -> Position {
    var position = Position(account: AccountID(1), instrument: InstrumentID(0))
    position.quantity = quantity
    // Cross margin as a mode, whatever the rate: the rates of this case are given.
    position.leverage = isCross ? .cross : Leverage(100)
    if let filled {
      position.cost = filled.cost
    } else if let cost = try inputs.amount("posCost", "unrealisedCost", "cost", decimals: terms.decimals) {
      let sign = terms.instrument.kind == .inverse ? -quantity.sign : quantity.sign
      position.cost = Amount(cost.magnitude.rawValue * sign)
    } else {
      let entry = try need(try inputs.price("avgEntryPrice", "entry", "entryPrice", "price"), "avgEntryPrice")
      position.cost = try terms.value(of: quantity, at: entry)
    }
    return position
  }

  private func markValue() throws(Unevaluable) -> Amount {
    try terms.value(of: quantity, at: try need(try inputs.price("markPrice", "mark"), "markPrice"))
  }

  private func unrealised() throws(Unevaluable) -> Amount {
    if let given = try inputs.amount("unrealisedPnl", decimals: terms.decimals) { return given }
    return try markValue() - position().cost
  }

  private func margin() throws(Unevaluable) -> PositionMargin {
    let position = try position()
    guard quantity != .zero else { return .none }
    var cross = try inputs.amount("posCross", "addedMargin", decimals: terms.decimals)
    if cross == nil { cross = isCross && inputs.has("markPrice", "mark") ? max(.zero, -(try unrealised())) : .zero }
    return PositionMargin(
      cost: position.cost.magnitude, quantity: quantity, cross: cross ?? .zero, rate: rates.initial,
      commission: terms.instrument.commission)
  }

  private func loss() throws(Unevaluable) -> Amount { try inputs.amount("posLoss", decimals: terms.decimals) ?? .zero }

  private func held() throws(Unevaluable) -> Amount {
    if let given = try inputs.amount("posMargin", decimals: terms.decimals) { return given }
    return try margin().total - loss()
  }

  /// The part of the next funding that is to be paid: given as such, or by the sign of the rate.
  private func payable() throws(Unevaluable) -> Rate {
    if let rate = try inputs.rate("fundingRatePayable") { return rate.magnitude }
    return try position().payable(try inputs.rate("fundingRate") ?? .zero)
  }

  private func maintenance() throws(Unevaluable) -> Amount {
    if let given = try inputs.amount("maint", "maintenance", decimals: terms.decimals) { return given }
    return rates.maintenance(of: try position().cost, payable: try payable())
  }

  private func limits() throws(Unevaluable) -> LimitPrices {
    let position = try position()
    let available = try inputs.amount(
      "availableMargin", "available", "walletBalance", "wallet", "equity", decimals: terms.decimals)
    let part: PositionMargin
    if isCross {
      // All that backs the position counts alike in cross margin.
      let names = ["walletBalance", "wallet", "equity"].flatMap { Key.names(of: $0).map(\.0) }
      let isWallet = inputs.field(names) != nil
      part = PositionMargin(initial: isWallet ? .zero : try held(), cross: .zero, commission: .zero)
    } else {
      let margin = try margin()
      part = PositionMargin(initial: margin.initial, cross: margin.cross - (try loss()), commission: margin.commission)
    }
    let limits = position.limitPrices(
      margin: part, maintenance: try maintenance(), available: available ?? .zero, of: terms.instrument)
    return try need(limits, "a position")
  }
}
