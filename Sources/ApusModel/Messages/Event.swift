/// Everything that may happen. Events carry the state they lead to, so that a reader never repeats a rule.
public enum Event: Hashable, Sendable, BitwiseCopyable {
  /// The command was refused and changed nothing.
  case rejected(Rejected)
  case accountOpened(AccountID)
  case walletChanged(WalletChanged)
  /// The terms are `EventBuffer.listings` under the instrument's number.
  case instrumentListed(InstrumentID)
  case priceChanged(PriceChanged)
  case orderPlaced(OrderPlaced)
  case orderAmended(OrderAmended)
  case orderCanceled(OrderCanceled)
  case filled(Fill)
  /// A position or the sums of its open orders changed; stated once per command and position, after all else.
  case positionChanged(Position)
  case cancelAllAfterSet(CancelAllAfterSet)
  /// An order that already rests, with no news: part of an image of the engine's state.
  case orderStands(Order)
  // Orders with conditions.
  case conditionsSet(ConditionsSet)
  case orderTriggered(OrderTriggered)
  // Markets and indices. The terms of an index are `EventBuffer.indices` under its number.
  case indexListed(IndexID)
  case indexChanged(IndexChanged)
  /// The terms are `EventBuffer.listings` under the instrument's number.
  case instrumentUpdated(InstrumentID)
  case fairBasisChanged(FairBasisChanged)
  case fundingSet(FundingSet)
  case fundingDue(FundingDue)
  case interestStepSet(InterestStepSet)
  case marketStateChanged(MarketStateChanged)
  case venueStateChanged(TradingState)
  case contractSettled(ContractSettled)
  case insuranceChanged(InsuranceChanged)
  case liquidationOrder(LiquidationOrder)
  // Accounts.
  case fundingPaid(FundingPaid)
  case interestCharged(InterestCharged)
  case liquidationStepped(LiquidationStepped)
  case standingChanged(StandingChanged)
  case deleverageRanked(DeleverageRanked)
  case isolatedMarginChanged(IsolatedMarginChanged)
  case sourceQuoted(SourceQuoted)
  /// What a client says about the entry after this one.
  case remarked(Remark)
  case withdrawalChanged(WithdrawalChanged)
}

/// A refusal.
public struct Rejected: Error, Hashable, Sendable, BitwiseCopyable {
  /// Who asked; zero for the operator.
  public var account: AccountID
  /// Why.
  public var reason: Rejection
  /// A number that belongs to the reason.
  public var detail: Int64
  /// The order meant, when one was found.
  public var order: OrderID?

  /// A refusal.
  @inlinable public init(account: AccountID, reason: Rejection, detail: Int64 = 0, order: OrderID? = nil) {
    self.account = account
    self.reason = reason
    self.detail = detail
    self.order = order
  }
}

/// A wallet was credited or debited outside of trading.
public struct WalletChanged: Hashable, Sendable, BitwiseCopyable {
  /// Whose.
  public var account: AccountID
  /// In which currency.
  public var currency: Currency
  /// Why; nil in an image.
  public var reason: TransferReason?
  /// How much came in, in the smallest unit.
  public var amount: Amount
  /// What the wallet holds now.
  public var balance: Amount
  /// All deposits so far.
  public var deposited: Amount

  /// A change of a wallet.
  @inlinable public init(
    account: AccountID, currency: Currency, reason: TransferReason?, amount: Amount, balance: Amount, deposited: Amount
  ) {
    self.account = account
    self.currency = currency
    self.reason = reason
    self.amount = amount
    self.balance = balance
    self.deposited = deposited
  }
}

/// A market's index and mark moved.
public struct PriceChanged: Hashable, Sendable, BitwiseCopyable {
  /// In which market.
  public var instrument: InstrumentID
  /// The outside value.
  public var index: Price
  /// The fair value positions are valued at.
  public var mark: Price

  /// New prices.
  @inlinable public init(instrument: InstrumentID, index: Price, mark: Price) {
    self.instrument = instrument
    self.index = index
    self.mark = mark
  }
}

/// A new order was taken.
public struct OrderPlaced: Hashable, Sendable, BitwiseCopyable {
  /// The number of this happening.
  public var execution: ExecutionID
  /// The order as placed, nothing filled.
  public var order: Order

  /// A new order.
  @inlinable public init(execution: ExecutionID, order: Order) {
    self.execution = execution
    self.order = order
  }
}

/// A resting order was changed.
public struct OrderAmended: Hashable, Sendable, BitwiseCopyable {
  /// The number of this happening.
  public var execution: ExecutionID
  /// The order as it stands now.
  public var order: Order
  /// True when the venue shrank a reduce-only order itself.
  public var byVenue: Bool

  /// A changed order.
  @inlinable public init(execution: ExecutionID, order: Order, byVenue: Bool) {
    self.execution = execution
    self.order = order
    self.byVenue = byVenue
  }
}

/// Why an order, or what was left of it, was taken off.
public enum CancelReason: UInt8, Sendable, BitwiseCopyable {
  /// The owner asked.
  case requested = 0
  /// It was post-only and would have taken.
  case wouldTake = 1
  /// It was immediate-or-cancel, or a market order, and the book offered no more.
  case notImmediate = 2
  /// It was fill-or-kill and the book did not hold enough.
  case notAll = 3
  /// The owner's own new order met it.
  case selfMatch = 4
  /// It was reduce-only and there is nothing left to reduce.
  case nothingToReduce = 5
  /// The owner's dead man's switch fired.
  case cancelAllAfter = 6
  /// It was a market order and the account's money ended.
  case insufficientMargin = 7
  /// The position was liquidated.
  case liquidation = 8
  /// An order of the same link was filled or triggered.
  case linked = 9
  /// The day ended.
  case dayEnded = 10
  /// The contract was settled.
  case settlement = 11
  /// The account was restricted.
  case restricted = 12
  /// What was left of a market order stood beyond the price band.
  case priceBand = 13
  /// The position was deleveraged.
  case deleveraged = 14
  /// It was triggered when the book, or its owner's share of it, was full.
  case noRoom = 15
  /// It was triggered and would have taken its owner beyond what may be held.
  case riskLimit = 16
  /// It was triggered and, executed at its own price, would have left a position that the mark has reached.
  case immediateLiquidation = 17
}

/// What made an execution.
public enum FillKind: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// A match of two orders.
  case trade = 0
  /// A position taken over by the liquidation engine at its bankruptcy price.
  case takeover = 1
  /// A position closed against a bankrupt one by its rank.
  case deleveraging = 2
  /// A contract paid out.
  case settlement = 3
}

/// An order, or what was left of it, was taken off.
public struct OrderCanceled: Hashable, Sendable, BitwiseCopyable {
  /// The number of this happening.
  public var execution: ExecutionID
  /// Which order.
  public var order: OrderID
  /// Whose.
  public var account: AccountID
  /// In which market.
  public var instrument: InstrumentID
  /// Why.
  public var reason: CancelReason
  /// Contracts that were still to do.
  public var leaves: Contracts

  /// A canceled order.
  @inlinable public init(
    execution: ExecutionID, order: OrderID, account: AccountID, instrument: InstrumentID, reason: CancelReason,
    leaves: Contracts
  ) {
    self.execution = execution
    self.order = order
    self.account = account
    self.instrument = instrument
    self.reason = reason
    self.leaves = leaves
  }
}

/// One order's side of a match. The maker's side always comes just before the taker's.
public struct Fill: Hashable, Sendable, BitwiseCopyable {
  /// The number of this happening.
  public var execution: ExecutionID
  /// The match both sides share.
  public var trade: TradeID
  /// Which order.
  public var order: OrderID
  /// At which price.
  public var price: Price
  /// Contracts done, positive.
  public var quantity: Contracts
  /// Their value, positive, in the settlement unit.
  public var value: Amount
  /// Commission charged; negative is a rebate.
  public var fee: Amount
  /// Profit this fill realised, before commission.
  public var profit: Amount
  /// Contracts of the order still to do.
  public var leaves: Contracts
  /// What the wallet holds now.
  public var balance: Amount
  /// Whose.
  public var account: AccountID
  /// In which market.
  public var instrument: InstrumentID
  /// Which way this order traded.
  public var side: Side
  /// True for the resting order.
  public var isMaker: Bool
  /// What made it; only a `trade` is on the tape.
  public var kind = FillKind.trade
  /// True for a resting order of which some was hidden before this fill: it pays as if it took.
  public var isConcealed: Bool

  /// One side of a match.
  @inlinable public init(
    execution: ExecutionID, trade: TradeID, order: OrderID, account: AccountID, instrument: InstrumentID, side: Side,
    isMaker: Bool, price: Price, quantity: Contracts, value: Amount, fee: Amount, profit: Amount, leaves: Contracts,
    balance: Amount, isConcealed: Bool = false
  ) {
    self.execution = execution
    self.trade = trade
    self.order = order
    self.price = price
    self.quantity = quantity
    self.value = value
    self.fee = fee
    self.profit = profit
    self.leaves = leaves
    self.balance = balance
    self.account = account
    self.instrument = instrument
    self.side = side
    self.isMaker = isMaker
    self.isConcealed = isConcealed
  }
}

/// An account's dead man's switch was set or cleared.
public struct CancelAllAfterSet: Hashable, Sendable, BitwiseCopyable {
  /// Whose.
  public var account: AccountID
  /// When it fires; nil when off.
  public var deadline: Timestamp?

  /// A switch set or cleared.
  @inlinable public init(account: AccountID, deadline: Timestamp?) {
    self.account = account
    self.deadline = deadline
  }
}
