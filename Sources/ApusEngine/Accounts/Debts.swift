import ApusModel

// A fill may leave a wallet with less than nothing: an order that rested while the mark fell is filled beyond its owner's
// bankruptcy, and closed again before the mark moves. Nobody who holds nothing owes anything when such a command is done.

extension Accounts {
  /// Notes that a fill left a wallet below nothing. Rare, and apart from the way of the many that do not.
  @inline(never) mutating func noteDebt(of account: AccountID) {
    areIndebted = true
    debtors.include(account.rawValue)
  }

  /// Whether an account has contracts in any market of a currency.
  func holdsContracts(_ account: AccountID, in currency: Currency) -> Bool {
    for instrument in 0..<instruments where closing[instrument].settlement == currency {
      let slot = slot(account, in: InstrumentID(rawValue: UInt16(instrument)))
      if slot != noSlot && positions[slot].position.quantity != .zero { return true }
    }
    return false
  }
}

extension Engine {
  /// Has everybody answer whose wallet a fill of this entry left below nothing: who holds contracts at once with all he
  /// has, and for who holds nothing the insurance fund makes it good.
  @inline(never) mutating func attendDebts(into events: inout EventBuffer) {
    while accounts.areIndebted {
      accounts.areIndebted = false
      if !answerForDebts(into: &events) { continue }
      judge(into: &events)
      if accounts.triggersAreDue { fireTriggers(into: &events) }
    }
    stateInsurance(into: &events)
  }

  /// Lets debtors answer, by number; answers whether any has positions to be judged.
  private mutating func answerForDebts(into events: inout EventBuffer) -> Bool {
    var areToBeJudged = false
    while true {
      let number = accounts.debtors.first(from: 0)
      if number == TickSet.none { return areToBeJudged }
      _ = accounts.debtors.remove(number)
      let account = AccountID(rawValue: number)
      for currency in Currency.allCases where accounts.ledger.balance(of: account, in: currency) < .zero {
        if accounts.holdsContracts(account, in: currency) {
          spendIsolatedMargins(of: account, in: currency, into: &events)
          areToBeJudged = true
        } else {
          makeGood(.unaffordable, of: account, in: currency, into: &events)
        }
      }
    }
  }

  /// No margin is kept apart from what its owner owes: each isolated position of his answers with its own.
  private mutating func spendIsolatedMargins(
    of account: AccountID, in currency: Currency, into events: inout EventBuffer
  ) {
    for market in 0..<markets.count where markets[market].settlement == currency {
      let slot = accounts.slot(account, in: markets[market].id)
      guard slot != noSlot, accounts.positions[slot].position.quantity != .zero else { continue }
      let margin = markets[market].margin(
        of: accounts.positions[slot].position, rate: accounts.positions[slot].marginRate,
        isolated: accounts.isolatedMargin(slot))
      markets[market].takeOutOfMargin(margin.total, slot, beside: .zero, accounts: &accounts, events: &events)
      accounts.touch(slot)
    }
  }

  /// What a wallet lacks, at most a loss, the insurance fund pays; what the fund lacks is missing among what rounding
  /// leaves over.
  mutating func makeGood(
    _ loss: Amount, of account: AccountID, in currency: Currency, into events: inout EventBuffer
  ) {
    let lacking = min(loss, -accounts.ledger.balance(of: account, in: currency))
    guard lacking > .zero else { return }
    let missing = max(.zero, lacking - accounts.ledger.insurance(in: currency))
    accounts.ledger.post(.insurance, from: .fundingDust, to: .insurance, missing, in: currency)
    accounts.ledger.post(.insurance, from: .insurance, to: .wallet(account), lacking, in: currency)
    stateWallet(of: account, in: currency, .insurance, lacking, into: &events)
  }
}
