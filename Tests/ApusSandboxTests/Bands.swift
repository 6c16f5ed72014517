/// What makes a market look alive: the figures of the recorded tape, and how far a simulated one may be from them.
///
/// The recorded market is the inverse BTCUSD perpetual of 2024-08-08 23:54 to 2024-08-09 00:05 UTC, 647 seconds.
/// Sizes are in units of a hundred dollars of contracts, rates are per thousand seconds, medians are over samples
/// taken every half second on both sides of the book.
public enum Band: String, CaseIterable, Sendable {
  /// Median distance of best bid and ask, in ticks.
  case medianSpread
  /// The distance 95 of 100 samples stay within, in ticks.
  case wideSpread
  /// Median size at the best level.
  case bestLevel
  /// Median size in the first ten levels.
  case tenLevels
  /// Median size in the first twenty-five levels.
  case twentyFiveLevels
  /// Trades in a thousand seconds.
  case trades
  /// Median size of a trade.
  case medianTrade
  /// The size 90 of 100 trades stay within.
  case largeTrade
  /// Mean size of a trade.
  case meanTrade
  /// Changes of best price or size in a thousand seconds.
  case quoteChanges
  /// Percentage of seconds without a trade.
  case silence

  /// What the recorded market shows.
  public var recorded: Int64 {
    switch self {
    case .medianSpread: 1
    case .wideSpread: 1
    case .bestLevel: 1_681
    case .tenLevels: 3_258
    case .twentyFiveLevels: 6_244
    case .trades: 8_090
    case .medianTrade: 4
    case .largeTrade: 81
    case .meanTrade: 35
    case .quoteChanges: 21_089
    case .silence: 28
    }
  }

  /// What a simulated market must stay within.
  public var allowed: ClosedRange<Int64> {
    switch self {
    case .medianSpread: 1...3
    case .wideSpread: 1...10
    case .bestLevel, .tenLevels, .twentyFiveLevels: recorded / 3...recorded * 3
    case .trades: recorded / 2...recorded * 2
    case .medianTrade: 1...16
    case .largeTrade, .meanTrade: recorded / 3...recorded * 3
    case .quoteChanges: recorded / 2...recorded * 2
    case .silence: 5...60
    }
  }
}
