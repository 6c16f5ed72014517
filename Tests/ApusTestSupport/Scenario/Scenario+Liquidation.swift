import ApusModel

extension Scenario {
  /// What a liquidation does, in words.
  func liquidationWords(_ event: Event) -> String? {
    switch event {
    case .liquidationStepped(let step):
      return "\(person(step.account)) \(dashed(step.step)) @ \(text(step.bankruptcy))"
    case .liquidationOrder(let order):
      return "\(label(order.order)) offers \(order.leaves.rawValue) @ \(text(order.price))"
    case .insuranceChanged(let fund): return "insurance \(fund.balance.rawValue)"
    default: return nil
    }
  }

  /// What an order does in a fill.
  func verb(_ fill: Fill) -> String {
    switch fill.kind {
    case .trade: fill.isMaker ? "makes" : "takes"
    case .takeover: fill.account == .venue ? "takes over" : "loses"
    case .deleveraging: fill.account == .venue ? "closes" : "loses"
    case .settlement: "is paid out"
    }
  }
}
