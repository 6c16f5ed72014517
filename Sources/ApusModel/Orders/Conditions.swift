/// Which price a trigger or a peg follows.
public enum PriceSource: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  case mark = 0
  case last = 1
  case index = 2
}

/// When a waiting order comes to the book.
public enum TriggerKind: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// At once.
  case none = 0
  /// When the price has moved against the order's side: a buy at or above, a sell at or below the stop price.
  case stop = 1
  /// When the price has moved in favour: a buy at or below, a sell at or above the stop price.
  case touch = 2
}

/// What an order's price, or a trailing stop's stop price, hangs on.
public enum PegKind: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  case none = 0
  /// The best price of the order's own side (PrimaryPeg).
  case primary = 1
  /// The best price of the other side (MarketPeg).
  case market = 2
  /// The last trade (LastPeg).
  case last = 3
  /// The middle of the book (MidPricePeg).
  case mid = 4
  /// The best price the trigger source has had since the order was placed (TrailingStopPeg).
  case trailing = 5
}

/// How orders with the same link act on each other.
public enum Contingency: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  case none = 0
  /// The first fill or trigger of one cancels the others (OneCancelsTheOther).
  case oneCancelsOther = 1
  /// The others wait until this one is wholly filled (OneTriggersTheOther).
  case oneTriggersOther = 2
}

/// What an order carries besides a plain one: when it comes to the book, what its price hangs on, what is shown.
public struct Conditions: Hashable, Sendable, BitwiseCopyable {
  /// When it comes to the book.
  public var trigger = TriggerKind.none
  /// Which price triggers it.
  public var source = PriceSource.mark
  /// Whether a trigger by the last price also asks that it is within 5 % of the mark (LastWithinMark).
  public var withinMark = false
  /// What its price, or stop price, hangs on.
  public var peg = PegKind.none
  /// How it acts on orders of the same link.
  public var contingency = Contingency.none
  /// Whether it expires at the end of the day, midnight UTC (Day).
  public var isDay = false
  /// Whether its size is not all shown.
  public var isHidden = false
  /// The price that triggers it.
  public var stopPrice: Price = .zero
  /// Added to what the peg hangs on; for a trailing stop its distance, negative for a sell.
  public var pegOffset: Price = .zero
  /// Contracts shown at a time when `isHidden`; zero shows none.
  public var displayed: Contracts = .zero
  /// The name that links it to others.
  public var link: ClientOrderID = .none

  /// None: a plain order.
  public init() {}

  /// How many parts of an iceberg may make up its quantity: as many trades, at least, may be the work of one order.
  public static var mostParts: Int64 { 100 }

  /// Whether this many contracts are shown in no more parts than may be.
  public func mayShow(_ quantity: Contracts) -> Bool {
    !isHidden || displayed == .zero || quantity > .zero && quantity <= displayed * Conditions.mostParts
  }

  /// Whether the order waits outside of the book.
  public var waits: Bool { trigger != .none }
}
