/// `POST /order`, with the kind of order, its side and its quantity worked out from what was sent.
public struct PlaceOrderRequest: Hashable, Sendable {
  /// The contract.
  public var symbol: SymbolReference
  /// Which way; nil only for an order that closes a position and names no quantity.
  public var side: FIX.Side?
  /// Contracts, above zero; nil for an order that closes the whole position.
  public var orderQty: Int64?
  /// Limit price; nil for an order at any price.
  public var price: Decimal?
  /// Contracts to show; zero hides the order, nil shows all.
  public var displayQty: Int64?
  /// Trigger price.
  public var stopPx: Decimal?
  /// The client's name for the order, at most 36 characters.
  public var clOrdID: String?
  /// The client's name for a group of orders, at most 36 characters.
  public var clOrdLinkID: String?
  /// Distance of a pegged or trailing price.
  public var pegOffsetValue: Decimal?
  /// What a peg follows.
  public var pegPriceType: FIX.PegPriceType?
  /// What kind of order.
  public var ordType: FIX.OrderType
  /// How long it may rest.
  public var timeInForce: FIX.TimeInForce
  /// Instructions, each once, in the order they came.
  public var execInst: [FIX.Instruction]
  /// How the orders of its group depend on each other.
  public var contingencyType: FIX.ContingencyType?
  /// The client's notes.
  public var text: String?

  /// Reads the parameters of a request; refuses in the venue's words what cannot be an order.
  public init(_ parameters: JSONObject) throws(APIError) {
    symbol = try SymbolReference(required: parameters)
    clOrdID = try parameters.text("clOrdID", longest: longestClientOrderID, else: .invalidClientOrderID)
    clOrdLinkID = try parameters.text("clOrdLinkID", longest: longestClientOrderID, else: .invalidClientOrderLinkID)
    text = try parameters.notes()
    contingencyType = try parameters.word("contingencyType", else: .invalidContingency)
    execInst = try parameters.instructions()

    price = try parameters.positive("price", else: .invalidPrice)
    stopPx = try parameters.positive("stopPx", else: .invalidStopPrice)
    pegPriceType = try parameters.word("pegPriceType", else: .invalidPegForType)
    pegOffsetValue = try parameters.decimal("pegOffsetValue", else: .invalidPegOffset)
    displayQty = try parameters.whole("displayQty", else: .invalidDisplayQuantity)
    if let displayQty, displayQty < 0 { throw .invalidDisplayQuantity }

    let sentType: FIX.OrderType? = try parameters.word("ordType", else: .unsupportedOrderType)
    ordType = sentType ?? Self.orderType(price: price, stopPx: stopPx, peg: pegPriceType)
    let sentTime: FIX.TimeInForce? = try parameters.word("timeInForce", else: .unsupportedTimeInForce)
    timeInForce = sentTime ?? (ordType.isLimited || ordType == .pegged ? .goodTillCancel : .immediateOrCancel)
    (side, orderQty) = try parameters.sideAndQuantity(mayLackQuantity: execInst.contains(.close))
    try checkPrices()
    try checkInstructions()
  }

  /// The kind of order that the prices alone make plain.
  private static func orderType(price: Decimal?, stopPx: Decimal?, peg: FIX.PegPriceType?) -> FIX.OrderType {
    if let peg, peg != .trailingStop { return .pegged }
    if stopPx != nil || peg != nil { return price == nil ? .stop : .stopLimit }
    return price == nil ? .market : .limit
  }

  private mutating func checkPrices() throws(APIError) {
    if ordType.isLimited, price == nil { throw .invalidPrice }
    if ordType == .pegged, pegPriceType == nil || pegPriceType == .trailingStop { throw .invalidPegForType }
    if pegPriceType == .trailingStop, !ordType.isTriggered { throw .invalidPegForType }
    if pegPriceType != nil, pegOffsetValue == nil { throw .invalidPegOffset }
    let needsTrigger = ordType.isTriggered && pegPriceType != .trailingStop
    if needsTrigger, stopPx == nil { throw .invalidStopPriceForType }
    if !ordType.isTriggered, stopPx != nil { throw .invalidStopPriceForType }
    // An order at any price stays one: a price that came with it is not a limit.
    if !ordType.isLimited { price = nil }
  }

  private func checkInstructions() throws(APIError) {
    let cannotRest = ordType == .market || timeInForce == .immediateOrCancel || timeInForce == .fillOrKill
    if execInst.contains(.participateDoNotInitiate), cannotRest { throw .instructionsConflict }
    let triggers: [FIX.Instruction] = [.markPrice, .indexPrice, .lastPrice]
    if execInst.count(where: triggers.contains) > 1 { throw .instructionsConflict }
    if execInst.contains(.lastWithinMark), !execInst.contains(.lastPrice) { throw .instructionsConflict }
  }
}

extension JSONObject {
  /// A word out of a known set; nil when absent or empty.
  func word<Word: RawRepresentable<String>>(_ name: String, else refusal: APIError) throws(APIError) -> Word? {
    guard let text = try text(name, else: refusal) else { return nil }
    guard let word = Word(rawValue: text) else { throw refusal }
    return word
  }

  /// A decimal number above zero; nil when absent.
  func positive(_ name: String, else refusal: APIError) throws(APIError) -> Decimal? {
    guard let number = try decimal(name, else: refusal) else { return nil }
    guard number > .zero else { throw refusal }
    return number
  }

  fileprivate func instructions() throws(APIError) -> [FIX.Instruction] {
    var instructions: [FIX.Instruction] = []
    for text in try texts("execInst", else: .unsupportedInstruction) ?? [] {
      let word = String(text.drop(while: \.isWhitespace))
      guard let instruction = FIX.Instruction(rawValue: word) else { throw .unsupportedInstruction }
      if !instructions.contains(instruction) { instructions.append(instruction) }
    }
    return instructions
  }

  /// A negative quantity sells; a quantity without side buys.
  fileprivate func sideAndQuantity(mayLackQuantity: Bool) throws(APIError) -> (FIX.Side?, Int64?) {
    let side: FIX.Side? = try word("side", else: .invalidSide)
    guard let quantity = try whole("orderQty", else: .quantityNotWhole) else {
      if mayLackQuantity { return (side, nil) }
      throw .invalidQuantity
    }
    guard quantity != 0, quantity != .min else { throw .invalidQuantity }
    if quantity < 0, side == .buy { throw .invalidQuantity }
    return (side ?? (quantity < 0 ? .sell : .buy), abs(quantity))
  }
}
