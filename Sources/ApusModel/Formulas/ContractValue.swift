extension Instrument {
  /// The value of one lot at a price, positive, in the settlement unit, halves up.
  ///
  /// The venue rounds the value of one lot and multiplies it (`inv-openvalue-20241124`, 4,891 recorded trades);
  /// rounding once over the whole quantity gives another number. Precondition: the price is positive.
  public func value(ofOneLotAt price: Price) -> Amount {
    if kind == .inverse { return Instrument.inverseValue(of: lot, at: price, multiplier: multiplier) }
    return Instrument.linearValue(of: lot, at: price, multiplier: multiplier)
  }

  /// The signed value of a signed number of contracts at a price: negative for an inverse long.
  ///
  /// Inverse contracts round per lot; linear and quanto ones once (`lin-usdt-openvalue-TRXUSDT`).
  public func value(of contracts: Contracts, at price: Price) -> Amount {
    if kind == .inverse {
      return Amount(rawValue: -value(ofOneLotAt: price).rawValue * (contracts.rawValue / lot.rawValue))
    }
    return Instrument.linearValue(of: contracts, at: price, multiplier: multiplier)
  }

  /// The value of contracts worth a fixed sum of the quote currency each, halves up, whatever the other terms.
  public static func inverseValue(of contracts: Contracts, at price: Price, multiplier: Int64) -> Amount {
    let sum = Int128(multiplier) * Int128(contracts.rawValue) * Int128(Price.scale)
    return Amount(rawValue: Whole64.divideWide(sum, by: Int128(price.rawValue), rounding: .halfUp))
  }

  /// The value of contracts worth a fixed amount of the underlying each, halves up, whatever the other terms.
  public static func linearValue(of contracts: Contracts, at price: Price, multiplier: Int64) -> Amount {
    let sum = Int128(multiplier) * Int128(contracts.rawValue) * Int128(price.rawValue)
    return Amount(rawValue: Whole64.divideWide(sum, by: Int128(Price.scale), rounding: .halfUp))
  }

  /// Multiplies a positive value into the sign a trade of that side adds to a position's cost.
  @inlinable public func signed(_ value: Amount, bought side: Side) -> Amount {
    Amount(rawValue: (kind == .inverse ? -value.rawValue : value.rawValue) * side.sign)
  }

  /// The price at which a positive number of contracts has a value, in units of 10⁻¹⁰, to four decimals, halves up; all
  /// decimals where the ticks are finer than that.
  ///
  /// Used for the average entry: 4 500 000 XBt for 200 contracts is 4444.4444 (`avg-entry-two-fills`).
  public func price(of contracts: Contracts, worth value: Amount) -> Price {
    guard value > .zero, contracts > .zero else { return .zero }
    let size = Int128(multiplier) * Int128(contracts.rawValue)
    let worth = Int128(value.rawValue)
    let grain = tickSize.rawValue >= Price.scale / 10_000 ? Price.scale / 10_000 : 1
    let scale = Int128(Price.scale)
    let price =
      kind == .inverse
      ? Whole64.share(size * scale, over: worth, of: grain) : Whole64.share(worth * scale, over: size, of: grain)
    return Price(rawValue: price)
  }
}
