import ApusModel

// What liquidations promise, found from scratch: every position is asked anew, whatever the ladders say.

extension Engine {
  /// M5, R2, and the liquidation engine's positions against its orders.
  func auditLiquidations(_ findings: inout [String]) {
    for currency in Currency.allCases where accounts.ledger.insurance(in: currency) < .zero {
      findings.append("M5: the insurance fund holds \(accounts.ledger.insurance(in: currency).rawValue) \(currency)")
    }
    for market in 0..<markets.count { auditOffers(in: market, &findings) }
    for number in 0..<accounts.count {
      for currency in Currency.allCases {
        auditRisk(of: AccountID(rawValue: number + 1), in: currency, &findings)
        auditWallet(of: AccountID(rawValue: number + 1), in: currency, &findings)
      }
    }
  }

  /// M4: a wallet is below nothing only while its account holds something, whose profit answers for it.
  private func auditWallet(of account: AccountID, in currency: Currency, _ findings: inout [String]) {
    let balance = accounts.ledger.balance(of: account, in: currency)
    if balance < .zero && !accounts.holdsContracts(account, in: currency) {
      findings.append("M4: account \(account.rawValue) owes \(-balance.rawValue) \(currency) and holds nothing")
    }
  }

  /// All that the engine took over is offered, each part at its own value.
  private func auditOffers(in market: Int, _ findings: inout [String]) {
    let slot = accounts.slot(.venue, in: markets[market].id)
    guard slot != noSlot else { return }
    let position = accounts.positions[slot].position
    let terms = markets[market].terms
    let cost = -terms.signed(position.sells.value, bought: .sell) - terms.signed(position.buys.value, bought: .buy)
    if position.quantity != position.sells.quantity - position.buys.quantity || position.cost != cost {
      findings.append(
        "M1: the liquidation engine holds \(position.quantity.rawValue) contracts at "
          + "\(position.cost.rawValue) and offers others")
    }
    if accounts.positions[slot].orders != markets[market].offers {
      findings.append("B7: \(terms.symbol) counts \(markets[market].offers) orders of the liquidation engine")
    }
  }

  /// R2: of the positions that did not change since the last mark, none is left over that the mark has reached, and each
  /// hangs where the mark that reaches it finds it.
  private func auditRisk(of account: AccountID, in currency: Currency, _ findings: inout [String]) {
    var available = accounts.ledger.balance(of: account, in: currency)
    for market in 0..<markets.count where markets[market].settlement == currency {
      let slot = accounts.slot(account, in: markets[market].id)
      guard slot != noSlot else { continue }
      // Who has still to pay funding is hung up anew when he has, at the new rate.
      if accounts.positions[slot].news & PositionNews.unjudged != 0 || markets[market].isCollecting { return }
      let position = accounts.positions[slot].position
      let own = accounts.isolatedMargin(slot)
      available -= position.margin(at: markets[market].mark, isolated: own, of: markets[market].terms).kept
      available -= position.orderMargin(of: markets[market].terms)
    }
    for market in 0..<markets.count where markets[market].settlement == currency {
      let slot = accounts.slot(account, in: markets[market].id)
      guard slot != noSlot, let judgement = judgement(of: slot, in: market, available: available) else { continue }
      if !liquidations.isUnfinished && isDue(slot, in: market, judgement) {
        findings.append("R2: account \(account.rawValue) is left over in \(markets[market].terms.symbol)")
      }
      let reached = judgement.prices.liquidation
      if !markets[market].finds(slot, at: reached, accounts) && !liquidations.due.contains(account.rawValue) {
        findings.append("R2: the mark \(reached.rawValue) would not find account \(account.rawValue)")
      }
    }
  }
}

extension Market {
  /// Whether the mark at which a position is liquidated finds it on the ladder; true where no mark ever does.
  fileprivate func finds(_ slot: Slot, at price: Price, _ accounts: borrowing Accounts) -> Bool {
    let isLong = accounts.positions[slot].position.quantity > .zero
    guard isLong ? price > .zero : price <= terms.maximumPrice else { return true }
    let direction: Direction = isLong ? .long : .short
    return ladder.covers(slot, direction, at: tick(of: price, direction), in: accounts.risk)
  }
}
