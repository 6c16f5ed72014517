import ApusAPI
import ApusExchange
import ApusModel
import ApusTables

extension Routes {
  /// What an account holds.
  static let positions: [Route] = [
    .get("/position", .read) { call throws(APIError) in
      let query = try TableQuery(call.parameters)
      let page = try TablePage<PositionRow>(query)
      let account = call.account
      let rows = call.venue.exchange.read { $0.positions(of: account) }
      let names = query.symbol.map { call.venue.contracts($0).map(\.symbol) }
      return page.json(rows.filter { names?.contains($0.symbol) ?? true })
    },
    .act(.post, "/position/leverage", .order) { call throws(APIError) in
      let request = try LeverageRequest(call.parameters)
      guard let hundredths = request.leverage.scaled(to: 2) else { throw .invalidLeverage }
      return try setLeverage(call, request.symbol, Leverage(rawValue: hundredths))
    },
    .act(.post, "/position/isolate", .order) { call throws(APIError) in
      let request = try IsolateRequest(call.parameters)
      return try setLeverage(call, request.symbol, try leverage(call, request))
    },
    .act(.post, "/position/riskLimit", .order) { call throws(APIError) in
      let request = try RiskLimitRequest(call.parameters)
      let contract = try call.venue.contract(request.symbol)
      let limit = Amount(rawValue: request.riskLimit)
      let command = SetRiskLimit(account: call.account, instrument: contract.id, limit: limit)
      return .command(.setRiskLimit(command), .position(contract))
    },
    .act(.post, "/position/transferMargin", .order) { call throws(APIError) in
      let request = try TransferMarginRequest(call.parameters)
      let contract = try call.venue.contract(request.symbol)
      let amount = Amount(rawValue: request.amount)
      let command = TransferMargin(account: call.account, instrument: contract.id, amount: amount)
      return .command(.transferMargin(command), .position(contract))
    },
  ]

  private static func setLeverage(
    _ call: Call, _ symbol: SymbolReference, _ leverage: Leverage
  ) throws(APIError) -> Act {
    let contract = try call.venue.contract(symbol)
    let command = SetLeverage(account: call.account, instrument: contract.id, leverage: leverage)
    return .command(.setLeverage(command), .position(contract))
  }

  /// An isolated position keeps its leverage; one that becomes isolated begins with the highest.
  private static func leverage(_ call: Call, _ request: IsolateRequest) throws(APIError) -> Leverage {
    guard request.enabled else { return .cross }
    let contract = try call.venue.contract(request.symbol)
    let account = call.account
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
