import ApusAPI
import ApusModel

/// An order as the contract words it becomes an order as the engine knows it.
enum PlaceTranslation {
  /// The command; refuses in the venue's words what the venue does not offer and what breaks the contract's grid.
  static func command(
    _ request: PlaceOrderRequest, of account: AccountID, _ contract: ListedContract
  ) throws(APIError) -> Command {
    try refuseUnserved(request)
    let conditions = try ConditionTranslation.conditions(request, contract)
    let isLimited = request.ordType.isLimited || request.ordType == .pegged
    let order = PlaceOrder(
      account: account, instrument: contract.id, side: request.side == .sell ? .sell : .buy,
      type: isLimited ? .limit : .market,
      timeInForce: try timeInForce(request), instructions: try instructions(request),
      price: try request.price.map { value throws(APIError) in try contract.price(value) } ?? .zero,
      quantity: try quantity(request, contract),
      clientID: try clientID(request.clOrdID))
    guard let conditions else { return .placeOrder(order) }
    return .placeConditional(PlaceConditional(order: order, conditions: conditions))
  }

  /// The quantity; of an order that names none the whole position, and of a side only if that side closes it.
  private static func quantity(
    _ request: PlaceOrderRequest, _ contract: ListedContract
  ) throws(APIError) -> Contracts {
    if let quantity = request.orderQty { return try contract.quantity(quantity, else: .invalidQuantity) }
    if request.ordType.isTriggered {
      // What is held when it is triggered is not known yet, so the side must be.
      guard request.side != nil else { throw .invalidSide }
      return .zero
    }
    // The engine turns an order for nothing to the side that closes; a client that names its side means that side.
    return request.side == nil ? .zero : contract.terms.maximumQuantity
  }

  /// What the contract knows and this venue does not offer.
  private static func refuseUnserved(_ request: PlaceOrderRequest) throws(APIError) {
    // A peg is priced once, and says so.
    guard (request.ordType == .pegged) == request.execInst.contains(.fixed) else { throw .instructionsConflict }
    guard request.pegOffsetValue == nil || request.pegPriceType != nil else { throw .invalidPegOffset }
    guard request.contingencyType == nil || request.clOrdLinkID != nil else { throw .invalidClientOrderLinkID }
  }

  private static func timeInForce(_ request: PlaceOrderRequest) throws(APIError) -> TimeInForce {
    switch request.timeInForce {
    case .goodTillCancel: .goodTillCancel
    case .immediateOrCancel: .immediateOrCancel
    case .fillOrKill: .fillOrKill
    case .day: request.ordType.isLimited || request.ordType == .pegged ? .goodTillCancel : .immediateOrCancel
    }
  }

  private static func instructions(_ request: PlaceOrderRequest) throws(APIError) -> Instructions {
    var instructions: Instructions = []
    for instruction in request.execInst {
      switch instruction {
      case .participateDoNotInitiate: instructions.insert(.postOnly)
      case .reduceOnly: instructions.insert(.reduceOnly)
      case .close: instructions.insert(.close)
      // Triggers belong to orders that wait for one.
      case .markPrice, .indexPrice, .lastPrice, .lastWithinMark:
        guard request.ordType.isTriggered else { throw .instructionsConflict }
      case .fixed: continue
      }
    }
    return instructions
  }

  /// The client's name for an order; none when it gave none.
  static func clientID(_ text: String?) throws(APIError) -> ClientOrderID {
    guard let text else { return .none }
    guard let id = ClientOrderID(printable: text) else { throw .invalidClientOrderID }
    return id
  }
}

extension ClientOrderID {
  /// The name as text, or nil when it is too long or holds what cannot be seen in a list or a log.
  init?(printable text: String) {
    guard text.isLegible else { return nil }
    self.init(text)
  }
}

extension ListedContract {
  /// A price as the engine counts it; refuses one off the tick or out of range.
  func price(_ value: Decimal) throws(APIError) -> Price {
    guard value > .zero else { throw .invalidPrice }
    let exact = value.scaled(to: Self.priceDecimals).map(Price.init(rawValue:))
    if let exact, terms.tick(of: exact) != nil { return exact }
    if let near = tick(near: value) { return near }
    // Finer than any tick, or beyond all prices.
    guard let exact else { throw Int(value.scale) > Self.priceDecimals ? .invalidPriceTick : .invalidPrice }
    throw exact > terms.maximumPrice ? .invalidPrice : .invalidPriceTick
  }

  /// The tick that a client means who reckons in binary fractions and sends 60000.99999999999 for 60001; nil when
  /// it is further off than the last two or three bits of a double.
  private func tick(near value: Decimal) -> Price? {
    let places = max(Int(value.scale), Self.priceDecimals)
    let number = Int128(value.mantissa) * Self.power(places - Int(value.scale))
    let fine = Self.power(places - Self.priceDecimals)
    let tick = Int128(terms.tickSize.rawValue) * fine
    let nearest = (number + tick / 2) / tick * tick
    guard abs(number - nearest) <= number >> 50, let units = Int64(exactly: nearest / fine) else { return nil }
    let price = Price(rawValue: units)
    return terms.tick(of: price) == nil ? nil : price
  }

  private static func power(_ places: Int) -> Int128 { (0..<places).reduce(1) { power, _ in power * 10 } }

  /// A number of contracts; refuses one that is no multiple of the lot or too large.
  func quantity(_ value: Int64, else refusal: APIError) throws(APIError) -> Contracts {
    let contracts = Contracts(rawValue: value)
    guard value >= 0, contracts <= terms.maximumQuantity, terms.lots(of: contracts) != nil else { throw refusal }
    return contracts
  }

  /// The decimals in which the engine counts prices.
  static let priceDecimals = 10
}
