import ApusModel

// How far from the market an order may be priced, where the terms of the day say so. Plain markets without such terms
// never come here.

extension Market {
  /// The lowest and the highest level an order of a side may name.
  private func band(_ side: Side) -> (lowest: UInt32, highest: UInt32) {
    let touch = shownTouch(BookSide(side.opposite)).map { price(of: $0) } ?? mark
    let bounds = terms.protection.bounds(side, touch: touch, mark: mark)
    let tick = terms.tickSize.rawValue
    return (
      max(1, UInt32(clamping: Whole64.divide(bounds.lowest.rawValue, by: tick, rounding: .up))),
      min(book.ticks - 1, UInt32(clamping: bounds.highest.rawValue / tick))
    )
  }

  /// The nearest level an order may name instead of one beyond the band, or nil when it is within.
  @inline(never) func bound(_ side: Side, beyond level: UInt32) -> UInt32? {
    let (lowest, highest) = band(side)
    return level > highest ? highest : level < lowest ? lowest : nil
  }

  /// Keeps an order within the band: a market order goes no further; a limit beyond it is answered by the nearest.
  @inline(never) func keepInBand(_ order: inout IncomingOrder) -> UInt32? {
    guard order.type == .market else { return bound(order.side, beyond: order.limit) }
    let (lowest, highest) = band(order.side)
    order.limit = order.side == .buy ? min(order.limit, highest) : max(order.limit, lowest)
    return nil
  }

  /// Says how far a market order goes; again after something was canceled for it that may have been the best price.
  @inline(never) func cap(_ order: inout IncomingOrder) {
    if order.type != .market { return }
    order.limit = worstLevel(order.side)
    if isBanded { _ = keepInBand(&order) }
  }

  /// The last level an order of a side could trade at.
  @inline(__always) func worstLevel(_ side: Side) -> UInt32 { side == .buy ? book.ticks - 1 : 0 }

  /// Why what is left of an order that does not rest is canceled.
  @inline(never) func reasonToEnd(_ taker: Taker) -> CancelReason {
    if taker.fundsEnded { return .insufficientMargin }
    // Somebody would still trade with it, but not at these prices.
    let isStopped = taker.isMarket && book.best(BookSide(taker.side.opposite)) != nil
    return isStopped && !crosses(taker) ? .priceBand : .notImmediate
  }
}
