import ApusEngine
import ApusModel

extension NaiveEngine {
  /// A minute after a mark moved everybody is told his fifth of the line, one market after the other, in slices.
  func attendRanking() {
    guard liquidations.nextRanking <= entry.time.rawValue else { return }
    var work = Int(limits.slice) * 16
    while work > 0 {
      let market = liquidations.rankedMarket
      guard market < markets.count else {
        liquidations.rankedMarket = 0
        liquidations.nextRanking = .max
        return
      }
      if liquidations.ranking.steps == 0, liquidations.ranking.next == 0, !mayLiquidate(market) {
        work -= 1
        liquidations.rankedMarket += 1
      } else {
        rank(market, &work)
      }
    }
  }

  /// Longs are lined up and told, then shorts, then whoever holds nothing has no light.
  private func rank(_ market: Int, _ work: inout Int) {
    let round = liquidations.ranking
    let isLooking = round.steps % 2 == 0
    if round.steps == 4, round.next == accounts {
      liquidations.ranking = NaiveRankingRound()
      liquidations.rankedMarket += 1
      return
    }
    if isLooking ? round.next == accounts : round.line.isEmpty {
      liquidations.ranking.steps += 1
      if isLooking { return liquidations.ranking.line.sort { $0.isAhead(of: $1) } }
      liquidations.ranking.next = 0
      liquidations.ranking.line = []
      liquidations.ranking.told = 0
      liquidations.ranking.total = 0
      return
    }
    guard isLooking else {
      work -= 16
      let first = liquidations.ranking.line.removeFirst()
      liquidations.ranking.told += first.quantity
      let fifth = Int(max(1, Ratio(liquidations.ranking.told * 5, over: round.total).ceiling))
      return light(Key(account: first.account, market: market), 6 - fifth)
    }
    work -= 1
    liquidations.ranking.next += 1
    let key = Key(account: AccountID(UInt32(round.next + 1)), market: market)
    if round.steps < 4 {
      guard let candidate = candidate(key, round.steps == 0 ? .buy : .sell) else { return }
      work -= 16
      liquidations.ranking.total += candidate.quantity
      liquidations.ranking.line.append(candidate)
    } else if held.contains(key), holding(key).size == 0 {
      light(key, 0)
    }
  }

  private func light(_ key: Key, _ lights: Int) {
    if !held.contains(key) || liquidations.lights[key, default: 0] == lights { return }
    liquidations.lights[key] = lights == 0 ? nil : lights
    state(.deleverageRanked(stated(lights, key)))
  }

  func stated(_ lights: Int, _ key: Key) -> DeleverageRanked {
    DeleverageRanked(account: key.account, instrument: InstrumentID(UInt16(key.market)), lights: UInt8(lights))
  }
}

/// How far telling holders where they stand has come.
struct NaiveRankingRound {
  /// Longs are lined up, then told, shorts the same, then those without contracts are looked at.
  var steps = 0
  /// Accounts looked at in this step.
  var next = 0
  var line: [NaiveCandidate] = []
  var total: Int128 = 0
  var told: Int128 = 0
}
