import ApusModel

/// Which orders are small, and who sends too many of them: area `spam`.
struct SmallOrderRules {
  private let inputs: Inputs
  private let terms: Terms

  init(_ inputs: Inputs) throws(Unevaluable) {
    self.inputs = inputs
    terms = try Terms(inputs)
  }

  func answer(_ key: Key) throws(Unevaluable) -> Answer {
    switch key.stem {
    case "isSmall", "small", "isSmallOrder", "smallOrder", "isSpamOrder": return .flag(try value() < threshold())
    case "orderValue", "value": return terms.money(try value())
    case "threshold", "spamThreshold", "minValue", "smallValue": return terms.money(try threshold())
    case "spam", "isSpam", "labelled", "spamLabel", "label": return .flag(try isLabelled())
    case "hidden", "isHidden": return .flag(try isStruck(postOnly: false))
    case "rejected", "refused": return .flag(try isStruck(postOnly: true))
    default: throw .unknownKey(key.name)
    }
  }

  /// Whether the label does something to the order: a small one is hidden, a small post-only one refused.
  private func isStruck(postOnly: Bool) throws(Unevaluable) -> Bool {
    guard try isLabelled() else { return false }
    return try value() < threshold() && isPostOnly == postOnly
  }

  private var isPostOnly: Bool { inputs.text("execInst")?.contains("ParticipateDoNotInitiate") == true }

  private func value() throws(Unevaluable) -> Amount {
    if let value = try inputs.amount("orderValue", "value", decimals: terms.decimals) { return value.magnitude }
    return try terms.value(
      of: try need(try inputs.contracts("orderQty", "qty", "leavesQty", "quantity"), "orderQty"),
      at: try need(try inputs.price("price", "limitPrice"), "price")
    ).magnitude
  }

  /// What an order must be worth at a date: in 2019, where a case names none.
  private func threshold() throws(Unevaluable) -> Amount {
    if let given = try inputs.amount("threshold", "spamThreshold", "smallValue", "minValue", decimals: terms.decimals) {
      return given
    }
    return OrderProtection.smallValue(on: try inputs.time("date", "now", "timestamp", "asOf"))
  }

  /// Said of the account, or counted: an account with as many small orders open as are too many.
  private func isLabelled() throws(Unevaluable) -> Bool {
    if let flag = inputs.flag("spam", "isSpam", "labelled", "spamAccount") { return flag }
    let count = try need(try inputs.whole("smallOrders", "smallOpenOrders", "count"), "smallOrders")
    let most =
      try inputs.whole("maxSmallOrders", "mostSmallOrders", "limit") ?? Int64(OrderProtection.tooManySmallOrders)
    return count >= most
  }
}
