import ApusModel

/// How a number comes about, step by step.
public struct Explanation: Sendable {
  /// One step: a name, the formula with its numbers, what comes out, and the rule it follows.
  public struct Step: Sendable {
    /// What is worked out.
    public let name: String
    /// The formula with its numbers, or nothing when the number is given.
    public let formula: String
    /// What comes out.
    public let result: String
    /// The section of docs/formulas.md.
    public let rule: String
  }

  /// The steps in their order.
  public private(set) var steps: [Step] = []

  mutating func say(_ name: String, _ formula: String = "", _ result: String, _ rule: Rule) {
    steps.append(Step(name: name, formula: formula, result: result, rule: rule.rawValue))
  }

  mutating func say(_ step: Step) { steps.append(step) }

  /// A line for each step: `name = formula = result   [rule]`, its columns in line.
  public var lines: [String] {
    let names = steps.map(\.name.count).max() ?? 0
    let bodies = steps.map { $0.formula.isEmpty ? $0.result : "\($0.formula) = \($0.result)" }
    let width = min(bodies.map(\.count).max() ?? 0, 84)
    return zip(steps, bodies).map { step, body in
      "\(padded(step.name, names)) = \(padded(body, width))  [\(step.rule)]"
    }
  }

  private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}

/// The sections of docs/formulas.md that steps name.
enum Rule: String, CaseIterable {
  case value = "Value"
  case profit = "Profit"
  case commission = "Commission"
  case margin = "Margin of a position"
  case risk = "Risk steps"
  case liquidation = "Liquidation and bankruptcy price"
  case breakEven = "Break-even price"
  case funding = "Funding"
  case mark = "Mark"
  case interest = "Leverage interest"
  case profitContract = "Profit contracts"
  case expiry = "Expiry"
  case deleveraging = "Deleveraging and insurance"
}

extension Price {
  /// As a decimal.
  var text: String { Fraction(self).decimal(places: 10) }
}

extension Rate {
  /// In percent.
  var percent: String { "\(Fraction(self * 100).decimal(places: 8)) %" }
}

extension Leverage {
  /// `25x`, or `cross`.
  var text: String { self == .cross ? "cross" : "\(Fraction(Int128(rawValue), over: 100).decimal(places: 2))x" }
}

extension Instrument {
  /// Money of this contract: its smallest unit, and the whole unit beside it.
  func text(_ amount: Amount) -> String { "\(amount.rawValue) \(settlement.symbol)" }
}

extension Amount {
  /// As a term after a sign: in parentheses when it is negative.
  var term: String { self < .zero ? "(\(rawValue))" : "\(rawValue)" }
}

extension Price {
  /// As a term after a sign: in parentheses when it is negative.
  var term: String { self < .zero ? "(\(text))" : text }
}
