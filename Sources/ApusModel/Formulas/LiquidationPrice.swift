/// The price at which a position is taken over and the price at which its margin is gone.
public struct LimitPrices: Hashable, Sendable, BitwiseCopyable {
  /// The mark at which the position is liquidated.
  public var liquidation: Price
  /// The price at which nothing of the margin is left.
  public var bankruptcy: Price
}

extension Instrument {
  /// What the venue shows where a position cannot be liquidated: 100 000 000.
  public static let unreachable = Price(units: 100_000_000)

  /// A fraction of ticks as a price; beyond `unreachable` it is that.
  func reachable(_ numerator: Int128, over denominator: Int128, _ rounding: Rounding) -> Price {
    let tick = tickSize.rawValue
    let limit = Int128(Instrument.unreachable.rawValue / tick + 1)
    let ticks = Whole64.divideWide(min(numerator, limit * denominator), by: denominator, rounding: rounding)
    return ticks >= Int64(limit) ? Instrument.unreachable : Price(rawValue: ticks * tick)
  }

  /// Maintenance margin at the first risk step: `ceil(rate × |cost|)`, without the commission that is set aside apart.
  public func maintenance(of cost: Amount) -> Amount { maintenanceMargin.margin(on: cost.magnitude) }
}

extension MarginRates {
  /// Maintenance margin of a cost with the part of the next funding the position will pay: `ceil((rate + payable) ×
  /// |cost|)`, without the commission that is set aside apart (`pos-20190325-short30-cross`).
  @inlinable public func maintenance(of cost: Amount, payable: Rate) -> Amount {
    (maintenance + payable).margin(on: cost.magnitude)
  }
}

extension Position {
  /// Liquidation and bankruptcy price of a position, `available` being what else backs it in cross margin.
  ///
  /// Rounded to the tick against the trader: up for a long, down for a short (captures of 2017 to 2019, dossier 3.5).
  public func limitPrices(margin: PositionMargin, available: Amount, of instrument: Instrument) -> LimitPrices? {
    limitPrices(margin: margin, maintenance: instrument.maintenance(of: cost), available: available, of: instrument)
  }

  /// The same for a position that needs so much maintenance, as at a higher risk step or before it pays funding.
  public func limitPrices(
    margin: PositionMargin, maintenance: Amount, available: Amount, of instrument: Instrument
  ) -> LimitPrices? {
    guard quantity != .zero else { return nil }
    let loss = bearableLoss(margin: margin, available: available, of: instrument)
    return LimitPrices(
      liquidation: price(losing: loss - maintenance, of: instrument),
      // In cross margin the losses of other positions are theirs, however much more than all they take.
      bankruptcy: price(losing: leverage == .cross ? max(loss, .zero) : loss, of: instrument))
  }

  /// What the position can lose until nothing is left, in the settlement unit: its margin without the closing commission,
  /// and in cross margin all that backs it, less the commission at bankruptcy: `(equity − ⌈fee × |cost|⌉) ÷ (1 + fee)`.
  /// Negative where other positions and orders need more than there is: `available` counts below nothing too.
  public func bearableLoss(margin: PositionMargin, available: Amount, of instrument: Instrument) -> Amount {
    guard leverage == .cross else { return margin.initial + margin.cross - margin.loss }
    let spare = margin.total + available - instrument.commission.margin(on: cost.magnitude)
    return Amount(
      rawValue: Whole64.multiply(
        spare.rawValue, Rate.scale, dividedBy: Rate.scale + instrument.commission.rawValue, rounding: .down))
  }

  /// The price at which the position has lost so much, rounded to the tick against the trader.
  ///
  /// An inverse contract's value is rounded for each lot, as every value is: down for a long, up for a short.
  public func price(losing loss: Amount, of instrument: Instrument) -> Price {
    let long = quantity > .zero
    let tick = Int128(instrument.tickSize.rawValue)
    let rounding: Rounding = long ? .up : .down
    guard instrument.kind == .inverse else {
      let worth = long ? cost.magnitude - loss : cost.magnitude + loss
      guard worth > .zero else { return .zero }
      let size = Int128(quantity.magnitude.rawValue) * Int128(instrument.multiplier)
      return instrument.reachable(Int128(worth.rawValue) * Int128(Price.scale), over: size * tick, rounding)
    }
    let worth = long ? cost.magnitude + loss : cost.magnitude - loss
    guard worth > .zero else { return Instrument.unreachable }
    let lots = quantity.magnitude.rawValue / instrument.lot.rawValue
    let each = Whole64.divide(worth.rawValue, by: lots, rounding: long ? .down : .up)
    guard each > 0 else { return Instrument.unreachable }
    let size = Int128(instrument.multiplier) * Int128(instrument.lot.rawValue)
    return instrument.reachable(size * Int128(Price.scale), over: Int128(each) * tick, rounding)
  }
}
