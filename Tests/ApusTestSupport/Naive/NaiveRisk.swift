import ApusEngine
import ApusModel

// Liquidation and bankruptcy price (rule 3.5), found for everybody whenever they are asked for.

/// What decides over a position.
struct NaiveRisk {
  let liquidation: Int128
  let bankruptcy: Int128
  let maintenance: Int128
  /// What the account loses with the position.
  let stake: Int128
}

extension NaiveContract {
  /// What is shown where no mark reaches a price.
  static let unreachable = 100_000_000 * priceScale

  /// The price at which contracts of that direction and basis have lost so much, to the tick against their holder.
  func price(of size: Int128, _ direction: Int128, basis: Int128, losing loss: Int128) -> Int128 {
    let tick = Int128(terms.tickSize.rawValue)
    let worth = basis - gain(of: direction) * loss
    let ratio: Ratio
    if isInverse {
      let each = worth > 0 ? Ratio(worth, over: size / lot) : Ratio(0)
      let whole = direction > 0 ? each.floor : each.ceiling
      guard whole > 0 else { return NaiveContract.unreachable }
      ratio = Ratio(Int128(terms.multiplier) * lot * NaiveContract.priceScale, over: whole * tick)
    } else {
      guard worth > 0 else { return 0 }
      ratio = Ratio(worth * NaiveContract.priceScale, over: size * Int128(terms.multiplier) * tick)
    }
    let price = (direction > 0 ? ratio.ceiling : ratio.floor) * tick
    return price > NaiveContract.unreachable ? NaiveContract.unreachable : price
  }
}

extension NaiveEngine {
  /// What decides over a position at the mark; nil without one, and for a profit contract.
  func risk(_ key: Key) -> NaiveRisk? {
    let holding = holding(key)
    let contract = markets[key.market].contract
    guard holding.size > 0, !contract.terms.type.isOption else { return nil }
    let choice = choice(key)
    let maintenance = contract.held(
      contract.maintenanceRate(steps: choice.steps) + payable(key, holding.direction), of: holding.basis)
    let available = max(available(key.account, contract.terms.settlement), -(1 << 61))
    let loss = bearable(key, choice, available)
    func price(_ loss: Int128) -> Int128 {
      contract.price(of: holding.size, holding.direction, basis: holding.basis, losing: loss)
    }
    return NaiveRisk(
      liquidation: price(loss - maintenance), bankruptcy: price(choice.leverage == 0 ? max(0, loss) : loss),
      maintenance: maintenance,
      stake: positionMargin(key) + (choice.leverage == 0 ? available : 0))
  }

  /// Whether a market's positions are judged: by a mark whose index is valid, and not before all have paid what is due.
  func mayLiquidate(_ market: Int) -> Bool {
    let states = [trading, markets[market].trading]
    return markets[market].mark != nil && markets[market].isIndexValid && round?.market != market
      && markets[market].state == .open && !markets[market].contract.terms.type.isOption
      && !states.contains(.indexInvalid) && !states.contains(.halted)
  }

  /// Whether the mark has reached the liquidation price.
  func isDue(_ key: Key, _ risk: NaiveRisk) -> Bool {
    guard mayLiquidate(key.market), let mark = markets[key.market].mark,
      offers(in: key.market).count < Int(limits.offers)
    else { return false }
    if holding(key).direction > 0 { return mark <= risk.liquidation }
    return mark >= risk.liquidation && risk.liquidation < NaiveContract.unreachable
  }

  /// Whether the mark would have reached what an order leaves of a position: it is traded, looked at and taken back.
  func wouldBeLiquidated(by order: NaiveOrder) -> Bool {
    let key = key(order)
    let contract = markets[key.market].contract
    let now = (fills[key], transfers, choices[key], happenings)
    defer { (fills[key], transfers, choices[key], happenings) = now }
    let before = holding(key)
    var after = before
    let value = contract.lotValue(order.price) * (order.quantity / contract.lot)
    let fee = contract.commission(fee(of: key.account, contract).taker, on: value)
    let profit = after.trade(order.side, order.quantity, worth: value, of: contract)
    fills[key, default: []].append(
      NaiveFill(side: order.side, quantity: order.quantity, value: value, fee: fee, profit: profit))
    pay(.commission, from: .wallet(key.account), to: .fees, fee, in: contract.terms.settlement)
    pay(.profit, from: .clearing, to: .wallet(key.account), profit, in: contract.terms.settlement)
    shareOwnMargin(key, after: before.size, before.direction)
    coverEntry(of: order, at: order.price, order.quantity, setAside: .max)
    // What closes everything may not cost more than there is.
    if holding(key).size == 0 { return available(key.account, contract.terms.settlement) < 0 }
    guard let risk = risk(key), let mark = markets[key.market].mark else { return false }
    return holding(key).direction > 0 ? mark <= risk.liquidation : mark >= risk.liquidation
  }

  /// Of all positions of all accounts the one to be liquidated next: the lowest account's that needs most maintenance.
  func nextDue() -> (Key, NaiveRisk)? {
    for number in 0..<accounts {
      for currency in Currency.allCases {
        var found: (Key, NaiveRisk)?
        for market in markets.indices where markets[market].contract.terms.settlement == currency {
          let key = Key(account: AccountID(rawValue: UInt32(number + 1)), market: market)
          guard let risk = risk(key), isDue(key, risk) else { continue }
          if found == nil || risk.maintenance > found!.1.maintenance { found = (key, risk) }
        }
        if let found { return found }
      }
    }
    return nil
  }

  /// Who may be deleveraged, the first in line first.
  func line(against side: Side, in market: Int) -> [NaiveCandidate] {
    (0..<accounts).compactMap {
      candidate(Key(account: AccountID(rawValue: UInt32($0 + 1)), market: market), side)
    }.sorted { $0.isAhead(of: $1) }
  }

  /// Somebody who holds what an order of that side would close against, with his place at the mark.
  func candidate(_ key: Key, _ side: Side) -> NaiveCandidate? {
    let contract = markets[key.market].contract
    let holding = holding(key)
    guard let mark = markets[key.market].mark, holding.direction == (side == .buy ? 1 : -1), let risk = risk(key) else {
      return nil
    }
    let way = contract.gain(of: holding.direction)
    let worth = contract.value(holding.size, at: mark)
    let bankrupt = risk.bankruptcy == 0 ? 0 : contract.value(holding.size, at: risk.bankruptcy)
    let rank = NaiveRank(
      profit: way * (worth - holding.basis), cost: holding.basis, worth: worth, left: way * (worth - bankrupt))
    return NaiveCandidate(account: key.account, quantity: holding.size, rank: rank)
  }
}

/// Somebody who may be deleveraged.
struct NaiveCandidate {
  let account: AccountID
  var quantity: Int128
  let rank: NaiveRank

  /// By rank, of equals the older account.
  func isAhead(of other: NaiveCandidate) -> Bool {
    if rank.isAhead(of: other.rank) { return true }
    return !other.rank.isAhead(of: rank) && account < other.account
  }
}
