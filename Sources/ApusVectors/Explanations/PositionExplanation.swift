public import ApusModel

extension Explanation {
  /// How the margin of a position comes about.
  public static func margin(_ question: PositionQuestion) -> Explanation {
    var told = Explanation()
    told.tellCost(question)
    told.tellMark(question)
    told.tellMargin(question)
    told.tellMaintenance(question)
    return told
  }

  /// How liquidation and bankruptcy price come about.
  public static func liquidation(_ question: PositionQuestion) -> Explanation {
    var told = margin(question)
    let terms = question.instrument
    let position = question.position
    let margin = question.margin
    let loss = position.bearableLoss(margin: margin, available: question.available, of: terms)
    if question.leverage == .cross {
      told.say("available", "what else backs it", terms.text(question.available), .liquidation)
      told.say(
        "loss it can bear",
        "(\(margin.total.rawValue) + \(question.available.rawValue) - fee on |cost|) ÷ (1 + \(terms.commission.percent)), down",
        terms.text(loss), .liquidation)
    } else {
      told.say(
        "loss it can bear",
        "initial \(margin.initial.rawValue) + added \(margin.cross.rawValue)"
          + (margin.loss == .zero ? "" : " - lost \(margin.loss.rawValue)"), terms.text(loss), .liquidation)
    }
    guard
      let limits = position.limitPrices(
        margin: margin, maintenance: question.maintenance, available: question.available, of: terms)
    else { return told }
    let most = question.leverage == .cross ? max(loss, .zero) : loss
    told.say("bankruptcy price", question.price(losing: most), limits.bankruptcy.text, .liquidation)
    // Below nothing it is a profit that must remain.
    let rest = loss - question.maintenance
    told.say(
      "loss to liquidation", "\(loss.rawValue) - \(question.maintenance.rawValue)", terms.text(rest), .liquidation)
    told.say("liquidation price", question.price(losing: rest), limits.liquidation.text, .liquidation)
    return told
  }

  /// How the profit of a position comes about that is closed at a price, with commissions of taking both times.
  public static func profit(_ question: PositionQuestion, exit: Price) -> Explanation {
    var told = Explanation()
    let terms = question.instrument
    told.tellCost(question)
    let exitValue = terms.value(of: question.quantity, at: exit)
    told.tellValue("value at the exit", question, exit)
    let gross = exitValue - question.position.cost
    told.say("profit", "\(exitValue.rawValue) - \(question.position.cost.term)", terms.text(gross), .profit)
    let entryFee = terms.takerFee.commission(on: question.position.cost.magnitude)
    let exitFee = terms.takerFee.commission(on: exitValue.magnitude)
    told.say(
      "fee of the entry", "\(question.position.cost.magnitude.rawValue) × \(terms.takerFee.percent), toward zero",
      terms.text(entryFee), .commission)
    told.say(
      "fee of the exit", "\(exitValue.magnitude.rawValue) × \(terms.takerFee.percent), toward zero",
      terms.text(exitFee), .commission)
    let net = gross - entryFee - exitFee
    told.say("realised", "\(gross.rawValue) - \(entryFee.term) - \(exitFee.term)", terms.text(net), .profit)
    if let back = question.position.breakEvenPrice(net: -entryFee, of: terms) {
      told.say("break-even price", "closing gives back the cost and \(entryFee.rawValue)", back.text, .breakEven)
    }
    return told
  }
}

extension Explanation {
  mutating func tellValue(_ name: String, _ question: PositionQuestion, _ price: Price) {
    let terms = question.instrument
    let each = terms.value(ofOneLotAt: price)
    let value = terms.value(of: question.quantity, at: price)
    let size = terms.multiplier * terms.lot.rawValue
    if terms.kind == .inverse {
      say("one lot at \(price.text)", "round(\(size) ÷ \(price.text))", terms.text(each), .value)
      say(
        name, "-\(each.rawValue) × \(question.quantity.rawValue / terms.lot.rawValue) lots", terms.text(value), .value)
    } else {
      say(name, "\(question.quantity.rawValue) × \(price.text) × \(terms.multiplier)", terms.text(value), .value)
    }
  }

  mutating func tellCost(_ question: PositionQuestion) {
    if let cost = question.cost {
      say("cost", "what its fills cost", question.instrument.text(cost), .value)
    } else {
      tellValue("cost", question, question.entry)
    }
  }

  fileprivate mutating func tellMark(_ question: PositionQuestion) {
    guard let mark = question.mark else { return }
    let terms = question.instrument
    tellValue("value at the mark", question, mark)
    let value = terms.value(of: question.quantity, at: mark)
    say(
      "unrealised", "\(value.rawValue) - \(question.position.cost.term)", terms.text(question.unrealised), .profit)
    if let share = ReturnOnCost.ofCost(question.unrealised, cost: question.position.cost) {
      say(
        "of the cost", "\(question.unrealised.rawValue) ÷ \(question.position.cost.magnitude.rawValue)", share.percent,
        .profit)
    }
  }

  fileprivate mutating func tellMargin(_ question: PositionQuestion) {
    let terms = question.instrument
    let margin = question.margin
    let base = terms.marginRates(at: question.steps)
    let cost = question.position.cost.magnitude
    if question.steps > 0 {
      say(
        "risk limit", "\(terms.riskLimit.base.rawValue) + \(question.steps) × \(terms.riskLimit.step.rawValue)",
        terms.text(terms.riskLimit.limit(at: question.steps)), .risk)
      say(
        "initial at the step",
        "\(terms.initialMargin.percent) + \(question.steps) × \(terms.maintenanceMargin.percent)",
        base.initial.percent, .risk)
    }
    say(
      "rate",
      question.leverage == .cross
        ? "cross: the initial margin" : "max(\(base.initial.percent), 1 ÷ \(question.leverage.text))",
      question.rates.initial.percent, .margin)
    say("initial", "⌈\(cost.rawValue) × \(question.rates.initial.percent)⌉", terms.text(margin.initial), .margin)
    say(
      question.leverage == .cross ? "cross" : "added",
      question.leverage == .cross ? "max(0, -\(question.unrealised.term))" : "by hand or at the entry",
      terms.text(margin.cross),
      .margin)
    let contracts = question.quantity.magnitude.rawValue
    let whole = cost + margin.initial + margin.cross
    say(
      "commission", "⌈\(terms.commission.percent) × \(contracts) × ⌈\(whole.rawValue) ÷ \(contracts)⌉⌉",
      terms.text(margin.commission), .margin)
    say(
      "margin",
      "\(margin.initial.rawValue) + \(margin.cross.rawValue) + \(margin.commission.rawValue)"
        + (margin.loss == .zero ? "" : " - \(margin.loss.rawValue) that fundings took"), terms.text(margin.total),
      .margin)
  }

  fileprivate mutating func tellMaintenance(_ question: PositionQuestion) {
    let terms = question.instrument
    let payable = question.position.payable(question.funding)
    say(
      "maintenance",
      "⌈(\(question.rates.maintenance.percent) + \(payable.percent) of funding) × \(question.position.cost.magnitude.rawValue)⌉",
      terms.text(question.maintenance), .margin)
    say(
      "shown with commission", "\(question.maintenance.rawValue) + \(question.margin.commission.rawValue)",
      terms.text(question.maintenance + question.margin.commission), .margin)
  }
}

extension PositionQuestion {
  /// The formula of the price at which a loss is made, with its numbers.
  fileprivate func price(losing loss: Amount) -> String {
    let isLong = quantity > .zero
    let worth =
      "\(position.cost.magnitude.rawValue) \((instrument.kind == .inverse) == isLong ? "+" : "-") \(loss.term)"
    let way = "\(isLong ? "up" : "down") to \(instrument.tickSize.text)"
    let lots = quantity.magnitude.rawValue / instrument.lot.rawValue
    let size = instrument.multiplier * instrument.lot.rawValue
    guard instrument.kind == .inverse else {
      return "(\(worth)) ÷ (\(quantity.magnitude.rawValue) × \(instrument.multiplier)), \(way)"
    }
    return "\(size) ÷ \(isLong ? "⌊" : "⌈")(\(worth)) ÷ \(lots)\(isLong ? "⌋" : "⌉"), \(way)"
  }
}
