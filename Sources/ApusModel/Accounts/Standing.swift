/// What the venue lets an account do; a change is a logged command with a reason (terms of service, section 1.4).
public enum Restriction: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// Everything.
  case none = 0
  /// Close positions, cancel orders, withdraw.
  case reduceOnly = 1
  /// Withdraw only; open orders are canceled, positions stay.
  case closed = 2
  /// As closed, and the venue closes the positions at once.
  case liquidateAndClose = 3
}

/// Why an account was restricted or released.
public enum RestrictionReason: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  case operatorDecision = 0
  case jurisdiction = 1
  case abuse = 2
  case ownerRequest = 3
  case legalOrder = 4
  case lifted = 5
}

/// Who an account is to the venue.
public enum Role: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  case trader = 0
  /// The anchor market maker, the only one who may be short in profit contracts.
  case anchor = 1
}

/// What an account has qualified for: a row of the fee schedule and a share of the leverage interest.
public struct AccountPlan: Hashable, Sendable, BitwiseCopyable {
  /// The row of the fee schedule, 0 to 7; 0 is the contract's own fees.
  public var feeTier: UInt8 = 0
  /// What is taken off every leverage interest rate, as a fraction of it in hundredths: 0 to 100.
  public var interestDiscount: UInt8 = 0

  /// How many rows the fee schedule has.
  public static var tiers: UInt8 { 8 }

  /// The plan everybody begins with.
  public init(feeTier: UInt8 = 0, interestDiscount: UInt8 = 0) {
    self.feeTier = feeTier
    self.interestDiscount = interestDiscount
  }
}

/// What the whole venue, or one market, takes.
public enum TradingState: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// Everything.
  case open = 0
  /// Cancels only.
  case cancelOnly = 1
  /// Cancels and orders that only reduce.
  case reduceOnly = 2
  /// Nothing; cancels too are refused.
  case halted = 3
  /// The index is invalid: no triggers, no liquidations, cancels and reducing orders only.
  case indexInvalid = 4
}
