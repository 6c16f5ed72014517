// What happens to accounts besides orders and fills.

/// Why an account's position was touched by the venue.
public enum LiquidationStep: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// The mark came near: the margin used is four fifths of what may be.
  case warned = 0
  /// The orders of the market were canceled.
  case ordersCanceled = 1
  /// The risk limit was lowered to what the position needs.
  case riskLimitLowered = 2
  /// A part was closed to come under a lower tier.
  case partlyClosed = 3
  /// The position was taken over at its bankruptcy price.
  case takenOver = 4
  /// The position was closed against a bankrupt one by its rank.
  case deleveraged = 5
}

/// A step of a liquidation.
public struct LiquidationStepped: Hashable, Sendable, BitwiseCopyable {
  /// Whose position.
  public var account: AccountID
  /// In which market.
  public var instrument: InstrumentID
  /// What was done.
  public var step: LiquidationStep
  /// The mark it was judged at.
  public var mark: Price
  /// The bankruptcy price.
  public var bankruptcy: Price

  /// A step.
  @inlinable public init(
    account: AccountID, instrument: InstrumentID, step: LiquidationStep, mark: Price, bankruptcy: Price
  ) {
    self.account = account
    self.instrument = instrument
    self.step = step
    self.mark = mark
    self.bankruptcy = bankruptcy
  }
}

/// A position paid or received funding.
public struct FundingPaid: Hashable, Sendable, BitwiseCopyable {
  /// The number of this happening.
  public var execution: ExecutionID
  /// Whose.
  public var account: AccountID
  /// In which market.
  public var instrument: InstrumentID
  /// Contracts held, signed.
  public var quantity: Contracts
  /// The mark it was valued at.
  public var mark: Price
  /// Its value there, positive.
  public var value: Amount
  /// The rate.
  public var rate: Rate
  /// What was paid; negative was received.
  public var amount: Amount
  /// What the wallet holds now.
  public var balance: Amount

  /// A payment.
  @inlinable public init(
    execution: ExecutionID, account: AccountID, instrument: InstrumentID, quantity: Contracts, mark: Price,
    value: Amount, rate: Rate, amount: Amount, balance: Amount
  ) {
    self.execution = execution
    self.account = account
    self.instrument = instrument
    self.quantity = quantity
    self.mark = mark
    self.value = value
    self.rate = rate
    self.amount = amount
    self.balance = balance
  }
}

/// Leverage interest was charged for a day.
public struct InterestCharged: Hashable, Sendable, BitwiseCopyable {
  /// The number of this happening.
  public var execution: ExecutionID
  /// Whose.
  public var account: AccountID
  /// In which market.
  public var instrument: InstrumentID
  /// The midnight it was due.
  public var due: Timestamp
  /// The notional it was taken on, positive, in the settlement unit.
  public var notional: Amount
  /// The effective leverage that chose the tier.
  public var leverage: Leverage
  /// The annual rate after plan and market.
  public var rate: Rate
  /// What was charged, whole units.
  public var amount: Amount
  /// What the wallet holds now.
  public var balance: Amount

  /// A charge.
  @inlinable public init(
    execution: ExecutionID, account: AccountID, instrument: InstrumentID, due: Timestamp, notional: Amount,
    leverage: Leverage, rate: Rate, amount: Amount, balance: Amount
  ) {
    self.execution = execution
    self.account = account
    self.instrument = instrument
    self.due = due
    self.notional = notional
    self.leverage = leverage
    self.rate = rate
    self.amount = amount
    self.balance = balance
  }
}

/// What an order carries besides a plain one was set or changed; stated just before the event that places the order,
/// amends it or lets it stand, or alone.
public struct ConditionsSet: Hashable, Sendable, BitwiseCopyable {
  /// Which order.
  public var order: OrderID
  /// Whose.
  public var account: AccountID
  /// In which market.
  public var instrument: InstrumentID
  /// Whether it still waits outside of the book.
  public var isWaiting: Bool
  /// Its conditions now; the stop price of a trailing stop moves.
  public var conditions: Conditions
  /// Whether it waits for an order it is linked to, and for no price yet.
  public var isHeld: Bool
  /// Contracts the book shows of it at most, when it is hidden or an iceberg.
  public var shown: Contracts

  /// Conditions as they stand.
  @inlinable public init(
    order: OrderID, account: AccountID, instrument: InstrumentID, isWaiting: Bool, conditions: Conditions,
    isHeld: Bool = false, shown: Contracts
  ) {
    self.order = order
    self.account = account
    self.instrument = instrument
    self.isWaiting = isWaiting
    self.conditions = conditions
    self.isHeld = isHeld
    self.shown = shown
  }
}

/// A waiting order was triggered and came to the book.
public struct OrderTriggered: Hashable, Sendable, BitwiseCopyable {
  /// The number of this happening.
  public var execution: ExecutionID
  /// The order as it comes to the book.
  public var order: Order
  /// The price that triggered it; zero for one released by the order it is linked to.
  public var price: Price

  /// A triggered order.
  @inlinable public init(execution: ExecutionID, order: Order, price: Price) {
    self.execution = execution
    self.order = order
    self.price = price
  }
}

/// An account's role, plan, restriction or label changed.
public struct StandingChanged: Hashable, Sendable, BitwiseCopyable {
  /// Whose.
  public var account: AccountID
  /// Who it is.
  public var role: Role
  /// What it has qualified for.
  public var plan: AccountPlan
  /// What it may do.
  public var restriction: Restriction
  /// Why.
  public var reason: RestrictionReason
  /// Whether it is labelled for too many small orders.
  public var sendsSpam: Bool

  /// A changed standing.
  @inlinable public init(
    account: AccountID, role: Role, plan: AccountPlan, restriction: Restriction, reason: RestrictionReason,
    sendsSpam: Bool = false
  ) {
    self.account = account
    self.role = role
    self.plan = plan
    self.restriction = restriction
    self.reason = reason
    self.sendsSpam = sendsSpam
  }
}

/// Where a position stands in the queue for deleveraging: one light for each fifth, five is first in line.
public struct DeleverageRanked: Hashable, Sendable, BitwiseCopyable {
  /// Whose.
  public var account: AccountID
  /// In which market.
  public var instrument: InstrumentID
  /// 1 to 5; 0 without a position.
  public var lights: UInt8

  /// A rank.
  @inlinable public init(account: AccountID, instrument: InstrumentID, lights: UInt8) {
    self.account = account
    self.instrument = instrument
    self.lights = lights
  }
}

/// What an isolated position has besides its initial margin changed.
public struct IsolatedMarginChanged: Hashable, Sendable, BitwiseCopyable {
  /// Whose.
  public var account: AccountID
  /// In which market.
  public var instrument: InstrumentID
  /// What it has now.
  public var margin: IsolatedMargin

  /// A changed margin.
  @inlinable public init(account: AccountID, instrument: InstrumentID, margin: IsolatedMargin) {
    self.account = account
    self.instrument = instrument
    self.margin = margin
  }
}
