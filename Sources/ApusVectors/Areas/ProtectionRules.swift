import ApusModel

/// How far from the market an order may be priced: area `orders`.
struct ProtectionRules {
  let inputs: Inputs
  private let protection: OrderProtection

  init(_ inputs: Inputs) throws(Unevaluable) {
    self.inputs = inputs
    var protection = OrderProtection()
    let names = ["band", "limitBand", "bandPct"]
    protection.band = try ProtectionRules.share(names, inputs) ?? .zero
    let fingers = ["fatFinger", "limit", "pct", "cap", "share", "maxDeviation", "fatFingerPct", "percent"]
    // The share the venue has had since 2021-02-16, where a case gives none and speaks of no other bound.
    let usual = protection.band > .zero ? Rate.zero : Rate(millionths: 50_000)
    protection.fatFinger = try ProtectionRules.share(fingers, inputs) ?? usual
    self.protection = protection
  }

  /// A share as a fraction, or in percent where it is one or more.
  static func share(_ names: [String], _ inputs: Inputs) throws(Unevaluable) -> Rate? {
    guard var share = try inputs.number(names) else { return nil }
    if share.numerator >= share.denominator { share = Fraction(share.numerator, over: share.denominator * 100) }
    guard let units = share.units(of: Rate.scale, within: Rate.scale - 1), units > 0 else {
      throw .unreadable(names[0], "no share below one")
    }
    return Rate(rawValue: units)
  }

  func answer(_ key: Key) throws(Unevaluable) -> Answer {
    switch key.stem {
    case "maxPrice", "maxBuyPrice", "buyLimit", "highest", "limitUp", "limitUpPrice", "buyCap", "upper", "maxBuy":
      return .price(try bound(.buy))
    case "minPrice", "minSellPrice", "sellLimit", "lowest", "limitDown", "limitDownPrice", "sellFloor", "lower",
      "minSell":
      return .price(try bound(.sell))
    case "limitPrice", "cap", "capPrice", "limit", "bound", "fatFingerPrice", "fatFinger", "price":
      return .price(try bound(try side()))
    case "accepted", "withinLimit", "allowed": return .flag(try isWithin())
    case "rejected", "refused", "beyondLimit": return .flag(!(try isWithin()))
    case "stopPx", "stopPrice", "trailingStop", "triggers", "triggered", "isTriggered":
      return try TriggerRules(inputs: inputs).answer(key)
    default: return try SmallOrderRules(inputs).answer(key)
    }
  }

  private func side() throws(Unevaluable) -> Side {
    let word = try need(inputs.text("side"), "side").lowercased()
    guard ["buy", "sell"].contains(word) else { throw .unreadable("side", word) }
    return word == "buy" ? .buy : .sell
  }

  private func mark() throws(Unevaluable) -> Price {
    let mark = try need(try inputs.price("markPrice", "mark", "fairPrice"), "markPrice")
    guard mark > .zero else { throw .unreadable("markPrice", "not positive") }
    return mark
  }

  /// The highest price of a buy or the lowest of a sell, on the tick when the case gives one.
  private func bound(_ side: Side) throws(Unevaluable) -> Price {
    let touch =
      side == .buy
      ? try inputs.price("bestAsk", "ask", "askPrice", "offer", "bestOffer")
      : try inputs.price("bestBid", "bid", "bidPrice")
    let mark = try mark()
    if protection.fatFinger > .zero && touch == nil && inputs.has("bestAsk", "ask", "bestBid", "bid") {
      throw .missing([side == .buy ? "bestAsk" : "bestBid"])
    }
    let bounds = protection.bounds(side, touch: touch ?? mark, mark: mark)
    let exact = side == .buy ? bounds.highest : bounds.lowest
    guard let tick = try inputs.price("tickSize", "tick"), tick > .zero else { return exact }
    let rounding: Rounding = side == .buy ? .down : .up
    return tick * Whole64.divide(exact.rawValue, by: tick.rawValue, rounding: rounding)
  }

  private func isWithin() throws(Unevaluable) -> Bool {
    let side = try side()
    let price = try need(try inputs.price("price", "orderPrice", "limitPrice"), "price")
    let bound = try bound(side)
    return side == .buy ? price <= bound : price >= bound
  }
}
