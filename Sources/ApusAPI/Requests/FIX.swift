/// The contract's words for an order, which come from the FIX protocol.
public enum FIX {
  /// Which way an order goes.
  public enum Side: String, Sendable, CaseIterable {
    /// More contracts.
    case buy = "Buy"
    /// Fewer contracts.
    case sell = "Sell"
  }

  /// What kind of order it is.
  public enum OrderType: String, Sendable, CaseIterable {
    /// At any price.
    case market = "Market"
    /// At a price or better.
    case limit = "Limit"
    /// A market order once the price has moved against it.
    case stop = "Stop"
    /// A limit order once the price has moved against it.
    case stopLimit = "StopLimit"
    /// A market order once the price has moved its way.
    case marketIfTouched = "MarketIfTouched"
    /// A limit order once the price has moved its way.
    case limitIfTouched = "LimitIfTouched"
    /// A limit order at a distance from another price.
    case pegged = "Pegged"

    /// Whether it waits for a trigger.
    public var isTriggered: Bool {
      self == .stop || self == .stopLimit || self == .marketIfTouched || self == .limitIfTouched
    }

    /// Whether it has a limit price of its own.
    public var isLimited: Bool { self == .limit || self == .stopLimit || self == .limitIfTouched }
  }

  /// How long an order may rest.
  public enum TimeInForce: String, Sendable, CaseIterable {
    /// Until the end of the day.
    case day = "Day"
    /// Until it is canceled.
    case goodTillCancel = "GoodTillCancel"
    /// Not at all; what cannot be filled is canceled.
    case immediateOrCancel = "ImmediateOrCancel"
    /// Not at all; all of it is filled or none.
    case fillOrKill = "FillOrKill"
  }

  /// An instruction that comes with an order.
  public enum Instruction: String, Sendable, CaseIterable {
    /// Only rest, never take.
    case participateDoNotInitiate = "ParticipateDoNotInitiate"
    /// Only make the position smaller.
    case reduceOnly = "ReduceOnly"
    /// Close the position, and make room for that.
    case close = "Close"
    /// Trigger on the mark price.
    case markPrice = "MarkPrice"
    /// Trigger on the index.
    case indexPrice = "IndexPrice"
    /// Trigger on the last price.
    case lastPrice = "LastPrice"
    /// Trigger on the last price while it is near the mark.
    case lastWithinMark = "LastWithinMark"
    /// Set a pegged price once.
    case fixed = "Fixed"
  }

  /// What a peg follows.
  public enum PegPriceType: String, Sendable, CaseIterable {
    /// The best price of the same side.
    case primary = "PrimaryPeg"
    /// The best price of the other side.
    case market = "MarketPeg"
    /// The middle.
    case midPrice = "MidPricePeg"
    /// The last price.
    case last = "LastPeg"
    /// The price that triggers, as far as it has moved the order's way.
    case trailingStop = "TrailingStopPeg"
  }

  /// How orders of a group depend on each other.
  public enum ContingencyType: String, Sendable, CaseIterable {
    /// The first to be filled cancels the others.
    case oneCancelsTheOther = "OneCancelsTheOther"
    /// The others begin when the first is filled.
    case oneTriggersTheOther = "OneTriggersTheOther"
  }

  /// Where an order stands.
  public enum OrderStatus: String, Sendable, CaseIterable {
    /// Accepted, nothing filled.
    case new = "New"
    /// Some filled, some open.
    case partiallyFilled = "PartiallyFilled"
    /// All filled.
    case filled = "Filled"
    /// Nothing open any more.
    case canceled = "Canceled"
    /// Never accepted.
    case rejected = "Rejected"
    /// Closed by its time in force.
    case expired = "Expired"

    /// Whether nothing more can happen to the order.
    public var isTerminated: Bool { self != .new && self != .partiallyFilled }
  }

  /// The price of a trade against the one before.
  public enum TickDirection: String, Sendable, CaseIterable {
    /// Higher.
    case plus = "PlusTick"
    /// The same, and higher than the last different one.
    case zeroPlus = "ZeroPlusTick"
    /// Lower.
    case minus = "MinusTick"
    /// The same, and lower than the last different one.
    case zeroMinus = "ZeroMinusTick"
  }
}
