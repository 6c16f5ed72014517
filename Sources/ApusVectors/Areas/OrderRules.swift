import ApusModel

/// What open orders reserve: area `orderMargin`.
struct OrderRules {
  let inputs: Inputs
  let terms: Terms

  init(_ inputs: Inputs) throws(Unevaluable) {
    self.inputs = inputs
    terms = try Terms(inputs)
  }

  func answer(_ key: Key) throws(Unevaluable) -> Answer {
    switch key.stem {
    case "initMargin", "orderMargin", "reserved":
      let rate = terms.instrument.orderMarginRate(at: try inputs.leverage("leverage") ?? .cross)
      return terms.money(rate.margin(on: try opening()))
    case "factor", "rate": return .rate(terms.instrument.orderMarginRate(at: try inputs.leverage("leverage") ?? .cross))
    case "grossOpenCost": return terms.money(try opening())
    case "openOrderBuyCost": return terms.money(terms.instrument.signed(try position().buys.value, bought: .buy))
    case "openOrderSellCost": return terms.money(terms.instrument.signed(try position().sells.value, bought: .sell))
    case "chargedQty": return .whole(try chargedQuantity().rawValue)
    case "grossOpenPremium", "openOrderPremium", "openOrderBuyPremium", "openOrderSellPremium", "premium":
      return terms.money(try premium())
    case "priceUsed", "marginPrice": return .price(try need(try priced(), "price"))
    case "riskValue": return try RiskRules(inputs).answer(key)
    case "chargedBids", "chargedOffers":
      let charged = try position().chargedByGuide
      return .whole((key.stem == "chargedBids" ? charged.bids : charged.offers).rawValue)
    default: throw .unknownKey(key.name)
    }
  }

  private func opening() throws(Unevaluable) -> Amount {
    if let cost = try inputs.amount("grossOpenCost", "orderValue", "value", decimals: terms.decimals) {
      return cost.magnitude
    }
    return try position().openingValue
  }

  /// The price an order is reckoned at: a sell's no lower than the best bid, where the case gives one.
  private func priced() throws(Unevaluable) -> Price? {
    let price = try inputs.price("price")
    guard inputs.text("side")?.lowercased() == "sell" else { return price }
    let bid = try inputs.price("bestBid", "bid")
    return price.map { max($0, bid ?? $0) }
  }

  /// What an order priced through the mark would lose at once.
  private func premium() throws(Unevaluable) -> Amount {
    let given = try need(try inputs.contracts("orderQty", "qty"), "orderQty")
    let isBuy = inputs.text("side").map { $0.lowercased() == "buy" } ?? (given > .zero)
    let held = isBuy ? given.magnitude : -given.magnitude
    let entry = try terms.value(of: held, at: try need(try inputs.price("price"), "price"))
    return max(
      .zero, entry - (try terms.value(of: held, at: try need(try inputs.price("markPrice", "mark"), "markPrice"))))
  }

  /// The contracts of the dearer side that would open.
  private func chargedQuantity() throws(Unevaluable) -> Contracts {
    let position = try position()
    let buys = max(.zero, position.buys.quantity - max(.zero, -position.quantity))
    let sells = max(.zero, position.sells.quantity - max(.zero, position.quantity))
    return max(buys, sells)
  }

  /// The position of the case with its open orders.
  func position() throws(Unevaluable) -> Position {
    var position = Position(account: AccountID(1), instrument: InstrumentID(0))
    position.quantity = try inputs.contracts("currentQty", "position", "positionQty") ?? .zero
    position.leverage = try inputs.leverage("leverage") ?? .cross
    for name in ["orders", "openOrders", "buys", "bids", "sells", "offers", "asks"] {
      if let list = inputs.list(name) { try add(list, of: name, to: &position) }
    }
    if position.buys.quantity != .zero || position.sells.quantity != .zero { return position }
    position.buys = try orders(
      try inputs.contracts("openOrderBuyQty", "buyQty", "buys", "bids"),
      cost: try inputs.amount("openOrderBuyCost", "buyCost", decimals: terms.decimals),
      price: try inputs.price("openOrderBuyPrice", "buyPrice", "bidPrice", "price"))
    position.sells = try orders(
      try inputs.contracts("openOrderSellQty", "sellQty", "sells", "offers", "asks"),
      cost: try inputs.amount("openOrderSellCost", "sellCost", decimals: terms.decimals),
      price: try inputs.price("openOrderSellPrice", "sellPrice", "offerPrice", "askPrice", "price"))
    if let quantity = try inputs.contracts("orderQty", "qty"), let price = try priced() {
      let isBuy = inputs.text("side").map { $0.lowercased() == "buy" } ?? (quantity > .zero)
      let value = try terms.value(of: quantity.magnitude, at: price).magnitude
      position.add(quantity.magnitude, worth: value, on: isBuy ? .buy : .sell)
    }
    return position
  }

  /// Orders one by one, each at its own price; the name of their list says the side where they do not.
  private func add(_ list: [Field], of name: String, to position: inout Position) throws(Unevaluable) {
    for order in list {
      guard let part = inputs.part(order) else { throw .unreadable(name, order.description) }
      let quantity = try need(try part.contracts("orderQty", "qty", "leavesQty", "quantity"), "orderQty")
      let price = try need(try part.price("price"), "price")
      let isSold = ["sells", "offers", "asks"].contains(name) || quantity < .zero
      let side = part.text("side").map { $0.lowercased() == "sell" } ?? isSold
      let value = try terms.value(of: quantity.magnitude, at: price).magnitude
      position.add(quantity.magnitude, worth: value, on: side ? .sell : .buy)
      guard max(position.buys.value, position.sells.value).rawValue < Inputs.amountBound else {
        throw .unreadable(name, "a value beyond bounds")
      }
    }
  }

  private func orders(_ quantity: Contracts?, cost: Amount?, price: Price?) throws(Unevaluable) -> OpenOrders {
    guard let quantity, quantity != .zero else { return OpenOrders() }
    if let cost { return OpenOrders(quantity: quantity.magnitude, value: cost.magnitude) }
    let value = try terms.value(of: quantity.magnitude, at: try need(price, "price"))
    return OpenOrders(quantity: quantity.magnitude, value: value.magnitude)
  }
}
