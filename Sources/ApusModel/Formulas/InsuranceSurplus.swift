extension Instrument {
  /// What closing a position taken over at its bankruptcy price brings the insurance fund, or costs it when negative, in
  /// the settlement unit (`liquidation-surplus`).
  public func surplus(closing held: Contracts, takenOverAt bankruptcy: Price, filledAt fill: Price) -> Amount {
    value(of: held, at: fill) - value(of: held, at: bankruptcy)
  }
}
