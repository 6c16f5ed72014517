import ApusModel

/// A withdrawal that waits for its owner's word.
struct NaiveWithdrawal {
  let request: RequestWithdrawal
  let number: UInt64
  let requested: Timestamp
}

extension NaiveEngine {
  func requestWithdrawal(_ command: RequestWithdrawal) {
    guard exists(command.account) else { return reject(command.account, .unknownAccount) }
    if command.amount <= .zero || command.fee < .zero || command.fee >= command.amount {
      return reject(command.account, .invalidAmount)
    }
    let waits = withdrawals.contains {
      $0.request.account == command.account && $0.request.currency == command.currency
    }
    if waits { return reject(command.account, .withdrawalWaits) }
    guard mayLeave(command.account, command.amount, command.currency) else { return }
    let amount = Int128(command.amount.rawValue)
    pay(.withdrawalHeld, from: .wallet(command.account), to: .withdrawals, amount, in: command.currency)
    state(.walletChanged(wallet(command.account, command.currency, .withdrawalHeld, -amount)))
    let withdrawal = NaiveWithdrawal(request: command, number: entry.sequence, requested: entry.time)
    withdrawals.append(withdrawal)
    state(withdrawal, .pending)
  }

  func resolveWithdrawal(_ command: ResolveWithdrawal) {
    guard exists(command.account) else { return reject(command.account, .unknownAccount) }
    let place = withdrawals.firstIndex {
      $0.request.account == command.account && $0.number == command.withdrawal
    }
    guard let place else { return reject(command.account, .unknownWithdrawal) }
    let withdrawal = withdrawals[place]
    let (amount, currency) = (Int128(withdrawal.request.amount.rawValue), withdrawal.request.currency)
    if command.isConfirmed {
      if trading == .halted { return reject(command.account, .venueHalted) }
      pay(.withdrawal, from: .withdrawals, to: .outside, amount, in: currency)
    } else {
      pay(.withdrawalReturned, from: .withdrawals, to: .wallet(command.account), amount, in: currency)
      state(.walletChanged(wallet(command.account, currency, .withdrawalReturned, amount)))
    }
    withdrawals.remove(at: place)
    state(withdrawal, command.isConfirmed ? .completed : .canceled)
  }

  /// States the withdrawals of an account that wait.
  func stateWithdrawals(of account: AccountID, in currency: Currency) {
    for withdrawal in withdrawals
    where withdrawal.request.account == account && withdrawal.request.currency == currency {
      state(withdrawal, .pending)
    }
  }

  private func state(_ withdrawal: NaiveWithdrawal, _ status: WithdrawalStatus) {
    let request = withdrawal.request
    state(
      .withdrawalChanged(
        WithdrawalChanged(
          number: withdrawal.number, requested: withdrawal.requested, amount: request.amount, fee: request.fee,
          balance: balance(of: request.account, in: request.currency), account: request.account,
          currency: request.currency, status: status)))
  }
}
