import ApusModel

/// What becomes of an order by its own words: areas `orders`, `amend`, `bulk`, `pegged` and `cancelAllAfter`.
struct BookRules {
  let inputs: Inputs

  /// Whether a case asks for something that is answered here.
  func knows(_ key: Key) -> Bool {
    switch key.stem {
    case "keepsPriority", "keepsPlace", "losesPriority", "rateCost", "requestCost", "tokens", "cancelTime",
      "lastChangePcnt":
      true
    case "price", "limitPrice", "pegPrice", "orderPrice": inputs.has("pegPriceType") && !isTrailing
    case "orderQty", "leavesQty", "quantity", "acceptedQty": inputs.has("execInst")
    case "hidden", "isHidden": inputs.has("displayQty")
    case "canceled", "wouldTake": isPostOnly
    case "accepted", "valid", "rejected": !inputs.has("side", "markPrice", "mark") && inputs.has("symbol")
    default: false
    }
  }

  func answer(_ key: Key) throws(Unevaluable) -> Answer {
    switch key.stem {
    case "keepsPriority", "keepsPlace": return .flag(try keepsPlace())
    case "losesPriority": return .flag(!(try keepsPlace()))
    case "rateCost", "requestCost", "tokens": return .whole(try cost())
    case "cancelTime":
      return .text(ClockText.print(try cancelTime(), like: inputs.expected[key.name]?.digits ?? "-:.Z"))
    case "lastChangePcnt": return .quotient(try change(), places: 4)
    case "price", "limitPrice", "pegPrice", "orderPrice": return .price(try pegged())
    case "orderQty", "leavesQty", "quantity", "acceptedQty": return .whole(try cut().rawValue)
    case "hidden", "isHidden": return .flag(try inputs.contracts("displayQty") == .zero)
    case "canceled", "wouldTake": return .flag(try wouldTake())
    case "accepted", "valid": return .flag(try isOnGrid())
    case "rejected": return .flag(!(try isOnGrid()))
    default: throw .unknownKey(key.name)
    }
  }

  private var isTrailing: Bool { inputs.text("pegPriceType") == "TrailingStopPeg" }

  private var isPostOnly: Bool { inputs.text("execInst")?.contains("ParticipateDoNotInitiate") == true }

  /// Whether an order that may not take would.
  private func wouldTake() throws(Unevaluable) -> Bool {
    let price = try need(try inputs.price("price"), "price")
    if try isBuy() { return price >= (try need(try inputs.price("bestAsk", "ask", "askPrice"), "bestAsk")) }
    return price <= (try need(try inputs.price("bestBid", "bid", "bidPrice"), "bestBid"))
  }

  /// Whether price and size are whole ticks and lots, and no more than the contract takes.
  private func isOnGrid() throws(Unevaluable) -> Bool {
    var terms = try Terms(inputs).instrument
    terms.lot = Terms(symbol: inputs.text("symbol")).instrument.lot
    guard terms.isSound else { throw .unreadable("tickSize", "no contract has these terms") }
    if let price = try inputs.price("price", "stopPx"), terms.tick(of: price) == nil { return false }
    guard let size = try inputs.contracts("orderQty", "qty", "quantity")?.magnitude else { return true }
    return size > .zero && size <= terms.maximumQuantity && terms.lots(of: size) != nil
  }

  private func isBuy() throws(Unevaluable) -> Bool {
    let word = try need(inputs.text("side"), "side").lowercased()
    guard ["buy", "sell"].contains(word) else { throw .unreadable("side", word) }
    return word == "buy"
  }

  /// Whether an order keeps its place, whose price, size or both change.
  private func keepsPlace() throws(Unevaluable) -> Bool {
    let price = try inputs.price("oldPrice", "priceBefore", "price")
    let moved = try inputs.price("newPrice", "priceAfter")
    let size = try inputs.contracts("oldQty", "oldOrderQty", "qtyBefore", "orderQty", "qty")
    let changed = try inputs.contracts("newQty", "newOrderQty", "qtyAfter", "newLeavesQty")
    if moved == nil && changed == nil { throw .missing(["newPrice", "newQty"]) }
    let isSamePrice = try moved.map { (moved) throws(Unevaluable) in moved == (try need(price, "oldPrice")) } ?? true
    let isMore = try changed.map { (changed) throws(Unevaluable) in changed > (try need(size, "oldQty")) } ?? false
    return QueuePlace.isKept(atSamePrice: isSamePrice, growing: isMore)
  }

  /// What a request for many orders counts as.
  private func cost() throws(Unevaluable) -> Int64 {
    let list = inputs.list("orders")?.count
    let number = try inputs.whole("orders", "count", "n", "orderCount", within: 0...1_000_000).map { Int($0) }
    return Int64(RequestCost.bulk(orders: try need(list ?? number, "orders")))
  }

  private func cancelTime() throws(Unevaluable) -> Timestamp {
    let now = try need(try inputs.time("now", "timestamp", "nowUTC"), "now")
    return now + Timestamp(rawValue: try need(try inputs.whole("timeout", "timeoutMs", within: 1...1 << 40), "timeout"))
  }

  /// The last price against that of a day before.
  private func change() throws(Unevaluable) -> Fraction {
    let before = try need(try inputs.price("prevPrice24h", "prevPrice"), "prevPrice24h")
    let last = try need(try inputs.price("lastPrice", "last"), "lastPrice")
    guard before > .zero else { throw .unreadable("prevPrice24h", "not positive") }
    return Fraction(Int128((last - before).rawValue), over: Int128(before.rawValue))
  }

  private func pegged() throws(Unevaluable) -> Price {
    let side: Side = try isBuy() ? .buy : .sell
    let bid = try inputs.price("bestBid", "bid", "bidPrice")
    let ask = try inputs.price("bestAsk", "ask", "askPrice")
    let followed = PegPrice.followed(
      by: try peg(), own: side == .buy ? bid : ask, other: side == .buy ? ask : bid,
      last: try inputs.price("lastPrice", "last"))
    let offset = try inputs.price("pegOffsetValue") ?? .zero
    // A case that names no contract speaks of prices without ticks.
    let tick = inputs.has("symbol", "tickSize") ? try Terms(inputs).instrument.tickSize : Price(rawValue: 1)
    guard tick > .zero else { throw .unreadable("tickSize", "not positive") }
    return PegPrice.price(
      following: try need(followed, "bestBid", "bestAsk", "lastPrice"), offset: offset, side, tickSize: tick)
  }

  private func peg() throws(Unevaluable) -> PegKind {
    let word = try need(inputs.text("pegPriceType"), "pegPriceType")
    switch word {
    case "PrimaryPeg": return .primary
    case "MarketPeg": return .market
    case "LastPeg": return .last
    case "MidPricePeg": return .mid
    default: throw .unreadable("pegPriceType", word)
    }
  }

  /// What may only reduce is cut to what it can close; a closing order without a quantity takes all there is.
  private func cut() throws(Unevaluable) -> Contracts {
    let held = try inputs.contracts("position", "currentQty", "positionQty") ?? .zero
    let given = try inputs.contracts("orderQty", "qty", "quantity")?.magnitude
    let words = inputs.text("execInst") ?? ""
    let closes = words.contains("Close")
    guard closes || words.contains("ReduceOnly") else { return try need(given, "orderQty") }
    if closes && given == nil { return held.magnitude }
    var position = Position(account: .venue, instrument: InstrumentID(0))
    position.quantity = held
    return min(try need(given, "orderQty"), position.closable(by: try isBuy() ? .buy : .sell))
  }
}
