import ApusModel

/// All that changes about one instrument: its book and its prices.
struct Market: ~Copyable {
  let id: InstrumentID
  let terms: Instrument
  var book: OrderBook
  var details: Slab<OrderDetail>
  private(set) var index: Price = .zero
  private(set) var mark: Price = .zero
  /// The value of one lot at the mark.
  private(set) var markLotValue: Amount = .zero
  /// Counts the marks; zero before the first.
  private(set) var markVersion: UInt32 = 0
  /// Value of a lot × tick, when the tick size divides it: turns a 128-bit division into a 64-bit one.
  private let lotValueTimesTick: Int64?

  init(_ id: InstrumentID, _ terms: Instrument, limits: EngineLimits) {
    self.id = id
    self.terms = terms
    book = OrderBook(capacity: limits.ordersPerMarket, ticks: UInt32(terms.ticks) + 1, touched: limits.touched)
    details = Slab(unwritten: limits.ordersPerMarket + 1, touched: limits.touched)
    lotValueTimesTick = Market.lotValueTimesTick(of: terms)
  }

  private static func lotValueTimesTick(of terms: Instrument) -> Int64? {
    let size = Int128(terms.multiplier) * Int128(terms.lot.rawValue)
    let numerator = terms.kind == .inverse ? size * Int128(Price.scale) : size * Int128(terms.tickSize.rawValue)
    let divisor = Int128(terms.kind == .inverse ? terms.tickSize.rawValue : Price.scale)
    guard numerator % divisor == 0, numerator / divisor < Int128(Int64.max / 2) else { return nil }
    return Int64(numerator / divisor)
  }

  /// The value of one lot at a tick, halves up: the same as `Instrument.value(ofOneLotAt:)`, faster.
  @inline(__always) func lotValue(at tick: UInt32) -> Amount {
    guard let whole = lotValueTimesTick else { return terms.value(ofOneLotAt: terms.price(of: tick)) }
    if terms.kind != .inverse { return Amount(rawValue: whole * Int64(tick)) }
    let quotient = UInt64(whole) / UInt64(tick)
    let remainder = UInt64(whole) - quotient * UInt64(tick)
    return Amount(rawValue: Int64(quotient) + (2 * remainder >= UInt64(tick) ? 1 : 0))
  }

  @inline(__always) func contracts(_ lots: UInt32) -> Contracts {
    Contracts(rawValue: Int64(lots) * terms.lot.rawValue)
  }

  @inline(__always) func price(of tick: UInt32) -> Price { terms.price(of: tick) }

  mutating func setPrices(index: Price, mark: Price) {
    self.index = index
    self.mark = mark
    markLotValue = terms.value(ofOneLotAt: mark)
    markVersion = markVersion == .max ? 1 : markVersion + 1
  }

  /// The order in a slot as the outside sees it.
  func order(_ slot: Slot, names: borrowing ClientNames) -> Order {
    let resting = book[slot]
    let detail = details[slot]
    var order = Order(
      id: OrderID(rawValue: resting.id), account: AccountID(rawValue: resting.account), instrument: id,
      side: Side(resting.side), type: detail.type, timeInForce: detail.timeInForce,
      instructions: detail.instructions, price: price(of: resting.tick), quantity: contracts(detail.lots),
      clientID: detail.name == noSlot ? .none : names[detail.name].text, placed: detail.placed)
    order.filled = contracts(detail.lots - resting.leaves)
    order.filledValue = detail.filledValue
    return order
  }
}

extension Side {
  @inline(__always) init(_ side: BookSide) { self = side == .buy ? .buy : .sell }
}

extension BookSide {
  @inline(__always) init(_ side: Side) { self.init(index: UInt32(side.rawValue)) }
}
