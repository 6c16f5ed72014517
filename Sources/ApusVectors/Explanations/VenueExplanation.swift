public import ApusModel

// How limits, the marks of dated contracts, payouts and places in line come about.

extension Explanation {
  /// How much room a value needs under a risk limit, and what margins that step asks for. `orders` is the value of the open
  /// orders of the dearer side.
  public static func riskLimit(position: Amount, orders: Amount, of terms: Instrument) -> Explanation {
    var told = Explanation()
    let limit = terms.riskLimit
    let value = position.magnitude + orders.magnitude
    told.say(
      "held against it", "\(position.magnitude.rawValue) at the mark + \(orders.magnitude.rawValue) of orders",
      terms.text(value), .risk)
    let steps = limit.steps(for: value)
    told.say(
      "steps", "max(0, ⌈(\(value.rawValue) - \(limit.base.rawValue)) ÷ \(limit.step.rawValue)⌉)", "\(steps)", .risk)
    told.say(
      "limit", "\(limit.base.rawValue) + \(steps) × \(limit.step.rawValue)", terms.text(limit.limit(at: steps)), .risk)
    let rates = terms.marginRates(at: steps)
    told.say(
      "maintenance rate", "\(terms.maintenanceMargin.percent) × (1 + \(steps))", rates.maintenance.percent, .risk)
    told.say(
      "initial rate", "\(terms.initialMargin.percent) + \(steps) × \(terms.maintenanceMargin.percent)",
      rates.initial.percent, .risk)
    told.say("highest leverage", "1 ÷ \(rates.initial.percent), down", rates.highestLeverage.text, .risk)
    told.say(
      "maintenance", "⌈\(value.rawValue) × \(rates.maintenance.percent)⌉",
      terms.text(rates.maintenance.margin(on: value)), .risk)
    told.say(
      "initial", "⌈\(value.rawValue) × \(rates.initial.percent)⌉", terms.text(rates.initial.margin(on: value)), .risk)
    return told
  }

  /// How the mark of a dated contract comes about from its impact mid price; the time to expiry is in milliseconds.
  public static func mark(index: Price, mid: Price, toRun: Int64, decimals: Int) -> Explanation {
    var told = Explanation()
    let rate = FairPrice.basisRate(mid: mid, index: index, toRun: toRun, roundedToPercent: true)
    let fair = FairPrice.dated(index: index, rate: rate, toRun: toRun, precision: Inputs.precision(decimals))
    let days = "\(Fraction(Int128(toRun), over: Int128(Timestamp.day)).decimal(places: 6))"
    told.say("time to expiry", "", "\(days) days", .mark)
    told.say(
      "basis a year", "(\(mid.text) ÷ \(index.text) - 1) ÷ (\(days) ÷ 365), in whole percents", rate.percent, .mark)
    told.say(
      "fair basis", "round(\(index.text) × \(rate.percent) × \(days) ÷ 365)", fair.basis.text, .mark)
    told.say("mark", "\(index.text) + \(fair.basis.term)", fair.price.text, .mark)
    return told
  }

  /// How a position is paid out when its contract settles by an index.
  public static func settlement(_ question: PositionQuestion, index: Price) -> Explanation {
    var told = Explanation()
    let terms = question.instrument
    told.tellCost(question)
    told.tellPayout(of: terms, index: index)
    let price = terms.settlementPrice(at: index)
    guard price > .zero else {
      // A contract that ends worthless takes its whole cost with it.
      told.say("profit", "0 - \(question.position.cost.term)", terms.text(-question.position.cost), .profit)
      return told
    }
    // By the lot whatever the kind, so that longs and shorts cancel out to the last unit.
    let each = terms.value(ofOneLotAt: price)
    let lots = question.quantity.rawValue / terms.lot.rawValue
    let value = (terms.kind == .inverse ? -each : each) * lots
    told.say("one lot at \(price.text)", "rounded", terms.text(each), .value)
    told.say(
      "value at the end", "\(terms.kind == .inverse ? "-" : "")\(each.rawValue) × \(lots) lots", terms.text(value),
      .value)
    let profit = value - question.position.cost
    told.say("profit", "\(value.rawValue) - \(question.position.cost.term)", terms.text(profit), .profit)
    let fee = terms.settlementFee.commission(on: value.magnitude)
    told.say(
      "settlement fee", "\(value.magnitude.rawValue) × \(terms.settlementFee.percent), toward zero", terms.text(fee),
      .commission)
    told.say("to the wallet", "\(profit.rawValue) - \(fee.term)", terms.text(profit - fee), .expiry)
    return told
  }

  /// What an upside or a downside contract of a strike pays out when the index stands there.
  public static func payout(of terms: Instrument, index: Price) -> Explanation {
    var told = Explanation()
    told.tellPayout(of: terms, index: index)
    return told
  }

  /// How the strike of an upside or a downside contract follows from the index at its listing.
  public static func strike(of terms: Instrument, index: Price) -> Explanation {
    var told = Explanation()
    let option = terms.option
    let strike = ProfitContract.strike(option.strikeShare, of: index, step: option.strikeStep)
    told.say("index at listing", "", index.text, .profitContract)
    told.say(
      "strike", "\(option.strikeShare.percent) × \(index.text), to the nearest \(option.strikeStep.text)", strike.text,
      .profitContract)
    if terms.type == .downside {
      told.say("barrier", "\(strike.text) ÷ 2", ProfitContract.barrier(of: strike).text, .profitContract)
    }
    return told
  }

  /// Where a position stands in the line for deleveraging: its number, by which longs and shorts are lined up apart.
  public static func rank(_ question: PositionQuestion) -> Explanation {
    var told = liquidation(question)
    guard let mark = question.mark else { return told }
    let terms = question.instrument
    let cost = question.position.cost
    let marked = terms.value(of: question.quantity, at: mark)
    guard let price = question.limits?.bankruptcy else { return told }
    // As the engine lines people up: at the bankruptcy price on its tick, and nothing at a price of zero.
    let bankrupt = price == .zero ? Amount.zero : terms.value(of: question.quantity, at: price)
    told.say("value at the mark", "as above", terms.text(marked), .value)
    told.say("value at bankruptcy", "at \(price.text)", terms.text(bankrupt), .deleveraging)
    if let profit = DeleverageRank.profit(entry: cost, mark: marked) {
      told.say(
        "profit", "(\(marked.rawValue) - \(cost.term)) ÷ \(cost.magnitude.rawValue)", profit.decimal(places: 6),
        .deleveraging)
    }
    guard let leverage = DeleverageRank.leverage(mark: marked, bankrupt: bankrupt) else {
      told.say("leverage", "at or beyond bankruptcy", "without bound", .deleveraging)
      return told
    }
    told.say(
      "leverage", "\(marked.magnitude.rawValue) ÷ (\(marked.rawValue) - \(bankrupt.term))", leverage.decimal(places: 6),
      .deleveraging)
    let rank = DeleverageRank(entry: cost, mark: marked, bankrupt: bankrupt)
    let way = marked >= cost ? "profit × leverage" : "a loss: profit ÷ leverage"
    if let number = rank.rounded(to: 6) {
      told.say("rank", way, Fraction(Int128(number), over: 1_000_000).decimal(places: 6), .deleveraging)
    }
    return told
  }

  /// What putting margin to an isolated position, or taking it away when the amount is negative, does to it.
  public static func transfer(_ question: PositionQuestion, amount: Amount) -> Explanation {
    var told = Explanation()
    var after = question
    after.added = question.added + amount
    let terms = question.instrument
    told.say(
      "added after", "\(question.added.rawValue) + \(amount.term)", terms.text(after.added), .margin)
    let least = max(Amount.zero, -question.unrealised)
    told.say(
      "may go down to", "max(0, -\(question.unrealised.term)), so that initial margin stays whole", terms.text(least),
      .margin)
    if amount < .zero && after.added < least {
      told.say("refused", "\(after.added.rawValue) is less than \(least.rawValue)", "nothing moves", .margin)
      return told
    }
    let before = question.limits
    for step in liquidation(after).steps { told.say(step) }
    if let before {
      told.say(
        "liquidation before", "the same with \(question.added.rawValue) added", before.liquidation.text, .liquidation)
    }
    return told
  }
}

extension Explanation {
  fileprivate mutating func tellPayout(of terms: Instrument, index: Price) {
    let option = terms.option
    let price = terms.settlementPrice(at: index).text
    let way = "to the tick of \(terms.tickSize.text)"
    say("index", "mean of the thirty minutes before", index.text, .expiry)
    switch terms.type {
    case .upside:
      say(
        "pays", "0.1 × max(0, (\(index.text) - \(option.strike.text)) ÷ \(index.text)), \(way)", price, .profitContract)
    case .downside:
      let held = max(index, option.barrier)
      if index <= option.barrier {
        say("knocked out", "\(index.text) is not above the barrier", option.barrier.text, .profitContract)
      }
      say(
        "pays", "0.1 × max(0, (\(option.strike.text) - \(held.text)) ÷ \(held.text)), \(way)", price, .profitContract)
    case .perpetual, .future: say("settled at", "the index", price, .expiry)
    }
  }
}

extension PositionQuestion {
  /// Its liquidation and bankruptcy price.
  var limits: LimitPrices? {
    position.limitPrices(margin: margin, maintenance: maintenance, available: available, of: instrument)
  }
}
