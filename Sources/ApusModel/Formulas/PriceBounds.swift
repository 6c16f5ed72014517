/// How far an order may be priced, before the tick.
public struct PriceBounds: Hashable, Sendable, BitwiseCopyable {
  /// A price below is too low; zero where there is no such bound.
  public var lowest: Price
  /// A price above is too high; the largest number where there is no such bound.
  public var highest: Price
}

extension OrderProtection {
  /// The bounds on an order of a side (dossier section 8.5: bid 99, offer 100 and mark 101 let a buyer go to 106.05,
  /// `fatfinger-buy`).
  ///
  /// A buyer may go through the dearer of offer and mark by the fat-finger share, a seller through the cheaper of bid and
  /// mark; and nobody may be farther from the mark than the band. `touch` is the best price of the other side, or the
  /// mark where there is none.
  public func bounds(_ side: Side, touch: Price, mark: Price) -> PriceBounds {
    var bounds = PriceBounds(lowest: .zero, highest: Price(rawValue: .max))
    if band > .zero {
      bounds.lowest = OrderProtection.scaled(mark, by: Rate.scale - band.rawValue, .up)
      bounds.highest = OrderProtection.scaled(mark, by: Rate.scale + band.rawValue, .down)
    }
    guard fatFinger > .zero else { return bounds }
    if side == .buy {
      let most = OrderProtection.scaled(max(touch, mark), by: Rate.scale + fatFinger.rawValue, .down)
      bounds.highest = min(bounds.highest, most)
    } else {
      let least = OrderProtection.scaled(min(touch, mark), by: Rate.scale - fatFinger.rawValue, .up)
      bounds.lowest = max(bounds.lowest, least)
    }
    return bounds
  }

  private static func scaled(_ price: Price, by rate: Int64, _ rounding: Rounding) -> Price {
    Price(rawValue: Whole64.multiply(price.rawValue, rate, dividedBy: Rate.scale, rounding: rounding))
  }
}
