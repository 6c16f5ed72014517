/// When a waiting order comes to the book.
public enum TriggerRule {
  /// How far the last price may be from the mark for an order that asks for it: 5 %.
  public static var withinMark: Rate { Rate(millionths: 50_000) }

  /// True when a last price is near enough to the mark to trigger (`lastwithinmark-sell-blocked`).
  public static func isWithinMark(last: Price, mark: Price) -> Bool {
    Int128((last - mark).magnitude.rawValue) * Int128(Rate.scale)
      <= Int128(mark.rawValue) * Int128(withinMark.rawValue)
  }

  /// True when a price has moved as far from the one a trailing stop follows as it must for the stop to move: 0.1 % from
  /// 5,000 is 5.
  public static func hasMoved(_ price: Price, from followed: Price, by step: Rate) -> Bool {
    Int128((price - followed).magnitude.rawValue) * Int128(Rate.scale)
      >= Int128(followed.rawValue) * Int128(step.rawValue)
  }

  /// True when a price has moved against an order's side as far as its stop: up for a buy, down for a sell.
  public static func stops(_ side: Side, at stop: Price, price: Price) -> Bool {
    side == .buy ? price >= stop : price <= stop
  }

  /// True when a price has moved in favour of an order's side as far as its stop: down for a buy, up for a sell.
  public static func touches(_ side: Side, at stop: Price, price: Price) -> Bool {
    stops(side.opposite, at: stop, price: price)
  }
}

extension TriggerRule {
  /// The stop price of a trailing stop: the best price since it was placed and its offset, on the tick, rounded away from
  /// that price; zero where that is no price.
  public static func trailingStop(from best: Price, offset: Price, falls: Bool, tickSize: Price) -> Price {
    let exact = (best + offset).rawValue
    if exact <= 0 { return .zero }
    return Price(
      rawValue: Whole64.divide(exact, by: tickSize.rawValue, rounding: falls ? .down : .up) * tickSize.rawValue)
  }
}
