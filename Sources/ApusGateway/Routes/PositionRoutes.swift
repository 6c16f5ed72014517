import ApusAPI
import ApusExchange
import ApusModel
import ApusTables

extension Routes {
  /// What an account holds.
  static let positions: [Route] = [
    .get(
      "/position", .read,
      Operation(
        "Position.get", "What the account holds, contracts that it has left included.",
        takes: [.symbol, .filter, .columns, .count, .start, .reverse], answers: .rows(.position))
    ) { call throws(APIError) in
      let query = try TableQuery(call.parameters)
      let page = try TablePage<PositionRow>(query)
      let account = call.account
      let rows = call.venue.exchange.read { $0.positions(of: account) }
      let names = query.symbol.map { call.venue.contracts($0).map(\.symbol) }
      return page.json(rows.filter { names?.contains($0.symbol) ?? true })
    },
    .act(
      .post, "/position/leverage", .order,
      Operation(
        "Position.updateLeverage", "Chooses the leverage of a position, or cross margin.",
        takes: [
          .contract,
          Parameter("leverage", .number, "Zero for cross margin, 0.01 to 100 for an isolated position.").required,
          .targetAccount,
        ], answers: .row(.position))
    ) { call throws(APIError) in
      let request = try LeverageRequest(call.parameters)
      guard let hundredths = request.leverage.scaled(to: 2) else { throw .invalidLeverage }
      return try setLeverage(call, request.symbol, Leverage(rawValue: hundredths))
    },
    .act(
      .post, "/position/isolate", .order,
      Operation(
        "Position.isolateMargin", "Gives a position margin of its own, or takes it back.",
        takes: [
          .contract,
          Parameter(
            "enabled", .truth, "Whether the position has margin of its own; without, it shares the wallet's.",
            usual: true),
          .targetAccount,
        ], answers: .row(.position))
    ) { call throws(APIError) in
      let request = try IsolateRequest(call.parameters)
      return try setLeverage(call, request.symbol, try leverage(call, request))
    },
    .act(
      .post, "/position/riskLimit", .order,
      Operation(
        "Position.updateRiskLimit", "Chooses how much a position may be worth, and with it its margin rates.",
        takes: [
          .contract,
          Parameter("riskLimit", .whole, "The most the position may be worth, in the smallest unit of money.").required,
          .targetAccount,
        ], answers: .row(.position))
    ) { call throws(APIError) in
      let request = try RiskLimitRequest(call.parameters)
      let contract = try call.venue.contract(request.symbol)
      let limit = Amount(rawValue: request.riskLimit)
      let command = SetRiskLimit(account: try call.target(), instrument: contract.id, limit: limit)
      return .command(.setRiskLimit(command), .position(contract))
    },
    .act(
      .post, "/position/transferMargin", .order,
      Operation(
        "Position.transferIsolatedMargin", "Moves money into an isolated position or out of it.",
        takes: [
          .contract,
          Parameter("amount", .whole, "How much goes in, in the smallest unit of money; negative takes out.").required,
          .targetAccount,
        ], answers: .row(.position))
    ) { call throws(APIError) in
      let request = try TransferMarginRequest(call.parameters)
      let contract = try call.venue.contract(request.symbol)
      let amount = Amount(rawValue: request.amount)
      let command = TransferMargin(account: try call.target(), instrument: contract.id, amount: amount)
      return .command(.transferMargin(command), .position(contract))
    },
  ]

  private static func setLeverage(
    _ call: Call, _ symbol: SymbolReference, _ leverage: Leverage
  ) throws(APIError) -> Act {
    let contract = try call.venue.contract(symbol)
    let command = SetLeverage(account: try call.target(), instrument: contract.id, leverage: leverage)
    return .command(.setLeverage(command), .position(contract))
  }

  /// An isolated position keeps its leverage; one that becomes isolated begins with the highest.
  private static func leverage(_ call: Call, _ request: IsolateRequest) throws(APIError) -> Leverage {
    guard request.enabled else { return .cross }
    let contract = try call.venue.contract(request.symbol)
    let account = try call.target()
    let row = call.venue.exchange.read { $0.position(of: account, in: contract.id) }
    if let row, row.crossMargin == false, let leverage = row.leverage?.scaled(to: 2) {
      return Leverage(rawValue: leverage)
    }
    // The highest its risk limit allows, at most 100.
    let limit = Amount(rawValue: row?.riskLimit ?? contract.terms.riskLimit.base.rawValue)
    let highest = contract.terms.marginRates(at: contract.terms.riskLimit.steps(of: limit) ?? 0).highestLeverage
    return min(highest, Leverage(rawValue: 10_000))
  }
}
