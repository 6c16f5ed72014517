import ApusModel

/// Round trips and averages: area `pnl`.
struct ProfitRules {
  let inputs: Inputs
  let terms: Terms

  init(_ inputs: Inputs) throws(Unevaluable) {
    self.inputs = inputs
    terms = try Terms(inputs)
  }

  func answer(_ key: Key) throws(Unevaluable) -> Answer {
    switch key.stem {
    case "entryValue", "value": return terms.money(try shownValue(key, at: try price("entry")))
    case "exitValue", "markValue": return terms.money(try shownValue(key, at: try price("exit")))
    case "initMargin":
      let leverage = try inputs.leverage("leverage") ?? .cross
      return terms.money(
        terms.instrument.initialMargin(at: leverage).margin(on: try shownValue(key, at: try price("entry"))))
    case "pnl", "grossPnl", "profit", "unrealisedPnl", "gross": return terms.money(try profit(key))
    case "net", "netPnl": return terms.money(try profit(key) - funding() - commissions())
    case "realisedPnl": return terms.money(try realised(key))
    case "entryRebate", "entryFee", "exitRebate", "exitFee": return terms.money(try fee(key.stem))
    case "totalFee", "fees", "totalFees": return terms.money(try fee("entryFee") + fee("exitFee"))
    case "settlementFee", "fee":
      return terms.money(terms.instrument.settlementFee.commission(on: try value("exit").magnitude))
    case "unrealisedPnlPcnt", "unrealisedRoePcnt", "roe", "breakEvenPrice": return try PositionRules(inputs).answer(key)
    case "walletPeriodPnl": return terms.money(try periodProfit(key))
    case "cost": return terms.money(try filled().position.cost.magnitude)
    case "currentQty", "qty": return .whole(try filled().position.quantity.rawValue)
    case "avgEntryPrice", "averageEntry", "avgEntry":
      let position = try filled().position
      return .price(terms.instrument.price(of: position.quantity.magnitude, worth: position.cost.magnitude))
    default: throw .unknownKey(key.name)
    }
  }

  private func price(_ end: String) throws(Unevaluable) -> Price {
    let price =
      end == "entry"
      ? try inputs.price("entry", "entryPrice", "avgEntryPrice", "open")
      : try inputs.price("exit", "exitPrice", "markPrice", "mark", "last", "close", "settledPrice")
    return try need(price, end)
  }

  /// Signed: positive for a long.
  private func quantity() throws(Unevaluable) -> Contracts {
    let quantity = try need(try inputs.contracts("qty", "quantity", "contracts", "size", "currentQty"), "qty")
    let side = inputs.text("side", "direction", "position")?.lowercased()
    return ["sell", "short"].contains(side) ? -quantity.magnitude : quantity
  }

  private func value(_ end: String) throws(Unevaluable) -> Amount {
    try terms.value(of: try quantity(), at: try price(end))
  }

  /// Guides that count in whole coins round once over all contracts; the venue rounds per lot.
  private func isGuide(_ key: Key) -> Bool {
    guard let unit = key.unit else { return inputs.expected[key.name]?.isWhole == false }
    return !unit.isSmallest
  }

  private func shownValue(_ key: Key, at price: Price) throws(Unevaluable) -> Amount {
    let quantity = try quantity()
    let value = try terms.value(of: quantity, at: price).magnitude
    guard isGuide(key), terms.instrument.kind == .inverse else { return value }
    return Instrument.inverseValue(of: quantity.magnitude, at: price, multiplier: terms.instrument.multiplier)
  }

  private func profit(_ key: Key) throws(Unevaluable) -> Amount {
    if inputs.has("fills") { return try filled().profit }
    let entry = try value("entry")
    let exit = try value("exit")
    guard isGuide(key) else { return exit - entry }
    return terms.instrument.guideProfit(of: try quantity(), from: try price("entry"), to: try price("exit"))
  }

  /// Funding paid less received.
  private func funding() throws(Unevaluable) -> Amount {
    let paid = try inputs.amount("funding", "fundingPaid", decimals: terms.decimals) ?? .zero
    return paid - (try inputs.amount("fundingReceived", decimals: terms.decimals) ?? .zero)
  }

  private func feeRate(_ end: String) throws(Unevaluable) -> Rate? {
    // Settling is the way out, at its own fee.
    if end == "exit" && inputs.has("settledPrice") { return terms.instrument.settlementFee }
    return try inputs.rate("\(end)Fee", "\(end)FeeRate", "feeRate", "makerFee", "takerFee", "commission")
  }

  /// What a fee of one end is, positive when it is paid; a rebate is positive when it is received.
  private func fee(_ stem: String) throws(Unevaluable) -> Amount {
    let end = stem.hasPrefix("entry") ? "entry" : "exit"
    let fee = try need(try feeRate(end), "feeRate").commission(on: try value(end).magnitude)
    return stem.hasSuffix("Rebate") ? -fee : fee
  }

  /// Commissions of both ends, none when no rate is given.
  private func commissions() throws(Unevaluable) -> Amount {
    guard try feeRate("exit") != nil else { return .zero }
    let isOutside = inputs.flag("entryFeeOutsidePeriod") == true
    let rate = try feeRate("entry")
    let entry = isOutside || rate == nil ? Amount.zero : try fee("entryFee")
    return entry + (try fee("exitFee"))
  }

  private func realised(_ key: Key) throws(Unevaluable) -> Amount {
    if inputs.has("fills") {
      let filled = try filled()
      return filled.profit - filled.fees
    }
    return try profit(key) - commissions()
  }

  private func periodProfit(_ key: Key) throws(Unevaluable) -> Amount {
    try profit(key) - commissions() - funding()
  }

  /// The position after all fills, what they realised and what they cost.
  func filled() throws(Unevaluable) -> (position: Position, profit: Amount, fees: Amount) {
    var position = Position(account: AccountID(1), instrument: InstrumentID(0))
    var profit = Amount.zero
    var fees = Amount.zero
    guard let fills = inputs.list("fills", "trades", "executions") else { throw .missing(["fills"]) }
    for fill in fills {
      guard let part = inputs.part(fill) else { throw .unreadable("fills", fill.description) }
      var contracts = try need(try part.contracts("qty", "quantity", "size", "lastQty"), "qty")
      let side = (part.text("side") ?? inputs.text("side"))?.lowercased()
      if ["sell", "short"].contains(side) { contracts = -contracts.magnitude }
      let value = try terms.value(of: contracts, at: try need(try part.price("price", "lastPx"), "price"))
      profit += position.trade(contracts, worth: value)
      let own = try part.rate("feeRate", "commission")
      let rate = own == nil ? try feeRate("exit") : own
      fees += (rate ?? .zero).commission(on: value.magnitude)
    }
    return (position, profit, fees)
  }
}
