extension Position {
  /// Books a trade of signed contracts worth a signed value and returns the profit it realised, before commission.
  ///
  /// A reduction releases its share of the average cost, truncated toward zero; a close releases all that is left,
  /// so a round trip never leaves dust. A trade through zero closes first and opens the rest at its own price.
  @inlinable @inline(__always) public mutating func trade(_ contracts: Contracts, worth value: Amount) -> Amount {
    let before = quantity
    quantity += contracts
    if before.rawValue == 0 || before.sign == contracts.sign {
      cost += value
      return .zero
    }
    if contracts.magnitude < before.magnitude {
      let released = Whole64.multiply(
        cost.rawValue, contracts.magnitude.rawValue, dividedBy: before.magnitude.rawValue, rounding: .towardZero)
      cost -= Amount(rawValue: released)
      return Amount(rawValue: -(released + value.rawValue))
    }
    return close(before, with: contracts, worth: value)
  }

  @inlinable mutating func close(_ before: Contracts, with contracts: Contracts, worth value: Amount) -> Amount {
    // The trade's value is a whole number of lots, so the closing part divides without remainder.
    let closing = Whole64.multiply(
      value.rawValue, before.magnitude.rawValue, dividedBy: contracts.magnitude.rawValue, rounding: .towardZero)
    let profit = -(cost.rawValue + closing)
    cost = Amount(rawValue: value.rawValue - closing)
    return Amount(rawValue: profit)
  }

  /// Profit at a mark, not yet taken: value at the mark − cost (`pos-20190720-short10-10x`).
  public func unrealised(at mark: Price, of instrument: Instrument) -> Amount {
    guard quantity != .zero else { return .zero }
    return instrument.value(of: quantity, at: mark) - cost
  }
}

extension Instrument {
  /// The profit of contracts between two prices, rounded once over all of them, as the venue's guides print it.
  ///
  /// What a trade realises is the difference of two values rounded per lot, up to half a unit for each lot away from this
  /// (`pnl-guide-15000`, `pnl-futures-100k`).
  public func guideProfit(of contracts: Contracts, from entry: Price, to exit: Price) -> Amount {
    let size = Int128(multiplier) * Int128(contracts.rawValue)
    let moved = Int128((exit - entry).rawValue)
    guard kind == .inverse else {
      return Amount(rawValue: Whole64.multiplyWide(size, moved, dividedBy: Int128(Price.scale)))
    }
    let prices = Int128(entry.rawValue) * Int128(exit.rawValue)
    return Amount(rawValue: Whole64.multiplyWide(size * moved, Int128(Price.scale), dividedBy: prices))
  }
}
