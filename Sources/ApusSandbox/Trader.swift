public import ApusModel

/// What a trader wants to do at one moment.
public struct Intentions: Sendable {
  /// Quotes taken off or drawn back from the market; these go before anyone's new quotes.
  public var withdrawals: [Command] = []
  /// New quotes, or quotes moved toward the market.
  public var quotes: [Command] = []
  /// Everything else.
  public var orders: [Command] = []

  /// Nothing.
  public init() {}
}

/// Someone who trades: sees what happens, asks for commands.
public protocol Trader: Sendable {
  /// What it knows of its own affairs; the world keeps it up to date.
  var desk: Desk { get set }
  /// What it brings, and brings again when half of it is gone, in the settlement unit.
  var stake: Amount { get }
  /// The leverage it trades at.
  var leverage: Leverage { get }
  /// What it wants to do now.
  mutating func act(in market: MarketView) -> Intentions
}
