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
    case .unknownInstrument, .invalidInstrument, .alreadyListed: self = .invalidSymbol
    case .noMarkPrice: self = .validation("The contract has no mark price yet")
    case .tooManyOrders, .bookFull: self = .tooManyOpenOrders
    case .tooManyAccounts, .tooManyInstruments, .tooManyPositions: self = .overloaded
    case .invalidTimeout: self = .invalidTimeout
    }
  }

  /// An amendment that changes nothing.
  static let nothingToAmend = APIError(400, "Invalid amend: orderQty, leavesQty, price, stopPx unchanged")
}
