/// How a case came out.
public struct Verdict: Sendable {
  /// The case's name.
  public let id: String
  /// What differs or cannot be evaluated, a sentence each; empty when all holds.
  public let failures: [String]

  /// True when everything expected came out.
  public var holds: Bool { failures.isEmpty }
}

extension VectorCase {
  /// Works every expected number out with the venue's formulas and compares to the last unit.
  public func verdict() -> Verdict {
    if let flaw { return Verdict(id: id, failures: [flaw]) }
    let inputs = Inputs(
      fields: self.inputs, expected: expected, words: "\(id) \(source ?? "")")
    let failures = expected.sorted { $0.key < $1.key }.compactMap { name, field -> String? in
      let key = Key(name)
      do throws(Unevaluable) {
        let answer = try answer(key, inputs)
        if answer.meets(field, under: key) { return nil }
        return "\(name) expected \(field) got \(answer.description(under: key, field))"
      } catch {
        return "\(name): \(error)"
      }
    }
    return Verdict(id: id, failures: failures)
  }

  private func answer(_ key: Key, _ inputs: Inputs) throws(Unevaluable) -> Answer {
    let book = BookRules(inputs: inputs)
    return VectorCase.isOfBook(area) && book.knows(key) ? try book.answer(key) : try ruled(key, inputs)
  }

  private func ruled(_ key: Key, _ inputs: Inputs) throws(Unevaluable) -> Answer {
    switch area {
    case "value", "fees", "contractSize", "fee", "size": try ValueRules(inputs).answer(key)
    case "trades", "trade", "bars", "tickDirection": try TradeRules(inputs).answer(key)
    case "riskLimit", "risk": try RiskRules(inputs).answer(key)
    case "orderMargin": try OrderRules(inputs).answer(key)
    case "leverageInterest", "interest": try InterestRules(inputs: inputs).answer(key)
    case "funding": try FundingRules(inputs).answer(key)
    case "markPrice", "mark", "impact", "impactPrice", "liquidity": try MarkRules(inputs).answer(key)
    case "settlement" where inputs.has("samples", "twap", "minutes"): try IndexRules(inputs: inputs).answer(key)
    case "pnl", "settlement", "breakEven": try ProfitRules(inputs).answer(key)
    case "positionMargin", "position", "liquidation", "liquidationPrice": try PositionRules(inputs).answer(key)
    case "marginAccount", "margin", "account": try AccountRules(inputs: inputs).answer(key)
    case "options", "option", "profitContracts": try OptionRules(inputs).answer(key)
    case "adl", "deleveraging": try DeleverageRules(inputs: inputs).answer(key)
    case "index", "indices": try IndexRules(inputs: inputs).answer(key)
    case "calendar", "expiry": try CalendarRules(inputs: inputs).answer(key)
    case "triggers": try TriggerRules(inputs: inputs).answer(key)
    case "orders", "orderLimits", "protection", "protections", "fatFinger", "priceBand", "priceBands", "priceLimits":
      try ProtectionRules(inputs).answer(key)
    case "spam", "smallOrders": try SmallOrderRules(inputs).answer(key)
    case "insurance": try InsuranceRules(inputs).answer(key)
    default: throw .unknownArea(area)
    }
  }

  private static func isOfBook(_ area: String) -> Bool {
    [
      "orders", "order", "amend", "queue", "bulk", "rateLimit", "requests", "pegged", "peg", "cancelAllAfter",
      "deadMansSwitch", "instrument", "reduceOnly", "execInst",
    ].contains(area)
  }
}
