extension Instrument {
  /// What a position at a price is in units of the underlying, positive for a long, in 10⁻⁸ or 10⁻⁶ as the settlement
  /// currency counts; nil for a quanto contract, whose notional takes a price of bitcoin: `QuantoNotional`.
  public func homeNotional(of contracts: Contracts, at price: Price) -> Amount? {
    switch kind {
    case .inverse: -value(of: contracts, at: price)
    case .linear: Amount(rawValue: contracts.rawValue * multiplier)
    case .quanto: nil
    }
  }

  /// The same in units of the quote currency, negative for a long, which owes it.
  public func foreignNotional(of contracts: Contracts, at price: Price) -> Amount? {
    switch kind {
    case .inverse: Amount(rawValue: -contracts.rawValue * multiplier)
    case .linear: -value(of: contracts, at: price)
    case .quanto: nil
    }
  }
}
