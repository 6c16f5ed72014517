import ApusModel

extension Engine {
  /// Money is set aside to leave the venue: never more than is available, and one withdrawal of a currency at a time.
  mutating func requestWithdrawal(_ command: RequestWithdrawal, into events: inout EventBuffer) {
    let (account, currency) = (command.account, command.currency)
    guard accounts.contains(account) else { return reject(account, .unknownAccount, into: &events) }
    guard command.amount > .zero, command.fee >= .zero, command.fee < command.amount else {
      return reject(account, .invalidAmount, into: &events)
    }
    if accounts.withdrawal(of: account, in: currency).waits {
      return reject(account, .withdrawalWaits, into: &events)
    }
    if let reason = payoutRefusal(of: account, command.amount, currency) { return events.append(.rejected(reason)) }
    accounts.ledger.post(
      .withdrawalHeld, from: .wallet(account), to: .withdrawals, command.amount, in: currency)
    let withdrawal = PendingWithdrawal(
      number: sequence, requested: time, amount: command.amount, fee: command.fee)
    accounts.setWithdrawal(withdrawal, of: account, in: currency)
    accounts.disturb(account)
    stateWallet(of: account, in: currency, .withdrawalHeld, -command.amount, into: &events)
    state(withdrawal, .pending, of: account, in: currency, into: &events)
  }

  /// A withdrawal that waits is paid out, or its money goes back. While the venue is halted nothing leaves it.
  mutating func resolveWithdrawal(_ command: ResolveWithdrawal, into events: inout EventBuffer) {
    let account = command.account
    guard accounts.contains(account) else { return reject(account, .unknownAccount, into: &events) }
    let found = Currency.allCases.first {
      let withdrawal = accounts.withdrawal(of: account, in: $0)
      return withdrawal.waits && withdrawal.number == command.withdrawal
    }
    guard let currency = found else { return reject(account, .unknownWithdrawal, into: &events) }
    let withdrawal = accounts.withdrawal(of: account, in: currency)
    if command.isConfirmed {
      if trading == .halted { return reject(account, .venueHalted, into: &events) }
      accounts.ledger.post(.withdrawal, from: .withdrawals, to: .outside, withdrawal.amount, in: currency)
    } else {
      accounts.ledger.post(
        .withdrawalReturned, from: .withdrawals, to: .wallet(account), withdrawal.amount, in: currency)
      accounts.disturb(account)
      stateWallet(of: account, in: currency, .withdrawalReturned, withdrawal.amount, into: &events)
    }
    accounts.setWithdrawal(PendingWithdrawal(), of: account, in: currency)
    state(withdrawal, command.isConfirmed ? .completed : .canceled, of: account, in: currency, into: &events)
  }

  /// States where a withdrawal stands.
  func state(
    _ withdrawal: PendingWithdrawal, _ status: WithdrawalStatus, of account: AccountID, in currency: Currency,
    into events: inout EventBuffer
  ) {
    events.append(
      .withdrawalChanged(
        WithdrawalChanged(
          number: withdrawal.number, requested: withdrawal.requested, amount: withdrawal.amount, fee: withdrawal.fee,
          balance: accounts.ledger.balance(of: account, in: currency), account: account, currency: currency,
          status: status)))
  }
}
