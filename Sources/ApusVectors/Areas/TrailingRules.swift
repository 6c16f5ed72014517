import ApusModel

/// Where a trailing stop stands: areas `triggers` and `orders`.
struct TrailingRules {
  private let inputs: Inputs
  private let offset: Price
  /// Whether it is for falling prices: its offset lies below the price it follows.
  private let falls: Bool

  init(_ inputs: Inputs) throws(Unevaluable) {
    self.inputs = inputs
    offset = try need(try inputs.price("pegOffsetValue", "pegOffset", "trailValue", "offset"), "pegOffsetValue")
    falls = offset < .zero
  }

  /// The best price it has followed and its offset, on the tick when the case gives one.
  func stop() throws(Unevaluable) -> Price {
    var best: Price?
    for price in try prices() { best = best.map { falls ? max($0, price) : min($0, price) } ?? price }
    let tick = inputs.has("tickSize", "symbol") ? try Terms(inputs).instrument.tickSize : Price(rawValue: 1)
    return TriggerRule.trailingStop(
      from: try need(best, "price"), offset: offset, falls: falls, tickSize: max(tick, Price(rawValue: 1)))
  }

  /// The price as it stands.
  func latest() throws(Unevaluable) -> Price { try need(try prices().last, "price") }

  /// The prices it saw, in the order they came.
  private func prices() throws(Unevaluable) -> [Price] {
    var prices: [Price] = []
    if let first = try inputs.price("initialPrice", "startPrice", "entryPrice") { prices.append(first) }
    if let best = try inputs.price("highestPrice", "lowestPrice", "bestPrice", "extremePrice", "high", "low") {
      prices.append(best)
    }
    for field in inputs.list("prices", "path", "marks", "lastPrices") ?? [] {
      guard let units = field.digits.flatMap({ Fraction(text: $0) })?.units(of: Price.scale, within: 1 << 60) else {
        throw .unreadable("prices", field.description)
      }
      prices.append(Price(rawValue: units))
    }
    if let last = try inputs.price("lastPrice", "markPrice", "indexPrice", "price", "currentPrice") {
      prices.append(last)
    }
    return prices
  }
}
