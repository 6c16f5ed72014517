import ApusModel

extension Engine {
  /// Money leaves the venue: never more than is available, whatever profit is not taken yet.
  mutating func withdraw(_ command: Withdraw, into events: inout EventBuffer) {
    guard accounts.contains(command.account) else { return reject(command.account, .unknownAccount, into: &events) }
    guard command.amount > .zero else { return reject(command.account, .invalidAmount, into: &events) }
    if let reason = payoutRefusal(of: command.account, command.amount, command.currency) {
      return events.append(.rejected(reason))
    }
    accounts.ledger.post(
      .withdrawal, from: .wallet(command.account), to: .outside, command.amount, in: command.currency)
    accounts.disturb(command.account)
    stateWallet(of: command.account, in: command.currency, .withdrawal, -command.amount, into: &events)
  }

  /// Why an amount may not leave a wallet, or nothing. A restricted account may always take its money.
  mutating func payoutRefusal(of account: AccountID, _ amount: Amount, _ currency: Currency) -> Rejected? {
    if trading == .halted { return Rejected(account: account, reason: .venueHalted) }
    if amount <= accounts.available(account, in: currency, markets: markets) { return nil }
    return Rejected(account: account, reason: .insufficientAvailableBalance, detail: amount.rawValue)
  }
}
