import ApusModel

/// The contract of a case: the terms its symbol names, changed by whatever the case gives.
struct Terms {
  var instrument: Instrument
  /// Decimals between the smallest and the whole unit of the settlement currency.
  var decimals: Int
  /// False where neither the symbol nor the case says what a contract is worth.
  private var isValueKnown = true

  init(_ inputs: Inputs) throws(Unevaluable) {
    self.init(symbol: inputs.text("symbol"))
    try setValue(inputs)
    // Values of linear contracts are not rounded per lot, so that only a lot that is given binds them.
    if instrument.kind != .inverse { instrument.lot = Contracts(1) }
    try setRules(inputs)
    if inputs.text("symbol") == nil, !inputs.has("multiplier", "isInverse", "isQuanto"),
      inputs.fields.keys.contains(where: { $0.hasSuffix("USDT") })
    {
      // Guides that count in tether speak of whole coins.
      instrument.kind = .linear
      instrument.multiplier = 1_000_000
    }
    if decimals == 8, inputs.fields.keys.contains(where: { $0.hasSuffix("USDT") || $0.hasSuffix("USDt") }) {
      decimals = 6
    }
  }

  /// The contract of a symbol: a listed one, or by the way the venue names its series.
  init(symbol: String?) {
    instrument = .xbtusd2019
    decimals = 8
    guard let name = symbol, name != "XBTUSD" else { return }
    if let listed = Listing.allCases.lazy.flatMap(\.instruments).first(where: { $0.symbol.description == name }) {
      instrument = listed
      decimals = listed.settlement.decimals
      return
    }
    instrument.symbol = Symbol(name) ?? .none
    nameSeries(name)
  }

  private mutating func nameSeries(_ name: String) {
    let quanto: [String: Int64] = [
      "ETHUSD": 100, "XRPUSD": 20_000, "BCHUSD": 100, "LTCUSD": 200, "LINKUSDT": 10_000, "DOGEUSDT": 100_000,
      "ADAUSDT": 1_000_000,
    ]
    let isDated = Expiry.named(by: instrument.symbol) != nil
    if let multiplier = quanto[name] {
      instrument.kind = .quanto
      instrument.multiplier = multiplier
      instrument.tickSize = Price(units: 5, over: 100)
      set(margins: 20_000, 10_000)
    } else if name.hasSuffix("USDT") {
      instrument.kind = .linear
      instrument.settlement = .usdt
      decimals = 6
      // The one whose terms were captured; of the others only what is listed is known.
      isValueKnown = name == "TRXUSDT"
      instrument.multiplier = 100_000
      instrument.tickSize = Price(units: 1, over: 100_000)
      set(margins: 30_000, 15_000)
    } else if name.hasPrefix("XBT") && isDated {
      instrument.settlementFee = Rate(millionths: 500)
      instrument.riskLimit = RiskLimit(base: Amount(5_000_000_000), step: Amount(5_000_000_000))
    } else {
      isValueKnown = isDated || name.contains("7D") || name.contains("linear")
      instrument.kind = .linear
      instrument.tickSize = name.hasPrefix("XBT") ? Price(units: 1, over: 100_000) : Price(units: 1, over: 100_000_000)
      setSeriesFees(name)
    }
    if name.hasSuffix("_ETH") { decimals = 9 }
  }

  private mutating func setSeriesFees(_ name: String) {
    let isOption = name.hasPrefix("XBT")
    instrument.makerFee = isOption ? .zero : Rate(millionths: -500)
    instrument.takerFee = isOption ? .zero : Rate(millionths: 2_500)
    instrument.riskLimit = RiskLimit(
      base: Amount(isOption ? 0 : 5_000_000_000), step: Amount(isOption ? 0 : 5_000_000_000))
    if isOption {
      set(margins: 1_000_000, 0)
    } else if name.hasPrefix("ETH") {
      set(margins: 20_000, 10_000)
    } else if name.hasPrefix("LTC") {
      set(margins: 30_000, 15_000)
    } else {
      set(margins: 50_000, 25_000)
    }
  }

  private mutating func set(margins initial: Int64, _ maintenance: Int64) {
    instrument.initialMargin = Rate(millionths: initial)
    instrument.maintenanceMargin = Rate(millionths: maintenance)
  }

  /// What the case says of how value follows price.
  private mutating func setValue(_ inputs: Inputs) throws(Unevaluable) {
    if let multiplier = try multiplier(inputs) {
      isValueKnown = true
      instrument.multiplier = Int64(multiplier.magnitude)
      if multiplier < 0 { instrument.kind = .inverse }
      let isUnnamed = inputs.text("symbol") == nil || inputs.text("symbol")?.contains(" ") == true
      if multiplier > 0 && (isUnnamed || instrument.kind == .inverse) { instrument.kind = .linear }
    } else if inputs.text("symbol")?.contains("linear") == true {
      instrument.multiplier = 100_000_000
    } else if let positions = try inputs.whole("underlyingToPositionMultiplier"), positions > 0,
      instrument.settlement == .usdt
    {
      isValueKnown = true
      instrument.multiplier = try inputs.whole("quoteToSettleMultiplier") ?? 1_000_000
      instrument.multiplier /= positions
    }
    if inputs.flag("isInverse") == true { instrument.kind = .inverse }
    if inputs.flag("isInverse") == false && instrument.kind == .inverse { instrument.kind = .linear }
    if inputs.flag("isQuanto") == true { instrument.kind = .quanto }
    switch inputs.text("payout", "kind") {
    case "inverse": instrument.kind = .inverse
    case "linear": instrument.kind = .linear
    case "quanto": instrument.kind = .quanto
    default: break
    }
    guard instrument.multiplier > 0 else { throw .unreadable("multiplier", "\(instrument.multiplier)") }
  }

  /// The multiplier in the smallest unit; whole coins as in `0.000001 XBT` are counted in it too.
  private func multiplier(_ inputs: Inputs) throws(Unevaluable) -> Int64? {
    let names = ["multiplierXBT", "multiplierUSDT", "multiplier"]
    for name in names where inputs.text(name)?.contains(".") == true {
      return try inputs.amount(name, decimals: decimals)?.rawValue
    }
    return try inputs.whole("multiplier", "multiplierXBt", "multiplierUSDt", "multiplierGwei")
  }

  /// What the case says of lots, ticks, margins and fees.
  private mutating func setRules(_ inputs: Inputs) throws(Unevaluable) {
    if let lot = try inputs.whole("lotSize", "lot", within: 1...1_000_000) { instrument.lot = Contracts(lot) }
    if let tick = try inputs.price("tickSize", "tick"), tick > .zero { instrument.tickSize = tick }
    if let decimals = try inputs.whole("tickDecimals"), !inputs.has("tickSize") {
      instrument.tickSize = Inputs.precision(Int(decimals))
    }
    if let rate = try inputs.rate("baseInitMargin", "initMargin", "initMarginReq"), rate > .zero {
      instrument.initialMargin = rate
    }
    if let rate = try inputs.rate("baseMaintMargin", "maintMargin", "maintMarginReq"), rate >= .zero {
      instrument.maintenanceMargin = rate
    }
    if let fee = try inputs.rate("makerFee") { instrument.makerFee = fee }
    if let fee = try inputs.rate("takerFee", "commission") { instrument.takerFee = fee }
    if let fee = try inputs.rate("settlementFee") { instrument.settlementFee = fee }
    let base = try inputs.amount("baseLimit", "riskLimit", "baseRiskLimit", decimals: decimals)
    let step = try inputs.amount("step", "riskStep", "stepSize", decimals: decimals)
    instrument.riskLimit = RiskLimit(
      base: base ?? instrument.riskLimit.base, step: step ?? instrument.riskLimit.step)
  }
}

extension Terms {
  /// The signed value of contracts at a price, once it is sure to fit.
  func value(of contracts: Contracts, at price: Price) throws(Unevaluable) -> Amount {
    guard price > .zero else { throw .unreadable("price", "not positive") }
    guard isValueKnown else { throw .missing(["multiplier"]) }
    guard contracts.rawValue % instrument.lot.rawValue == 0 else {
      throw .unreadable("qty", "\(contracts.rawValue) is no multiple of the lot \(instrument.lot.rawValue)")
    }
    let size = Fraction(Int128(instrument.multiplier)).multiplied(by: Fraction(Int128(contracts.rawValue)))
    let each = instrument.kind == .inverse ? Fraction(price).inverse : Fraction(price)
    guard let value = size?.multiplied(by: each), value.units(of: 1, within: Inputs.amountBound) != nil else {
      throw .unreadable("qty", "a value beyond bounds")
    }
    return instrument.value(of: contracts, at: price)
  }

  /// Money of this contract.
  func money(_ amount: Amount) -> Answer { .money(amount, decimals: decimals) }
}

extension Fraction {
  /// One over this; this is not zero.
  var inverse: Fraction { Fraction(denominator, over: numerator) }
}
