/// How much of the past the tables keep; the present is always whole.
public struct TablesLimits: Hashable, Sendable {
  /// Filled and canceled orders kept for each account.
  public var closedOrders = 1_000
  /// Executions kept for each account.
  public var executions = 1_000
  /// Wallet changes kept for each account.
  public var transactions = 1_000
  /// Charges of leverage interest kept for each account.
  public var interest = 1_000
  /// Fundings kept for each instrument.
  public var fundings = 1_000
  /// Trades kept for each instrument.
  public var trades = 10_000
  /// Quotes kept for each instrument.
  public var quotes = 1_000
  /// Bins of each length under a day kept for each instrument, of trades and of quotes.
  public var bins = 100
  /// The same of bins of a day.
  public var dayBins = 1_000

  /// Settlements kept.
  public var settlements = 1_000
  /// Midnights of the insurance fund kept.
  public var insurance = 1_000

  /// The usual bounds.
  public init() {}
}
