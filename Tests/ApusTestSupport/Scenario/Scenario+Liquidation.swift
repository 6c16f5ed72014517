import ApusModel

extension Scenario {
  /// The operator opens or limits the whole venue: `venue index-invalid`.
  mutating func setVenue(_ words: inout Words) throws(ScenarioError) {
    let name = try words.next("a state")
    guard let state = TradingState.allCases.first(where: { dashed($0) == name }) else {
      throw words.fail("no such state: \(name)")
    }
    try apply(.setTradingState(SetTradingState(state: state)), words)
  }

  /// What a liquidation does, in words.
  func liquidationWords(_ event: Event) -> String? {
    switch event {
    case .liquidationStepped(let step):
      return "\(person(step.account)) \(dashed(step.step)) @ \(text(step.bankruptcy))"
    case .liquidationOrder(let order):
      return "\(label(order.order)) offers \(order.leaves.rawValue) @ \(text(order.price))"
    case .deleverageRanked(let rank):
      guard tellsLights else { return nil }
      return "\(person(rank.account)) has \(rank.lights) lights"
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
