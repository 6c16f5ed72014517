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
    guard !expected.isEmpty else { return Verdict(id: id, failures: ["nothing is expected"]) }
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
    switch area {
    case "value", "fees", "contractSize": try ValueRules(inputs).answer(key)
    case "riskLimit": try RiskRules(inputs).answer(key)
    case "orderMargin": try OrderRules(inputs).answer(key)
    case "leverageInterest": try InterestRules(inputs: inputs).answer(key)
    case "funding": try FundingRules(inputs).answer(key)
    case "markPrice": try MarkRules(inputs).answer(key)
    case "pnl": try ProfitRules(inputs).answer(key)
    case "positionMargin": try PositionRules(inputs).answer(key)
    case "marginAccount": try AccountRules(inputs: inputs).answer(key)
    case "options": try OptionRules(inputs).answer(key)
    case "adl": try DeleverageRules(inputs: inputs).answer(key)
    case "index": try IndexRules(inputs: inputs).answer(key)
    case "calendar": try CalendarRules(inputs: inputs).answer(key)
    case "triggers": try TriggerRules(inputs: inputs).answer(key)
    case "insurance": try InsuranceRules(inputs).answer(key)
    default: throw .unknownArea(area)
    }
  }
}
