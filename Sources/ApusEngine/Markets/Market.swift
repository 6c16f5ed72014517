import ApusModel

/// All that changes about one instrument: its book and its prices.
struct Market: ~Copyable {
  let id: InstrumentID
  private(set) var terms: Instrument
  // What every order asks of the terms stands apart, so that nothing copies all of them.
  let multiplier: Int64
  let settlement: Currency
  let settlesInverse: Bool
  /// What is paid by tier; the last row is the liquidation engine's, which pays nothing.
  private(set) var fees = InlineArray<9, FeeRates>(repeating: FeeRates(maker: .zero, taker: .zero))
  private(set) var commission: Rate = .zero
  private var maximumQuantity: Contracts = .zero
  /// The risk limit of the first step, or more than anybody holds where there is none.
  private(set) var riskBase: Amount = .zero
  private(set) var riskStep: Amount = .zero
  /// The largest order, in lots.
  private(set) var maximumLots: UInt64 = 0
  private var maximumPrice: Price = .zero
  private(set) var maximumHolding: Contracts = .zero
  /// What keeps orders out, whoever's they are.
  var gate: Gate = []
  var life = MarketLife()
  /// The most resting orders an account may have here.
  private(set) var ordersPerPosition: UInt32 = 0
  /// The most that nobody looks at closely.
  private(set) var quietOrders: UInt32 = 0
  /// Whether prices are bounded by the touch or the mark.
  private(set) var isBanded = false
  var book: OrderBook
  var details: Slab<OrderDetail>
  /// The level of the last trade; zero before the first.
  var lastTick: UInt32 = 0
  /// Whether a round is not through, and positions that change must pay first.
  var isCollecting = false
  var round = PaymentRound()
  var prices = MarketPrices()
  /// Orders with conditions: those that wait, and what those in the book carry besides a plain order.
  var stops: StopBook
  /// Its positions by the mark that liquidates them.
  var ladder: RiskLadder
  /// Orders that were filled a short while ago.
  var filled: FilledOrders
  /// The most orders of customers that rest at once.
  private let room: UInt32
  /// How many orders of the liquidation engine rest.
  var offers: UInt32 = 0
  private(set) var index: Price = .zero
  private(set) var mark: Price = .zero
  /// What a lot of a closing order may lose against the mark for nothing: its maintenance margin.
  private(set) var tolerance: Amount = .zero
  /// The value of one lot at the mark.
  private(set) var markLotValue: Amount = .zero
  /// What a contract is worth at the mark at most, whether valued by the lot or as part of a position.
  private(set) var markContractValue: Amount = .zero
  /// Counts the marks; zero before the first.
  private(set) var markVersion: UInt32 = 0
  /// Value of a lot × tick, when the tick size divides it: turns a 128-bit division into a 64- or 32-bit one.
  private var lotValueTimesTick: Int64?
  private var perTick: Reciprocal
  private var perLot: Reciprocal

  init(_ id: InstrumentID, _ terms: Instrument, limits: EngineLimits) {
    self.id = id
    self.terms = terms
    stops = StopBook(capacity: limits.stopsPerMarket, tickSize: terms.tickSize)
    filled = FilledOrders(capacity: limits.filledOrders, touched: limits.touched)
    let ticks = UInt32(terms.ticks) + 1
    book = OrderBook(capacity: limits.bookCapacity, ticks: ticks, touched: limits.touched)
    details = Slab(unwritten: limits.bookCapacity + 1, touched: limits.touched)
    ladder = RiskLadder(ticks: ticks)
    room = limits.ordersPerMarket
    perTick = Reciprocal(terms.tickSize.rawValue)
    perLot = Reciprocal(terms.lot.rawValue)
    settlesInverse = terms.kind == .inverse
    settlement = terms.settlement
    multiplier = terms.multiplier
    take(terms, limits: limits)
  }

  /// Takes new terms; the caller has checked that kind and settlement stay, and levels and lots while orders rest.
  mutating func restate(_ new: Instrument, limits: EngineLimits) {
    if new.tickSize != terms.tickSize { stops = StopBook(capacity: limits.stopsPerMarket, tickSize: new.tickSize) }
    if new.tickSize != terms.tickSize || new.lot != terms.lot || new.ticks != terms.ticks { filled.clear() }
    if new.ticks != terms.ticks {
      let ticks = UInt32(new.ticks) + 1
      book = OrderBook(capacity: limits.bookCapacity, ticks: ticks, touched: limits.touched)
      ladder = RiskLadder(ticks: ticks)
    }
    // The last price stays what it was, on other levels.
    if lastTick != 0 { lastTick = new.tick(of: price(of: lastTick)) ?? lastTick }
    take(new, limits: limits)
    // The value of a lot at the mark follows the terms.
    if markVersion != 0 { setPrices(index: index, mark: mark) }
  }

  /// Sets apart what every order asks of the terms.
  private mutating func take(_ new: Instrument, limits: EngineLimits) {
    terms = new
    lotValueTimesTick = Market.lotValueTimesTick(of: new)
    perTick = Reciprocal(new.tickSize.rawValue)
    perLot = Reciprocal(new.lot.rawValue)
    for tier in 0..<AccountPlan.tiers { fees[Int(tier)] = new.fees(at: tier) }
    commission = new.commission
    maximumQuantity = new.maximumQuantity
    maximumLots = perLot.divide(new.maximumQuantity.rawValue).quotient
    maximumPrice = new.maximumPrice
    maximumHolding = new.maximumHolding
    riskBase = new.riskLimit(at: 0)
    riskStep = new.riskLimit.exists ? new.riskLimit.step : .zero
    let dated = UInt32(new.protection.openOrders)
    ordersPerPosition = dated == 0 ? limits.ordersPerPosition : min(dated, limits.ordersPerPosition)
    quietOrders = ordersPerPosition
    if new.protection.countsSmallOrders { quietOrders = min(quietOrders, UInt32(new.protection.smallOrders)) }
    isBanded = new.protection.fatFinger > .zero || new.protection.band > .zero
    stops.setPace(new.protection)
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
    guard let whole = lotValueTimesTick else { return wideLotValue(at: tick) }
    if !settlesInverse { return Amount(rawValue: whole &* Int64(tick)) }
    // A 32-bit division costs a third of a 64-bit one, and most contracts of one unit fit it.
    if let narrow = UInt32(exactly: whole) {
      let (quotient, remainder) = narrow.quotientAndRemainder(dividingBy: tick)
      return Amount(rawValue: Int64(quotient) + (UInt64(remainder) * 2 >= UInt64(tick) ? 1 : 0))
    }
    let (quotient, remainder) = UInt64(whole).quotientAndRemainder(dividingBy: UInt64(tick))
    return Amount(rawValue: Int64(quotient) + (2 * remainder >= UInt64(tick) ? 1 : 0))
  }

  @inline(__always) private func wideLotValue(at tick: UInt32) -> Amount {
    let lot = Contracts(rawValue: Int64(bitPattern: perLot.divisor))
    if settlesInverse { return Instrument.inverseValue(of: lot, at: price(of: tick), multiplier: multiplier) }
    return Instrument.linearValue(of: lot, at: price(of: tick), multiplier: multiplier)
  }

  @inline(__always) func contracts(_ lots: UInt32) -> Contracts {
    Contracts(rawValue: Int64(lots) &* Int64(bitPattern: perLot.divisor))
  }

  /// Whether no customer's order finds room in the book any more; some room is kept for the liquidation engine.
  @inline(__always) var isFull: Bool { book.count >= room &+ offers }

  /// Whole lots in contracts that are not negative, rounded down.
  @inline(__always) func wholeLots(in contracts: Contracts) -> Int64 {
    Int64(perLot.divide(contracts.rawValue).quotient)
  }

  /// The lots of a positive number of contracts up to the largest order, or nil when it is no multiple of the lot.
  @inline(__always) func lots(of contracts: Contracts) -> UInt32? {
    guard contracts.rawValue > 0, contracts <= maximumQuantity else { return nil }
    let (lots, remainder) = perLot.divide(contracts.rawValue)
    return remainder == 0 ? UInt32(truncatingIfNeeded: lots) : nil
  }

  @inline(__always) func price(of tick: UInt32) -> Price {
    Price(rawValue: Int64(tick) &* Int64(bitPattern: perTick.divisor))
  }

  /// The level of a price, or nil when it is off the tick, not positive or above the highest price.
  @inline(__always) func tick(of price: Price) -> UInt32? {
    guard price.rawValue > 0, price <= maximumPrice else { return nil }
    let (tick, remainder) = perTick.divide(price.rawValue)
    return remainder == 0 ? UInt32(truncatingIfNeeded: tick) : nil
  }

  mutating func setPrices(index: Price, mark: Price) {
    self.index = index
    self.mark = mark
    markLotValue = terms.value(ofOneLotAt: mark)
    // Where not inverse, a position is valued at once, which may be half a unit more for each lot.
    markContractValue = Amount(rawValue: (markLotValue.rawValue + 1) / terms.lot.rawValue + 1)
    tolerance = terms.maintenanceMargin.margin(on: markLotValue)
    markVersion = markVersion == .max ? 1 : markVersion + 1
    if stops.count > 0 { noteMarks() }
  }

  /// The order in a slot as the outside sees it.
  @inline(__always) func order(_ slot: Slot, names: borrowing ClientNames) -> Order {
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
