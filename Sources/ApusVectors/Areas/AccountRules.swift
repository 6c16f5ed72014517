import ApusModel

/// What an account may use: area `marginAccount`.
struct AccountRules {
  let inputs: Inputs

  func answer(_ key: Key) throws(Unevaluable) -> Answer {
    if key.stem == "walletBalance" { return money(try wallet()) }
    let account = try account()
    switch key.stem {
    case "marginBalance": return money(account.balance)
    case "excessMargin": return money(account.excess)
    case "availableMargin", "available": return money(account.available)
    case "withdrawableMargin", "withdrawable": return money(account.withdrawable)
    case "marginUsedPcnt": return .rate(try need(account.used, "a balance"))
    case "marginLeverage":
      let value = try need(try inputs.amount("grossMarkValue", "markValue", "riskValue"), "grossMarkValue")
      guard account.balance > .zero else { throw .missing(["a balance"]) }
      return .quotient(Fraction(Int128(value.magnitude.rawValue), over: Int128(account.balance.rawValue)))
    default: throw .unknownKey(key.name)
    }
  }

  private var decimals: Int {
    inputs.text("currency") == "USDt" || inputs.fields.keys.contains { $0.hasSuffix("USDT") } ? 6 : 8
  }

  private func money(_ amount: Amount) -> Answer { .money(amount, decimals: decimals) }

  private func sum(_ names: String...) throws(Unevaluable) -> Amount? {
    for name in names { if let amount = try inputs.amount(name, decimals: decimals) { return amount } }
    return nil
  }

  private func wallet() throws(Unevaluable) -> Amount {
    if let wallet = try sum("walletBalance", "wallet", "balance") { return wallet }
    if let balance = try sum("marginBalance") { return balance - (try sum("unrealisedPnl", "unrealised") ?? .zero) }
    let swept = try need(try sum("amount"), "walletBalance")
    return swept + (try sum("realisedPnl") ?? .zero)
  }

  private func account() throws(Unevaluable) -> AccountMargin {
    if let positions = inputs.list("positions") { return try account(of: positions) }
    let unrealised = try sum("unrealisedPnl", "unrealised") ?? .zero
    let given = try sum("maintMargin")
    return AccountMargin(
      wallet: try wallet(), unrealised: unrealised, initial: try sum("initMargin", "orderMargin") ?? .zero,
      maintenance: try given.otherwise { () throws(Unevaluable) in try assigned(unrealised) })
  }

  /// The same of positions one by one.
  private func account(of positions: [Field]) throws(Unevaluable) -> AccountMargin {
    var account = AccountMargin(
      wallet: try wallet(), unrealised: .zero, initial: try sum("initMargin", "orderMargin") ?? .zero,
      maintenance: .zero)
    for position in positions {
      guard let part = inputs.part(position).map(AccountRules.init(inputs:)) else {
        throw .unreadable("positions", position.description)
      }
      let unrealised = try part.sum("unrealisedPnl", "unrealised") ?? .zero
      let given = try part.sum("maintMargin")
      account.unrealised += unrealised
      account.maintenance += try given.otherwise { () throws(Unevaluable) in try part.assigned(unrealised) }
      account.initial += try part.sum("initMargin", "orderMargin") ?? .zero
      let largest = max(account.unrealised.magnitude, account.maintenance.magnitude, account.initial.magnitude)
      guard largest.rawValue < Inputs.amountBound else { throw .unreadable("positions", "sums beyond bounds") }
    }
    return account
  }

  /// What the positions tie up by its parts, with the profit that is assigned to them.
  private func assigned(_ unrealised: Amount) throws(Unevaluable) -> Amount {
    guard let initial = try sum("posInit") else {
      return try sum("posMargin").map { $0 + unrealised } ?? .zero
    }
    return initial + (try sum("posComm") ?? .zero) + (try sum("posCross") ?? .zero) + unrealised
  }
}
