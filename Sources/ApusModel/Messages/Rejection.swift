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
  // Account
  case unknownAccount = 20
  case accountOutOfOrder = 21
  case invalidAmount = 22
  /// The detail is the margin required, in the settlement unit.
  case insufficientAvailableBalance = 23
  // Position
  case invalidLeverage = 30
  case leverageTooHigh = 31
  case riskLimitExceeded = 32
  // Market
  case unknownInstrument = 40
  case invalidInstrument = 41
  case noMarkPrice = 42
  case alreadyListed = 43
  // Limits
  case tooManyAccounts = 50
  case tooManyInstruments = 51
  case tooManyOrders = 52
  case tooManyPositions = 53
  case bookFull = 54
  case invalidTimeout = 55
}
