import ApusAPI
import ApusModel

/// What an order carries besides a plain one, from the contract's words.
enum ConditionTranslation {
  /// The conditions, or nil for a plain order.
  static func conditions(
    _ request: PlaceOrderRequest, _ contract: ListedContract
  ) throws(APIError) -> Conditions? {
    var conditions = Conditions()
    conditions.trigger = trigger(request.ordType)
    conditions.isDay = request.timeInForce == .day && request.ordType != .market
    if request.ordType == .pegged {
      conditions.peg = peg(request.pegPriceType)
      conditions.pegOffset = try offset(request.pegOffsetValue)
    }
    if conditions.waits {
      conditions.source = source(request.execInst)
      conditions.withinMark = request.execInst.contains(.lastWithinMark)
      if request.pegPriceType == .trailingStop {
        conditions.peg = .trailing
        conditions.pegOffset = try offset(request.pegOffsetValue)
      } else if let stop = request.stopPx {
        conditions.stopPrice = try contract.stopPrice(stop)
      }
    }
    try link(request, &conditions)
    try show(request, contract, &conditions)
    return conditions == Conditions() ? nil : conditions
  }

  private static func link(_ request: PlaceOrderRequest, _ conditions: inout Conditions) throws(APIError) {
    guard let text = request.clOrdLinkID else { return }
    guard let link = ClientOrderID(printable: text) else { throw .invalidClientOrderLinkID }
    conditions.link = link
    switch request.contingencyType {
    case .oneCancelsTheOther: conditions.contingency = .oneCancelsOther
    case .oneTriggersTheOther: conditions.contingency = .oneTriggersOther
    case nil: break
    }
  }

  /// Shows as much as asked for; an order that shows all of itself is none that hides.
  private static func show(
    _ request: PlaceOrderRequest, _ contract: ListedContract, _ conditions: inout Conditions
  ) throws(APIError) {
    guard let shown = request.displayQty, shown < request.orderQty ?? .max else { return }
    conditions.isHidden = true
    if shown > 0 { conditions.displayed = try contract.quantity(shown, else: .invalidDisplayQuantity) }
  }

  private static func trigger(_ type: FIX.OrderType) -> TriggerKind {
    switch type {
    case .stop, .stopLimit: .stop
    case .marketIfTouched, .limitIfTouched: .touch
    case .market, .limit, .pegged: .none
    }
  }

  private static func peg(_ type: FIX.PegPriceType?) -> PegKind {
    switch type {
    case .primary: .primary
    case .market: .market
    case .midPrice: .mid
    case .last: .last
    case .trailingStop, nil: .none
    }
  }

  private static func source(_ instructions: [FIX.Instruction]) -> PriceSource {
    if instructions.contains(.lastPrice) { return .last }
    return instructions.contains(.indexPrice) ? .index : .mark
  }

  /// A distance as the engine counts it.
  static func offset(_ value: Decimal?) throws(APIError) -> Price {
    guard let units = value?.scaled(to: ListedContract.priceDecimals) else { throw .invalidPegOffset }
    return Price(rawValue: units)
  }
}

extension ListedContract {
  /// A trigger price as the engine counts it; refuses one off the tick or out of range.
  func stopPrice(_ value: Decimal) throws(APIError) -> Price {
    do throws(APIError) {
      return try price(value)
    } catch {
      throw error == .invalidPriceTick ? .invalidStopPriceTick : .invalidStopPrice
    }
  }
}
