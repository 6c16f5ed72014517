import ApusModel

extension Engine {
  mutating func deposit(_ command: Deposit, into events: inout EventBuffer) {
    guard accounts.contains(command.account) || command.account == .venue else {
      return reject(command.account, .unknownAccount, into: &events)
    }
    // All deposits together stay within the limit, so no sum of balances can overflow.
    let outside = accounts.ledger.house(in: command.currency).outside
    guard command.amount > .zero, command.amount <= Amount.limit + outside else {
      return reject(command.account, .invalidAmount, into: &events)
    }
    accounts.ledger.post(.deposit, from: .outside, to: .wallet(command.account), command.amount, in: command.currency)
    accounts[command.account].deposited[Int(command.currency.rawValue)] += command.amount
    // The venue's own money goes to the insurance fund.
    if command.account == .venue { return stateInsurance(into: &events) }
    accounts.disturb(command.account)
    stateWallet(of: command.account, in: command.currency, .deposit, command.amount, into: &events)
  }

  func stateWallet(
    of account: AccountID, in currency: Currency, _ reason: TransferReason?, _ amount: Amount,
    into events: inout EventBuffer
  ) {
    events.append(
      .walletChanged(
        WalletChanged(
          account: account, currency: currency, reason: reason, amount: amount,
          balance: accounts.ledger.balance(of: account, in: currency),
          deposited: accounts[account].deposited[Int(currency.rawValue)])))
  }
}
