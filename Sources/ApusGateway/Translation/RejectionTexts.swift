import ApusAPI
import ApusModel

extension APIError {
  /// The venue's words for a refusal of the engine.
  init(_ rejected: Rejected, _ settlement: Currency, side: FIX.Side? = nil) {
    switch rejected.reason {
    case .invalidQuantity: self = .invalidQuantity
    case .invalidPrice: self = .invalidPrice
    case .invalidPriceTick: self = .invalidPriceTick
    case .duplicateClientID: self = .duplicateClientOrderID
    case .unknownOrder: self = .notFound
    case .orderDone: self = .invalidOrderStatus
    case .nothingToAmend: self = .nothingToAmend
    case .conflictingInstructions: self = .instructionsConflict
    case .wouldIncreasePosition:
      let word = side ?? (rejected.detail > 0 ? .sell : .buy)
      self = .wouldIncrease(side: word.rawValue, position: rejected.detail)
    case .unknownAccount, .accountOutOfOrder: self = .accountRestricted
    case .invalidAmount: self = .invalidAmount
    case .insufficientAvailableBalance:
      self = .insufficientBalance(needed: rejected.detail, currency: settlement.symbol.description)
    case .invalidLeverage: self = .invalidLeverage
    case .leverageTooHigh: self = .leverageTooHigh
    case .riskLimitExceeded: self = .exceedsRiskLimit
    case .tooManyContracts: self = .validation("Order would exceed the largest position of the contract")
    case .unknownInstrument, .invalidInstrument, .alreadyListed: self = .invalidSymbol
    case .noMarkPrice: self = .validation("The contract has no mark price yet")
    case .tooManyOrders, .tooManyStops, .bookFull: self = .tooManyOpenOrders
    case .tooManyAccounts, .tooManyInstruments, .tooManyPositions: self = .overloaded
    case .invalidTimeout: self = .invalidTimeout
    case .priceBeyondBand: self = .beyondPriceLimit(Price(rawValue: rejected.detail))
    case .invalidStopPrice: self = .invalidStopPrice
    case .invalidPeg: self = .invalidPegOffset
    case .invalidDisplay: self = .validation("Invalid displayQty")
    case .smallPostOnly: self = .validation("Order is too small to be ParticipateDoNotInitiate of a spam account")
    case .linkNotOffered: self = .validation("Invalid contingencyType")
    case .immediatelyTriggered: self = .invalidStopPriceForType
    case .accountReduceOnly: self = .validation("Account is restricted to reducing its positions")
    case .accountClosed: self = .accountRestricted
    case .invalidRiskLimit: self = .validation("Invalid riskLimit")
    case .riskLimitTooLow: self = .validation("Value of position and orders exceeds the requested Risk Limit")
    case .notIsolated: self = .positionIsCross
    case .marginTooLow: self = .insufficientIsolatedMargin
    case .shortNotAllowed: self = .validation("Short positions are not allowed in this contract")
    case .noPosition: self = .validation("No open position")
    case .immediateLiquidation: self = .immediateLiquidation
    case .wouldLiquidate: self = .validation("Position would be liquidated immediately")
    case .marketClosed: self = .validation("Instrument is not open")
    case .marketCancelOnly: self = .validation("Instrument takes cancels only")
    case .marketReduceOnly: self = .validation("Instrument takes orders that reduce only")
    case .venueHalted: self = .overloaded
    case .unknownIndex, .invalidIndex: self = .invalidSymbol
    case .tooManyIndices: self = .overloaded
    case .unknownWithdrawal: self = .notFound
    case .withdrawalWaits: self = .validation("A withdrawal of this currency waits for its confirmation")
    case .notOffered: self = .validation("Not supported by this venue")
    }
  }

  /// A limit price beyond the band around the mark, of which the nearest price that would do is told.
  private static func beyondPriceLimit(_ bound: Price) -> APIError {
    .validation("Price is beyond the price limit of \(Decimal(bound.rawValue, scale: ListedContract.priceDecimals))")
  }

  /// An amendment that changes nothing.
  static let nothingToAmend = APIError(400, "Invalid amend: orderQty, leavesQty, price, stopPx unchanged")
}

extension APIError {
  /// The refusal with the risk limit that would take the order, and its margins.
  func asking(_ position: PositionRow?, _ rejected: Rejected, _ terms: Instrument) -> APIError {
    guard rejected.reason == .riskLimitExceeded else { return self }
    let required = Amount(rawValue: rejected.detail)
    let steps = terms.riskLimit.steps(of: required) ?? 0
    let rates = terms.marginRates(at: steps)
    var error = self
    error.riskLimit = RiskLimitNeed(
      current: position?.riskLimit ?? terms.riskLimit.base.rawValue, required: required.rawValue, steps: steps,
      initMargin: Decimal(rates.initial.rawValue, scale: 8), maintMargin: Decimal(rates.maintenance.rawValue, scale: 8))
    return error
  }
}
