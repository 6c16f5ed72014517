// What happens to markets, indices and the venue.

/// An index moved, or became valid or invalid.
public struct IndexChanged: Hashable, Sendable, BitwiseCopyable {
  /// Which index.
  public var index: IndexID
  /// Its value; the last good one while it is invalid.
  public var price: Price
  /// Whether enough sources stand behind it.
  public var isValid: Bool

  /// A moved index.
  @inlinable public init(index: IndexID, price: Price, isValid: Bool) {
    self.index = index
    self.price = price
    self.isValid = isValid
  }
}

/// A source of a composite index spoke.
public struct SourceQuoted: Hashable, Sendable, BitwiseCopyable {
  /// Of which index.
  public var index: IndexID
  /// Which of its sources, counted from 0.
  public var source: UInt8
  /// What it said.
  public var price: Price
  /// When.
  public var time: Timestamp

  /// A price of a source.
  @inlinable public init(index: IndexID, source: UInt8, price: Price, time: Timestamp) {
    self.index = index
    self.source = source
    self.price = price
    self.time = time
  }
}

/// A market's fair basis or impact prices changed.
public struct FairBasisChanged: Hashable, Sendable, BitwiseCopyable {
  /// In which market.
  public var instrument: InstrumentID
  /// What the fair price stands above the index.
  public var basis: Price
  /// The same a year, as a fraction of the index.
  public var basisRate: Rate
  /// Impact prices; zero when the book cannot fill the impact value.
  public var impactBid: Price
  public var impactAsk: Price
  /// Whether the impact prices are close enough to mark by.
  public var hasLiquidity: Bool

  /// A changed basis.
  @inlinable public init(
    instrument: InstrumentID, basis: Price, basisRate: Rate, impactBid: Price, impactAsk: Price, hasLiquidity: Bool
  ) {
    self.instrument = instrument
    self.basis = basis
    self.basisRate = basisRate
    self.impactBid = impactBid
    self.impactAsk = impactAsk
    self.hasLiquidity = hasLiquidity
  }
}

/// A perpetual's funding rates were set for the coming times.
public struct FundingSet: Hashable, Sendable, BitwiseCopyable {
  /// In which market.
  public var instrument: InstrumentID
  /// What is exchanged at `next`.
  public var rate: Rate
  /// The running estimate for the time after.
  public var indicative: Rate
  /// When.
  public var next: Timestamp

  /// Rates set.
  @inlinable public init(instrument: InstrumentID, rate: Rate, indicative: Rate, next: Timestamp) {
    self.instrument = instrument
    self.rate = rate
    self.indicative = indicative
    self.next = next
  }
}

/// The market's condition, or the operator, set what leverage costs beside its base schedule.
public struct InterestStepSet: Hashable, Sendable, BitwiseCopyable {
  /// In which market.
  public var instrument: InstrumentID
  /// Steps above the base schedule.
  public var step: UInt8

  /// That step.
  @inlinable public init(instrument: InstrumentID, step: UInt8) {
    self.instrument = instrument
    self.step = step
  }
}

/// A perpetual's funding fell due: longs and shorts pay each other at this rate and mark.
public struct FundingDue: Hashable, Sendable, BitwiseCopyable {
  /// In which market.
  public var instrument: InstrumentID
  /// When it was due, which may be earlier than the entry.
  public var due: Timestamp
  /// The rate; positive is paid by longs.
  public var rate: Rate
  /// The mark positions are valued at.
  public var mark: Price

  /// A funding.
  @inlinable public init(instrument: InstrumentID, due: Timestamp, rate: Rate, mark: Price) {
    self.instrument = instrument
    self.due = due
    self.rate = rate
    self.mark = mark
  }
}

/// A market opened, closed, was limited or settled.
public struct MarketStateChanged: Hashable, Sendable, BitwiseCopyable {
  /// Which market.
  public var instrument: InstrumentID
  /// Where it stands in its life.
  public var state: InstrumentState
  /// What it takes.
  public var trading: TradingState

  /// A changed state.
  @inlinable public init(instrument: InstrumentID, state: InstrumentState, trading: TradingState) {
    self.instrument = instrument
    self.state = state
    self.trading = trading
  }
}

/// A dated contract was settled.
public struct ContractSettled: Hashable, Sendable, BitwiseCopyable {
  /// Which market.
  public var instrument: InstrumentID
  /// The settlement price.
  public var price: Price
  /// For a profit contract, the index it was taken from; else the same.
  public var underlying: Price
  /// When it was due.
  public var due: Timestamp

  /// A settlement.
  @inlinable public init(instrument: InstrumentID, price: Price, underlying: Price, due: Timestamp) {
    self.instrument = instrument
    self.price = price
    self.underlying = underlying
    self.due = due
  }
}

/// The insurance fund holds more or less.
public struct InsuranceChanged: Hashable, Sendable, BitwiseCopyable {
  /// In which currency.
  public var currency: Currency
  /// What it holds now.
  public var balance: Amount

  /// A changed fund.
  @inlinable public init(currency: Currency, balance: Amount) {
    self.currency = currency
    self.balance = balance
  }
}

/// The liquidation engine's order: placed, smaller, or gone when nothing is left.
public struct LiquidationOrder: Hashable, Sendable, BitwiseCopyable {
  /// Its order.
  public var order: OrderID
  /// In which market.
  public var instrument: InstrumentID
  /// Which way it trades.
  public var side: Side
  /// The bankruptcy price it is offered at.
  public var price: Price
  /// Contracts left.
  public var leaves: Contracts

  /// An order of the liquidation engine.
  @inlinable public init(order: OrderID, instrument: InstrumentID, side: Side, price: Price, leaves: Contracts) {
    self.order = order
    self.instrument = instrument
    self.side = side
    self.price = price
    self.leaves = leaves
  }
}
