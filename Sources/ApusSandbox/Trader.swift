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
  /// What its position and orders may be worth at most, in the settlement unit: the risk limit it asks for.
  var exposure: Amount { get }
  /// What it wants to do now.
  mutating func act(in market: MarketView) -> Intentions
}

extension Trader {
  /// As much as the contract's first risk step holds.
  public var exposure: Amount { .zero }

  /// Chooses its leverage and the risk limit it needs.
  var choices: [Command] {
    [
      .setLeverage(SetLeverage(account: desk.account, instrument: desk.instrument, leverage: leverage)),
      .setRiskLimit(SetRiskLimit(account: desk.account, instrument: desk.instrument, limit: riskLimit)),
    ]
  }

  /// The risk limit that holds what it means to hold, as far as its leverage allows.
  var riskLimit: Amount {
    let terms = desk.terms
    var most = Int64(terms.mostRiskSteps)
    if leverage != .cross && terms.maintenanceMargin > .zero {
      let room = leverage.initialMargin - terms.initialMargin
      most = min(most, max(room, .zero).rawValue / terms.maintenanceMargin.rawValue)
    }
    return terms.riskLimit.limit(at: min(terms.riskLimit.steps(for: exposure), most))
  }
}
