import ApusEngine
import ApusModel

extension Scenario {
  /// Does what a line says and answers what came of it.
  mutating func perform(_ words: inout Words) throws(ScenarioError) -> String {
    let subject = try words.next("a subject")
    switch subject {
    case "market": try apply(.listInstrument(try listing(&words)), words)
    case "deposit": try deposit(&words)
    case "mark": try moveMark(&words)
    case "wait":
      time += try words.number("milliseconds")
      try apply(.tick, words)
    case "until": try until(&words)
    case "index": try index(&words)
    case "source": try source(&words)
    case "step": try step(&words)
    case "restart": try restart(words)
    case "limits": try limit(&words)
    case "book": return book(try instrument(&words))
    case "waiting": return waiting(try instrument(&words))
    case "position": return try position(&words)
    case "insurance": return insurance()
    case "fund": try fund(&words)
    case "venue": try setVenue(&words)
    case "lights": tellsLights = words.take("told")
    case "wallet": return wallet(try words.next("a name"))
    default: if try !decide(subject, &words) { try act(subject, &words) }
    }
    return told()
  }

  private mutating func deposit(_ words: inout Words) throws(ScenarioError) {
    try deposit(to: try account(try words.next("a name"), words), &words)
  }

  /// The venue pays into its insurance fund.
  private mutating func fund(_ words: inout Words) throws(ScenarioError) { try deposit(to: .venue, &words) }

  private mutating func deposit(to account: AccountID, _ words: inout Words) throws(ScenarioError) {
    let amount = try words.next("an amount")
    let unit = try words.next("a currency")
    let units: [String: (Currency, Int)] = ["XBT": (.xbt, 8), "XBt": (.xbt, 0), "USDT": (.usdt, 6), "USDt": (.usdt, 0)]
    guard let (currency, decimals) = units[unit], let value = DecimalText.read(amount, decimals: decimals) else {
      throw words.fail("no such amount: \(amount) \(unit)")
    }
    try apply(.deposit(Deposit(account: account, currency: currency, amount: Amount(value))), words)
  }

  private mutating func moveMark(_ words: inout Words) throws(ScenarioError) {
    let instrument = try instrument(&words)
    try apply(.indexPrice(IndexPrice(instrument: instrument, price: try words.price())), words)
  }

  /// The market named next, or the first.
  func instrument(_ words: inout Words) throws(ScenarioError) -> InstrumentID {
    for (index, terms) in markets.enumerated() where words.take("\(terms.symbol)") {
      return InstrumentID(UInt16(index))
    }
    return InstrumentID(0)
  }

  /// What a trader does.
  private mutating func act(_ name: String, _ words: inout Words) throws(ScenarioError) {
    let account = try account(name, words)
    happenings = []
    switch try words.next("what \(name) does") {
    case "buy": try place(account, .buy, &words)
    case "sell": try place(account, .sell, &words)
    case "close": try close(account, &words)
    case "amend": try amend(account, &words)
    case "cancel": try apply(.cancelOrder(CancelOrder(account: account, order: try key(&words))), words)
    case "cancel-all": try cancelAll(account, &words)
    case "cancel-all-after":
      try apply(.cancelAllAfter(CancelAllAfter(account: account, timeout: try words.number("milliseconds"))), words)
    case "leverage":
      let leverage = words.take("cross") ? 0 : try words.number("a leverage", decimals: 2)
      let instrument = try instrument(&words)
      try apply(
        .setLeverage(SetLeverage(account: account, instrument: instrument, leverage: Leverage(leverage))), words)
    case "risk-limit":
      let instrument = try instrument(&words)
      let limit = Amount(
        try words.number("a risk limit", decimals: markets[Int(instrument.rawValue)].settlement.decimals))
      try apply(.setRiskLimit(SetRiskLimit(account: account, instrument: instrument, limit: limit)), words)
    case "tier":
      let plan = AccountPlan(feeTier: UInt8(clamping: try words.number("a tier")))
      try apply(.setStanding(SetStanding(account: account, role: .trader, plan: plan)), words)
    case "margin":
      let instrument = try instrument(&words)
      let amount = Amount(try words.number("an amount"))
      try apply(.transferMargin(TransferMargin(account: account, instrument: instrument, amount: amount)), words)
    case let verb: throw words.fail("nobody can \(verb)")
    }
  }

  /// `buy 10 stop 5000 by last @ 5010`: what an order says after `stop` or `touch` makes it wait.
  private mutating func place(_ account: AccountID, _ side: Side, _ words: inout Words) throws(ScenarioError) {
    let quantity = try words.contracts()
    var order = PlaceOrder(account: account, instrument: InstrumentID(0), side: side, quantity: quantity)
    var conditions = Conditions()
    try read(&order, &conditions, &words)
    try apply(
      conditions == Conditions()
        ? .placeOrder(order) : .placeConditional(PlaceConditional(order: order, conditions: conditions)), words)
  }

  private mutating func close(_ account: AccountID, _ words: inout Words) throws(ScenarioError) {
    var order = PlaceOrder(
      account: account, instrument: InstrumentID(0), side: .buy, type: .market, instructions: .close, quantity: .zero)
    var conditions = Conditions()
    try read(&order, &conditions, &words)
    try apply(.placeOrder(order), words)
  }

  private func read(
    _ order: inout PlaceOrder, _ conditions: inout Conditions, _ words: inout Words
  ) throws(ScenarioError) {
    while !words.isEmpty {
      switch try words.next("a term") {
      case "@":
        order.type = .limit
        order.price = try words.price()
      case "market": order.type = .market
      case "ioc": order.timeInForce = .immediateOrCancel
      case "fok": order.timeInForce = .fillOrKill
      case "post-only": order.instructions.insert(.postOnly)
      case "reduce-only": order.instructions.insert(.reduceOnly)
      case "close": order.instructions.insert(.close)
      case "alone": order.instructions.insert(.alone)
      case "as": order.clientID = try name(&words)
      case "in": order.instrument = try instrument(&words)
      case let term: try read(term, of: &order, &conditions, &words)
      }
    }
  }

  private func read(
    _ term: String, of order: inout PlaceOrder, _ conditions: inout Conditions, _ words: inout Words
  ) throws(ScenarioError) {
    switch term {
    case "stop", "touch":
      conditions.trigger = term == "stop" ? .stop : .touch
      order.type = .market
      if words.take("trailing") {
        conditions.peg = .trailing
        conditions.pegOffset = try words.price("a distance")
      } else {
        conditions.stopPrice = try words.price("a stop price")
      }
    case "by":
      let sources: [String: PriceSource] = ["mark": .mark, "last": .last, "index": .index]
      let source = try words.next("a source")
      guard let known = sources[source] else { throw words.fail("no price is called \(source)") }
      conditions.source = known
    case "within-mark": conditions.withinMark = true
    case "day": conditions.isDay = true
    case "oco", "oto", "link":
      conditions.contingency = term == "oco" ? .oneCancelsOther : term == "oto" ? .oneTriggersOther : .none
      conditions.link = try name(&words)
    case "hidden": conditions.isHidden = true
    case "showing":
      conditions.isHidden = true
      conditions.displayed = try words.contracts()
    case "peg":
      let kinds: [String: PegKind] = ["primary": .primary, "market": .market, "last": .last, "mid": .mid]
      let kind = try words.next("a price")
      guard let known = kinds[kind] else { throw words.fail("nothing hangs on \(kind)") }
      conditions.peg = known
      if words.take("plus") { conditions.pegOffset = try words.price("a distance") }
    default: throw words.fail("an order knows no \(term)")
    }
  }

  private mutating func amend(_ account: AccountID, _ words: inout Words) throws(ScenarioError) {
    var change = AmendOrder(account: account, order: try key(&words))
    while !words.isEmpty {
      switch try words.next("a change") {
      case "@": change.price = try words.price()
      case "quantity": change.quantity = try words.contracts()
      case "leaves": change.leaves = try words.contracts()
      case "stop": change.stopPrice = try words.price("a stop price")
      case "distance": change.pegOffset = try words.price("a distance")
      case "as": change.clientID = try name(&words)
      case let term: throw words.fail("an amendment knows no \(term)")
      }
    }
    try apply(.amendOrder(change), words)
  }

  private mutating func cancelAll(_ account: AccountID, _ words: inout Words) throws(ScenarioError) {
    var command = CancelOrders(account: account)
    if words.take("buy") { command.side = .buy } else if words.take("sell") { command.side = .sell }
    if !words.isEmpty { command.instrument = try instrument(&words) }
    try apply(.cancelOrders(command), words)
  }

  private func name(_ words: inout Words) throws(ScenarioError) -> ClientOrderID {
    let text = try words.next("a name")
    guard let name = ClientOrderID(text) else { throw words.fail("too long a name: \(text)") }
    return name
  }

  /// `#3` for the third order placed, anything else for a client's name.
  private func key(_ words: inout Words) throws(ScenarioError) -> OrderKey {
    let text = try words.next("an order")
    guard text.hasPrefix("#") else {
      guard let name = ClientOrderID(text) else { throw words.fail("too long a name: \(text)") }
      return .client(name)
    }
    guard let number = Int(text.dropFirst()) else { throw words.fail("no such order: \(text)") }
    return .id(orders.indices.contains(number - 1) ? orders[number - 1] : OrderID(UInt64(number)))
  }
}
