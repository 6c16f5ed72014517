import ApusModel

// Nobody who holds nothing owes anything once a command is done.

extension NaiveEngine {
  /// Everybody whose wallet a fill left below nothing answers for it, with all he holds or through the insurance fund.
  func answerForDebts(since told: Int) {
    let debtors = Set(happenings[told...].compactMap { owing($0.event) }).sorted()
    let now = happenings.count
    var areToBeJudged = false
    for account in debtors {
      for currency in Currency.allCases where sum(of: .wallet(account), in: currency) < 0 {
        let held = markets.indices.map { Key(account: account, market: $0) }.filter {
          markets[$0.market].contract.terms.settlement == currency && holding($0).size > 0
        }
        if held.isEmpty { makeGood(account, in: currency) }
        for key in held {
          loseMargin(key, atMost: positionMargin(key), beside: 0)
          touch(key)
          areToBeJudged = true
        }
      }
    }
    if areToBeJudged {
      judge()
      fireTriggers()
    }
    if !debtors.isEmpty {
      answerForDebts(since: now)
      stateInsurance()
    }
  }

  /// The customer whom a fill left with less than nothing.
  private func owing(_ event: Event) -> AccountID? {
    guard case .filled(let fill) = event, fill.account != .venue, fill.balance < .zero else { return nil }
    return fill.account
  }

  /// The fund pays what a wallet lacks, at most a loss; what it lacks itself comes from what rounding left over.
  func makeGood(_ account: AccountID, losing loss: Int128 = 1 << 61, in currency: Currency) {
    let lacking = min(loss, -sum(of: .wallet(account), in: currency))
    if lacking <= 0 { return }
    pay(.insurance, from: .fundingDust, to: .insurance, max(0, lacking - insurance(currency)), in: currency)
    pay(.insurance, from: .insurance, to: .wallet(account), lacking, in: currency)
    state(.walletChanged(wallet(account, currency, .insurance, lacking)))
  }
}
