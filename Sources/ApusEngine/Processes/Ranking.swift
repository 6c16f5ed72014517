import ApusModel

// Where everybody stands in the line for deleveraging: five lights for the first fifth of the contracts, one for the
// last. A minute after a mark moved it is told to whom it changed for, market by market, in slices: a line is made of
// positions as they stand when their account is looked at.

/// How far telling holders of a market where they stand has come.
struct RankingRound: BitwiseCopyable {
  enum Step: UInt8, BitwiseCopyable {
    /// Holders of a side are lined up, account by account.
    case lining = 0
    /// The line is told, the first in it first.
    case telling = 1
    /// Who holds nothing any more has no light, account by account.
    case darkening = 2
  }

  var step = Step.lining
  var side = Side.buy
  /// The last account looked at.
  var account: UInt32 = 0
  /// Contracts in the line, and of those told already.
  var total: Contracts = .zero
  var told: Contracts = .zero
}

extension Engine {
  /// Plans to tell everybody where he stands, after a mark moved.
  mutating func planRanking() {
    guard liquidations.nextRanking == .never, accounts.positions.count > 0 else { return }
    liquidations.nextRanking = time.wholeMinute + Timestamp(rawValue: Timestamp.minute)
  }

  /// Tells holders where they stand, if it is time, as many as one entry may.
  mutating func attendRanking(into events: inout EventBuffer) {
    guard liquidations.nextRanking <= time else { return }
    var work = Work(limits.slice)
    while work.isLeft {
      let market = Int(liquidations.rankedMarket)
      guard market < markets.count else {
        liquidations.rankedMarket = 0
        liquidations.nextRanking = .never
        return
      }
      let round = liquidations.ranking
      if round.step == .lining && round.side == .buy && round.account == 0 && !mayLiquidate(in: market) {
        work.lookedOn()
        liquidations.rankedMarket += 1
        continue
      }
      switch round.step {
      case .lining: lineUpNext(in: market, &work)
      case .telling: tellNext(in: market, &work, into: &events)
      case .darkening: darkenNext(in: market, &work, into: &events)
      }
    }
  }

  /// Longs and shorts stand in lines of their own.
  private mutating func lineUpNext(in market: Int, _ work: inout Work) {
    guard let slot = nextRanked(in: market, &work) else { return liquidations.ranking.step = .telling }
    guard slot != noSlot, accounts.positions[slot].position.quantity.sign == liquidations.ranking.side.sign,
      let candidate = candidate(slot, in: market)
    else { return }
    work.didOne()
    liquidations.ranking.total += candidate.quantity
    liquidations.ranked.insert(candidate)
  }

  private mutating func tellNext(in market: Int, _ work: inout Work, into events: inout EventBuffer) {
    guard let first = liquidations.ranked.first else {
      let isThrough = liquidations.ranking.side == .sell
      liquidations.ranking = RankingRound(step: isThrough ? .darkening : .lining, side: .sell)
      return
    }
    work.didOne()
    liquidations.ranking.told += first.quantity
    let lights = Deleveraging.lights(with: liquidations.ranking.told, of: liquidations.ranking.total)
    light(accounts.slot(first.account, in: markets[market].id), in: market, UInt8(lights), into: &events)
    liquidations.ranked.removeFirst()
  }

  private mutating func darkenNext(in market: Int, _ work: inout Work, into events: inout EventBuffer) {
    guard let slot = nextRanked(in: market, &work) else {
      liquidations.ranking = RankingRound()
      return liquidations.rankedMarket += 1
    }
    if slot != noSlot, accounts.positions[slot].position.quantity == .zero {
      light(slot, in: market, 0, into: &events)
    }
  }

  /// The position of the next account, or `noSlot`; nil when all have been looked at.
  private mutating func nextRanked(in market: Int, _ work: inout Work) -> Slot? {
    guard liquidations.ranking.account < accounts.count else { return nil }
    work.lookedOn()
    liquidations.ranking.account += 1
    return accounts.slot(AccountID(rawValue: liquidations.ranking.account), in: markets[market].id)
  }

  private mutating func light(_ slot: Slot, in market: Int, _ lights: UInt8, into events: inout EventBuffer) {
    // His contract may have been settled since he was lined up.
    if slot == noSlot || accounts.risk[slot].lights == lights { return }
    accounts.risk[slot].lights = lights
    events.append(
      .deleverageRanked(
        DeleverageRanked(
          account: accounts.positions[slot].position.account, instrument: markets[market].id, lights: lights)))
  }
}

// MARK: Across restarts

extension Engine {
  /// Writes how far telling has come, with the line as it stands.
  func writeRanking(into writer: inout ByteWriter) {
    let round = liquidations.ranking
    writer.write(round.step.rawValue)
    writer.write(round.side.rawValue)
    writer.write(round.account)
    writer.write(round.total)
    writer.write(round.told)
    writer.write(liquidations.ranked.count)
    for number in 0..<liquidations.ranked.count {
      let candidate = liquidations.ranked[number]
      writer.write(candidate.account.rawValue)
      writer.write(candidate.quantity)
      writer.write(candidate.rank)
    }
  }

  mutating func restoreRanking(from reader: inout ByteReader) throws(CodecError) {
    let step = try reader.read(UInt8.self)
    guard let known = RankingRound.Step(rawValue: step) else { throw .unknown("step of a ranking", UInt64(step)) }
    liquidations.ranking.step = known
    liquidations.ranking.side = try reader.read(code: Side.self)
    liquidations.ranking.account = try reader.read()
    liquidations.ranking.total = try reader.read()
    liquidations.ranking.told = try reader.read()
    let count = try reader.read(UInt32.self)
    guard count <= limits.accounts else { throw .unknown("length of a line", UInt64(count)) }
    for _ in 0..<count {
      let account = AccountID(rawValue: try reader.read())
      guard accounts.contains(account) else { throw .unknown("account in line", UInt64(account.rawValue)) }
      liquidations.ranked.append(
        DeleverageCandidate(account: account, quantity: try reader.read(), rank: try reader.readRank()))
    }
  }
}
