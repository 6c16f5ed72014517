import ApusModel

/// What trades add up to and how each compares with the one before: areas `trades` and `value`.
struct TradeRules {
  let inputs: Inputs
  let terms: Terms

  init(_ inputs: Inputs) throws(Unevaluable) {
    self.inputs = inputs
    terms = try Terms(inputs)
  }

  /// The names this answers to.
  static let stems: Set<String> = [
    "vwap", "volume", "turnover", "open", "high", "low", "close", "trades", "lastSize", "tickDirection",
    "tickDirections", "lastTickDirection",
  ]

  func answer(_ key: Key) throws(Unevaluable) -> Answer {
    switch key.stem {
    case "tickDirection", "lastTickDirection":
      return .text(TradeRules.name(of: try need(try directions().last, "price")))
    case "tickDirections": return .texts(try directions().map(TradeRules.name(of:)))
    case "open": return .price(try first().price)
    case "close": return .price(try need(try trades().last, "trades").price)
    case "high": return .price(try need(try trades().map(\.price).max(), "trades"))
    case "low": return .price(try need(try trades().map(\.price).min(), "trades"))
    case "trades": return .whole(Int64(try trades().count))
    case "lastSize": return .whole(try need(try trades().last, "trades").size.rawValue)
    case "volume": return .whole(try volume().rawValue)
    case "turnover": return terms.money(try turnover())
    case "vwap":
      let price = terms.instrument.averagePrice(of: try volume(), worth: try turnover())
      return .price(try need(price, "trades"))
    default: throw .unknownKey(key.name)
    }
  }

  private typealias Trade = (price: Price, size: Contracts)

  private func first() throws(Unevaluable) -> Trade { try need(try trades().first, "trades") }

  /// The trades in the order of the case.
  private func trades() throws(Unevaluable) -> [Trade] {
    guard let list = inputs.list("trades", "fills", "executions") else { throw .missing(["trades"]) }
    return try list.map { field throws(Unevaluable) in
      guard let part = inputs.part(field) else { throw .unreadable("trades", field.description) }
      return (
        try need(try part.price("price", "lastPx"), "price"),
        try need(try part.contracts("size", "qty", "quantity", "lastQty"), "size").magnitude
      )
    }
  }

  private func volume() throws(Unevaluable) -> Contracts {
    if let volume = try inputs.contracts("volume") { return volume.magnitude }
    return Contracts(rawValue: try trades().reduce(0) { $0 + $1.size.rawValue })
  }

  private func turnover() throws(Unevaluable) -> Amount {
    if let turnover = try inputs.amount("turnover", decimals: terms.decimals) { return turnover }
    var sum = Amount.zero
    for trade in try trades() { sum += try terms.value(of: trade.size, at: trade.price).magnitude }
    guard sum.rawValue < Inputs.amountBound else { throw .unreadable("trades", "a value beyond bounds") }
    return sum
  }

  /// How each price compares with the one before; the first of a list has none to compare with.
  private func directions() throws(Unevaluable) -> [TickDirection] {
    if let last = try inputs.price("lastPrice", "previousPrice", "prevPrice"), let price = try inputs.price("price") {
      return [TickDirection(price, after: last, try before() ?? .plus)]
    }
    let prices = try prices()
    var direction = try before() ?? .plus
    return zip(prices.dropFirst(), prices).map { price, last in
      direction = TickDirection(price, after: last, direction)
      return direction
    }
  }

  private func prices() throws(Unevaluable) -> [Price] {
    guard let list = inputs.list("prices") else { return try trades().map(\.price) }
    return try list.map { field throws(Unevaluable) in
      guard let units = field.digits.flatMap({ Fraction(text: $0) })?.units(of: Price.scale, within: 1 << 61) else {
        throw .unreadable("prices", field.description)
      }
      return Price(rawValue: units)
    }
  }

  private static let names: [(TickDirection, String)] = [
    (.plus, "PlusTick"), (.zeroPlus, "ZeroPlusTick"), (.zeroMinus, "ZeroMinusTick"), (.minus, "MinusTick"),
  ]

  private static func name(of direction: TickDirection) -> String {
    names.first { $0.0 == direction }?.1 ?? ""
  }

  /// The direction before the first price, when the case says one.
  private func before() throws(Unevaluable) -> TickDirection? {
    guard let text = inputs.text("lastTickDirection", "previousTickDirection", "prevTickDirection") else { return nil }
    guard let found = TradeRules.names.first(where: { $0.1 == text }) else {
      throw .unreadable("lastTickDirection", text)
    }
    return found.0
  }
}
