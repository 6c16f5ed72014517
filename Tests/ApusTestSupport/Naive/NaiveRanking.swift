import ApusModel

extension NaiveEngine {
  /// A minute after a mark moved everybody is told his fifth of the line, one market after the other.
  func attendRanking() {
    guard liquidations.nextRanking <= entry.time.rawValue else { return }
    if liquidations.rankedMarket < markets.count {
      if mayLiquidate(liquidations.rankedMarket) { rank(liquidations.rankedMarket) }
      liquidations.rankedMarket += 1
    }
    guard liquidations.rankedMarket >= markets.count else { return }
    liquidations.rankedMarket = 0
    liquidations.nextRanking = .max
  }

  private func rank(_ market: Int) {
    for side in Side.allCases {
      let line = line(against: side, in: market)
      let total = line.reduce(0) { $0 + $1.quantity }
      var before: Int128 = 0
      for candidate in line {
        before += candidate.quantity
        light(Key(account: candidate.account, market: market), 6 - Int(max(1, Ratio(before * 5, over: total).ceiling)))
      }
    }
    for number in 0..<accounts {
      let key = Key(account: AccountID(UInt32(number + 1)), market: market)
      if held.contains(key), holding(key).size == 0 { light(key, 0) }
    }
  }

  private func light(_ key: Key, _ lights: Int) {
    if liquidations.lights[key, default: 0] == lights { return }
    liquidations.lights[key] = lights == 0 ? nil : lights
    state(.deleverageRanked(stated(lights, key)))
  }

  func stated(_ lights: Int, _ key: Key) -> DeleverageRanked {
    DeleverageRanked(account: key.account, instrument: InstrumentID(UInt16(key.market)), lights: UInt8(lights))
  }
}
