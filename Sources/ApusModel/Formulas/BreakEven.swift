extension Position {
  /// The price at which closing gives back the cost less what was realised since the position was opened, `net`.
  ///
  /// To the tick against the trader; no exit fee is counted (`pos-20190720-short10-10x`, `pos-20190812-breakeven`). Nil
  /// when there is no position or no such price.
  public func breakEvenPrice(net: Amount, of instrument: Instrument) -> Price? {
    let isLong = quantity > .zero
    let isInverse = instrument.kind == .inverse
    let worth = isInverse == isLong ? cost.magnitude + net : cost.magnitude - net
    let lots = quantity.magnitude.rawValue / instrument.lot.rawValue
    guard worth > .zero, lots > 0 else { return nil }
    let tick = Int128(instrument.tickSize.rawValue)
    let size = Int128(instrument.multiplier) * Int128(instrument.lot.rawValue)
    let rounding: Rounding = isLong ? .up : .down
    guard isInverse else {
      let exact = Int128(worth.rawValue) * Int128(Price.scale)
      return instrument.reachable(exact, over: size * Int128(lots) * tick, rounding)
    }
    let each = Whole64.divide(worth.rawValue, by: lots, rounding: isLong ? .down : .up)
    guard each > 0 else { return nil }
    return instrument.reachable(size * Int128(Price.scale), over: Int128(each) * tick, rounding)
  }
}
