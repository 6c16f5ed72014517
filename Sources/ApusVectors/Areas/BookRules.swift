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
    let terms = try Terms(inputs).instrument
    let lot = Terms(symbol: inputs.text("symbol")).instrument.lot
    guard terms.tickSize > .zero, lot > .zero else { throw .unreadable("tickSize", "not positive") }
    if let price = try inputs.price("price", "stopPx") {
      let isWithin = price > .zero && price <= terms.maximumPrice
      guard isWithin && price.rawValue % terms.tickSize.rawValue == 0 else { return false }
    }
    guard let size = try inputs.contracts("orderQty", "qty", "quantity") else { return true }
    return size.magnitude > .zero && size.magnitude <= terms.maximumQuantity && size.rawValue % lot.rawValue == 0
  }

  private func isBuy() throws(Unevaluable) -> Bool {
    let word = try need(inputs.text("side"), "side").lowercased()
    guard ["buy", "sell"].contains(word) else { throw .unreadable("side", word) }
    return word == "buy"
  }

  /// An order keeps its place only when it shrinks at the same price.
  private func keepsPlace() throws(Unevaluable) -> Bool {
    let price = try inputs.price("oldPrice", "priceBefore", "price")
    let moved = try inputs.price("newPrice", "priceAfter")
    let size = try inputs.contracts("oldQty", "oldOrderQty", "qtyBefore", "orderQty", "qty")
    let changed = try inputs.contracts("newQty", "newOrderQty", "qtyAfter", "newLeavesQty")
    if moved == nil && changed == nil { throw .missing(["newPrice", "newQty"]) }
    if let moved, moved != (try need(price, "oldPrice")) { return false }
    if let changed { return changed <= (try need(size, "oldQty")) }
    return true
  }

  /// A request for many orders counts as a tenth of them, rounded up.
  private func cost() throws(Unevaluable) -> Int64 {
    let count: Int64
    if let list = inputs.list("orders") {
      count = Int64(list.count)
    } else {
      count = try need(try inputs.whole("orders", "count", "n", "orderCount", within: 0...1_000_000), "orders")
    }
    return max(1, Whole64.divide(count, by: 10, rounding: .up))
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

  /// The price that is followed and the offset, on the tick: down for a buy, up for a sell.
  private func pegged() throws(Unevaluable) -> Price {
    let isBuy = try isBuy()
    let bid = try inputs.price("bestBid", "bid", "bidPrice")
    let ask = try inputs.price("bestAsk", "ask", "askPrice")
    let kind = try need(inputs.text("pegPriceType"), "pegPriceType")
    let followed: Price?
    switch kind {
    case "PrimaryPeg": followed = isBuy ? bid : ask
    case "MarketPeg": followed = isBuy ? ask : bid
    case "LastPeg": followed = try inputs.price("lastPrice", "last")
    case "MidPricePeg":
      let sum = try need(bid, "bestBid") + need(ask, "bestAsk")
      followed = Price(rawValue: Whole64.divide(sum.rawValue, by: 2, rounding: isBuy ? .down : .up))
    default: throw .unreadable("pegPriceType", kind)
    }
    let exact = try need(followed, "bestBid", "bestAsk", "lastPrice") + (try inputs.price("pegOffsetValue") ?? .zero)
    guard inputs.has("symbol", "tickSize") else { return exact }
    let tick = try Terms(inputs).instrument.tickSize
    guard tick > .zero else { return exact }
    return tick * Whole64.divide(exact.rawValue, by: tick.rawValue, rounding: isBuy ? .down : .up)
  }

  /// What may only reduce is cut to what it can close; a closing order without a quantity takes all there is.
  private func cut() throws(Unevaluable) -> Contracts {
    let held = try inputs.contracts("position", "currentQty", "positionQty") ?? .zero
    let given = try inputs.contracts("orderQty", "qty", "quantity")?.magnitude
    let words = inputs.text("execInst") ?? ""
    let closes = words.contains("Close")
    guard closes || words.contains("ReduceOnly") else { return try need(given, "orderQty") }
    if closes && given == nil { return held.magnitude }
    let closable = max(.zero, try isBuy() ? -held : held)
    return min(try need(given, "orderQty"), closable)
  }
}
