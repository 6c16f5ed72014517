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
  fileprivate func reachable(_ numerator: Int128, over denominator: Int128, _ rounding: Rounding) -> Price {
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
    var loss = margin.initial + margin.cross
    if leverage == .cross {
      let equity = margin.total + max(available, .zero)
      let fee = instrument.commission.rawValue
      let spare =
        equity - Amount(rawValue: Whole64.multiply(cost.magnitude.rawValue, fee, dividedBy: Rate.scale, rounding: .up))
      loss = Amount(
        rawValue: Whole64.multiply(max(spare, .zero).rawValue, Rate.scale, dividedBy: Rate.scale + fee, rounding: .down)
      )
    }
    return LimitPrices(
      liquidation: price(losing: max(loss - maintenance, .zero), of: instrument),
      bankruptcy: price(losing: loss, of: instrument))
  }

  private func price(losing loss: Amount, of instrument: Instrument) -> Price {
    let long = quantity > .zero
    let contracts = quantity.magnitude.rawValue
    let tick = instrument.tickSize.rawValue
    let value = cost.magnitude.rawValue
    let rounding: Rounding = long ? .up : .down
    if instrument.kind == .inverse {
      let worth = long ? value + loss.rawValue : value - loss.rawValue
      guard worth > 0 else { return Instrument.unreachable }
      let each = Whole64.divide(worth, by: contracts, rounding: long ? .down : .up)
      guard each > 0 else { return Instrument.unreachable }
      return instrument.reachable(
        Int128(instrument.multiplier) * Int128(Price.scale), over: Int128(each) * Int128(tick), rounding)
    }
    let worth = long ? value - loss.rawValue : value + loss.rawValue
    guard worth > 0 else { return .zero }
    return instrument.reachable(
      Int128(worth) * Int128(Price.scale), over: Int128(contracts) * Int128(instrument.multiplier) * Int128(tick),
      rounding)
  }
}
