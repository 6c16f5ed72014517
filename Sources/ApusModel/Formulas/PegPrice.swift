/// The price of an order that hangs on another one (the venue's page on pegged orders).
public enum PegPrice {
  /// The price an order follows, of the best of its own side and of the other one, and of the last trade; nil where there
  /// is none. A trailing stop follows none of them.
  public static func followed(by peg: PegKind, own: Price?, other: Price?, last: Price?) -> Price? {
    switch peg {
    case .primary: return own
    case .market: return other
    case .last: return last
    case .mid:
      guard let own, let other else { return nil }
      // Half a unit of the tenth decimal is nothing on any tick.
      return Price(rawValue: (own + other).rawValue / 2)
    case .none, .trailing: return nil
    }
  }

  /// The price that is followed and the order's offset, on the tick: down for a buy, up for a sell, so that the order pays
  /// no more and takes no less.
  public static func price(following followed: Price, offset: Price, _ side: Side, tickSize: Price) -> Price {
    let exact = (followed + offset).rawValue
    return tickSize * Whole64.divide(exact, by: tickSize.rawValue, rounding: side == .buy ? .down : .up)
  }
}
