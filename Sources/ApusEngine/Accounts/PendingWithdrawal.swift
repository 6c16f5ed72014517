import ApusModel

/// Money of a wallet that waits to leave the venue; its number is zero where none does.
struct PendingWithdrawal: BitwiseCopyable {
  /// The entry that asked for it, and when.
  var number: UInt64 = 0
  var requested: Timestamp = .zero
  var amount: Amount = .zero
  var fee: Amount = .zero

  var waits: Bool { number != 0 }
}

extension Accounts {
  /// The withdrawal of a currency that waits for its owner's word.
  func withdrawal(of account: AccountID, in currency: Currency) -> PendingWithdrawal {
    withdrawals[Accounts.place(account, currency)]
  }

  mutating func setWithdrawal(_ withdrawal: PendingWithdrawal, of account: AccountID, in currency: Currency) {
    withdrawals[Accounts.place(account, currency)] = withdrawal
  }

  private static func place(_ account: AccountID, _ currency: Currency) -> UInt32 {
    account.rawValue * UInt32(Currency.allCases.count) + UInt32(currency.rawValue)
  }
}
