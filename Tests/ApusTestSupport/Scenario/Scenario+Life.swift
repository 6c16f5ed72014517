import ApusEngine
import ApusModel

// The words of lifecycles, standings and states.

extension Scenario {
  /// A contract's terms of life: `expiring 85 quarterly` (noon of a day), `upside`, `downside strike 3750`, `settles-for 0.05%`.
  func changeLife(_ terms: inout Instrument, _ word: String, _ words: inout Words) throws(ScenarioError) -> Bool {
    switch word {
    case "expires", "expiring":
      terms.type = .future
      terms.listed = .zero
      let noon: Int64 = word == "expiring" ? 43_200_000 : 0
      terms.expiry = Timestamp(try words.number("days") * 86_400_000 + noon)
    case "quarterly": terms.relisting = .quarterly
    case "upside", "downside":
      let contracts = Instrument.profitContracts2019(at: Timestamp(time))
      let symbol = terms.symbol
      terms = word == "upside" ? contracts[0] : contracts[1]
      terms.symbol = symbol
    case "strike": terms = terms.struck(at: try words.price("a strike"))
    case "settlement-fee": terms.settlementFee = try words.percentage("a fee")
    default: return false
    }
    return true
  }

  /// What the operator decides; false when the word is none of it.
  mutating func decide(_ subject: String, _ words: inout Words) throws(ScenarioError) -> Bool {
    switch subject {
    case "withdraw":
      let account = try account(try words.next("a name"), words)
      let (currency, amount) = try money(&words)
      try apply(.withdraw(Withdraw(account: account, currency: currency, amount: amount)), words)
    case "request": try requestWithdrawal(&words)
    case "confirm": try resolveWithdrawal(&words, isConfirmed: true)
    case "take-back": try resolveWithdrawal(&words, isConfirmed: false)
    case "transfer":
      let payer = try account(try words.next("a name"), words)
      let receiver = try account(try words.next("a name"), words)
      let (currency, amount) = try money(&words)
      try apply(.transferWallet(TransferWallet(from: payer, to: receiver, currency: currency, amount: amount)), words)
    case "restrict": try restrict(&words)
    case "anchor":
      let account = try account(try words.next("a name"), words)
      try apply(.setStanding(SetStanding(account: account, role: .anchor, plan: AccountPlan())), words)
    case "venue": try apply(.setTradingState(SetTradingState(state: try state(&words))), words)
    case "trading":
      let instrument = try instrument(&words)
      try apply(.setTradingState(SetTradingState(instrument: instrument, state: try state(&words))), words)
    case "update":
      let instrument = try instrument(&words)
      var terms = markets[Int(instrument.rawValue)]
      while !words.isEmpty { try change(&terms, &words) }
      try apply(.updateInstrument(UpdateInstrument(instrument: instrument, terms: terms)), words)
    default: return false
    }
    return true
  }

  private mutating func requestWithdrawal(_ words: inout Words) throws(ScenarioError) {
    let account = try account(try words.next("a name"), words)
    let (currency, amount) = try money(&words)
    let fee = words.take("fee") ? try money(&words).1 : .zero
    let request = RequestWithdrawal(account: account, currency: currency, amount: amount, fee: fee)
    try apply(.requestWithdrawal(request), words)
  }

  /// The withdrawal that waits, or number 1 where none does.
  private mutating func resolveWithdrawal(_ words: inout Words, isConfirmed: Bool) throws(ScenarioError) {
    let account = try account(try words.next("a name"), words)
    let number = withdrawal(of: account) ?? 1
    let decision = ResolveWithdrawal(account: account, withdrawal: number, isConfirmed: isConfirmed)
    try apply(.resolveWithdrawal(decision), words)
  }

  private mutating func restrict(_ words: inout Words) throws(ScenarioError) {
    let account = try account(try words.next("a name"), words)
    let ways: [String: Restriction] = [
      "nothing": .none, "reduce-only": .reduceOnly, "closed": .closed, "liquidate-and-close": .liquidateAndClose,
    ]
    let word = try words.next("a restriction")
    guard let restriction = ways[word] else { throw words.fail("no such restriction: \(word)") }
    let reason: RestrictionReason = restriction == .none ? .lifted : .jurisdiction
    try apply(.restrictAccount(RestrictAccount(account: account, restriction: restriction, reason: reason)), words)
  }

  private func state(_ words: inout Words) throws(ScenarioError) -> TradingState {
    let states: [String: TradingState] = [
      "open": .open, "cancel-only": .cancelOnly, "reduce-only": .reduceOnly, "halted": .halted,
      "index-invalid": .indexInvalid,
    ]
    let word = try words.next("a state")
    guard let state = states[word] else { throw words.fail("no such state: \(word)") }
    return state
  }

  private func money(_ words: inout Words) throws(ScenarioError) -> (Currency, Amount) {
    let amount = try words.next("an amount")
    let unit = try words.next("a currency")
    let units: [String: (Currency, Int)] = ["XBT": (.xbt, 8), "XBt": (.xbt, 0), "USDT": (.usdt, 6), "USDt": (.usdt, 0)]
    guard let (currency, decimals) = units[unit], let value = DecimalText.read(amount, decimals: decimals) else {
      throw words.fail("no such amount: \(amount) \(unit)")
    }
    return (currency, Amount(value))
  }

  /// What became of contracts, accounts and the venue, in words.
  func lifeWords(_ event: Event) -> String? {
    switch event {
    case .instrumentListed(let id):
      let terms = markets[Int(id.rawValue)]
      return terms.expiry == .zero ? nil : "\(terms.symbol) listed as \(id.rawValue)" + life(of: terms)
    case .instrumentUpdated(let id):
      let terms = markets[Int(id.rawValue)]
      return "\(terms.symbol) has new terms" + (terms.type.isOption ? " strike \(text(terms.option.strike))" : "")
    case .marketStateChanged(let change):
      let trading = change.trading == .open ? "" : ", \(change.trading)"
      return "\(markets[Int(change.instrument.rawValue)].symbol) \(change.state)\(trading)"
    case .venueStateChanged(let state): return "venue \(state)"
    case .contractSettled(let settled):
      return "settled at \(text(settled.price))"
        + (settled.underlying == settled.price ? "" : " by \(text(settled.underlying))")
    case .standingChanged(let standing):
      let label = standing.sendsSpam ? ", sends spam" : ""
      return "\(person(standing.account)) is \(standing.role), \(standing.restriction) for \(standing.reason)\(label)"
    default: return nil
    }
  }

  private func life(of terms: Instrument) -> String {
    let day = CalendarDay(terms.expiry)
    let strike = terms.type.isOption ? " strike \(text(terms.option.strike))" : ""
    return " until \(day.year)-\(day.month)-\(day.day)\(strike)"
  }
}
