/// Every reason to refuse a command. A refusal is a logged, replayable fact; its code never changes meaning.
public enum Rejection: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  // Order
  case invalidQuantity = 1
  case invalidPrice = 2
  case invalidPriceTick = 3
  case duplicateClientID = 4
  case unknownOrder = 5
  case orderDone = 6
  case nothingToAmend = 7
  case conflictingInstructions = 8
  /// The detail is the current position.
  case wouldIncreasePosition = 9
  /// The detail is the price it may be at most, for a sell at least.
  case priceBeyondBand = 10
  case invalidStopPrice = 11
  case invalidPeg = 12
  case invalidDisplay = 13
  case linkNotOffered = 14
  case immediatelyTriggered = 15
  /// A small post-only order of an account that sends too many small ones.
  case smallPostOnly = 16
  // Account
  case unknownAccount = 20
  case accountOutOfOrder = 21
  case invalidAmount = 22
  /// The detail is the margin required, in the settlement unit.
  case insufficientAvailableBalance = 23
  case accountReduceOnly = 24
  case accountClosed = 25
  // Position
  case invalidLeverage = 30
  case leverageTooHigh = 31
  /// The detail is the risk limit the order needs, in the settlement unit; its margins follow from the terms.
  case riskLimitExceeded = 32
  case invalidRiskLimit = 33
  /// The detail is what position and orders are worth.
  case riskLimitTooLow = 34
  case notIsolated = 35
  /// The detail is the least margin.
  case marginTooLow = 36
  case shortNotAllowed = 37
  case noPosition = 38
  case wouldLiquidate = 39
  /// Executed at its own price, the order would leave a position that the mark has reached.
  case immediateLiquidation = 59
  // Withdrawals
  case unknownWithdrawal = 60
  /// Another one of the currency waits for its owner's word.
  case withdrawalWaits = 61
  // Market
  case unknownInstrument = 40
  case invalidInstrument = 41
  case noMarkPrice = 42
  case alreadyListed = 43
  case marketClosed = 44
  case marketCancelOnly = 45
  case marketReduceOnly = 46
  case venueHalted = 47
  case unknownIndex = 48
  case invalidIndex = 49
  // Limits
  case tooManyAccounts = 50
  case tooManyInstruments = 51
  case tooManyOrders = 52
  case tooManyPositions = 53
  case bookFull = 54
  case invalidTimeout = 55
  case tooManyStops = 56
  case tooManyIndices = 57
  /// More than an account may hold or have on order on one side.
  case tooManyContracts = 58
  /// The rule is not built.
  case notOffered = 63
}
