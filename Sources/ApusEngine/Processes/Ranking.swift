import ApusModel

// Where everybody stands in the line for deleveraging: five lights for the first fifth of the contracts, one for the
// last. A minute after a mark moved it is told to whom it changed for, one market in an entry.

extension Engine {
  /// Plans to tell everybody where he stands, after a mark moved.
  mutating func planRanking() {
    guard liquidations.nextRanking == .never, accounts.positions.count > 0 else { return }
    liquidations.nextRanking = time.wholeMinute + Timestamp(rawValue: Timestamp.minute)
  }

  /// Tells the holders of the next market, if it is time.
  mutating func attendRanking(into events: inout EventBuffer) {
    guard liquidations.nextRanking <= time else { return }
    let market = Int(liquidations.rankedMarket)
    if market < markets.count {
      if mayLiquidate(in: market) { rank(market, into: &events) }
      liquidations.rankedMarket += 1
    }
    guard Int(liquidations.rankedMarket) >= markets.count else { return }
    liquidations.rankedMarket = 0
    liquidations.nextRanking = .never
  }

  /// Longs and shorts stand in lines of their own; who holds nothing any more has no light.
  private mutating func rank(_ market: Int, into events: inout EventBuffer) {
    for side in Side.allCases {
      lineUp(against: side, in: market)
      var total = Contracts.zero
      for number in 0..<liquidations.line.count { total += liquidations.line[number].quantity }
      var cumulative = Contracts.zero
      while let first = liquidations.line.first {
        cumulative += first.quantity
        light(first.account, in: market, UInt8(Deleveraging.lights(with: cumulative, of: total)), into: &events)
        liquidations.line.removeFirst()
      }
    }
    for number in 0..<accounts.count {
      let account = AccountID(rawValue: number + 1)
      let slot = accounts.slot(account, in: markets[market].id)
      if slot != noSlot, accounts.positions[slot].position.quantity == .zero {
        light(account, in: market, 0, into: &events)
      }
    }
  }

  private mutating func light(_ account: AccountID, in market: Int, _ lights: UInt8, into events: inout EventBuffer) {
    let slot = accounts.slot(account, in: markets[market].id)
    if accounts.risk[slot].lights == lights { return }
    accounts.risk[slot].lights = lights
    events.append(
      .deleverageRanked(DeleverageRanked(account: account, instrument: markets[market].id, lights: lights)))
  }
}
