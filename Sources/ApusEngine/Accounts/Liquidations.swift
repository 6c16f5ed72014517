import ApusModel

/// What the liquidation engine has before it.
struct Liquidations: ~Copyable {
  /// Accounts with a position that the mark has reached, by number, as far as they were found.
  var due: TickSet
  /// Those who may be deleveraged, first in line at the top: room for everybody, used for a moment.
  var line: DeleverageLine
  /// True from a move of a mark until the positions it reached are judged, within one entry.
  var areAwaited = false
  /// True while an entry had no time for all that is due; the next tick goes on.
  var isUnfinished = false
  /// Orders of the liquidation engine so far.
  var orders: UInt64 = 0
  /// When the insurance fund next spends to fill an order, or a time that never comes.
  var nextOffer = Timestamp(rawValue: .max)
  /// When holders are next told where they stand in line, or a time that never comes; then market by market.
  var nextRanking = Timestamp(rawValue: .max)
  var rankedMarket: UInt16 = 0
  /// How far that has come, and who is still to be told.
  var ranking = RankingRound()
  var ranked: DeleverageLine
  /// What the fund held when it was last stated, by currency.
  var stated: InlineArray<2, Amount> = [.zero, .zero]

  /// How long an order of the engine waits for a taker before the fund spends, in milliseconds.
  static var patience: Timestamp { Timestamp(rawValue: 1_000) }

  init(limits: EngineLimits) {
    due = TickSet(count: limits.accounts + 1)
    line = DeleverageLine(capacity: limits.accounts)
    ranked = DeleverageLine(capacity: limits.accounts)
  }
}
