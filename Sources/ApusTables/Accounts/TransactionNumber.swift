import ApusModel

/// What the public name of a wallet change holds: no two changes have the same.
///
/// Of one account and moment, what entries of the log changed comes first, then the profits of a noon, then payments;
/// within each they rise as they happened.
public struct TransactionNumber: Hashable, Sendable, BitwiseCopyable {
  /// Of the bits 58 to 62 none is set: history keeps the kind of a name there.
  public let rawValue: UInt64

  /// The number in a public name.
  public init(rawValue: UInt64) { self.rawValue = rawValue }

  /// A change that an entry of the log made; who receives from another account has a change of their own.
  init(_ change: WalletChanged, in sequence: UInt64) {
    let isReceived = change.reason == .transfer && change.amount > .zero
    self.init(rawValue: sequence << 1 | (isReceived ? 1 : 0))
  }

  /// What an account pays out, to another or for good, by the entry that asked for it.
  init(payout sequence: UInt64) { self.init(rawValue: sequence << 1) }

  /// The profit of a position that a noon adds to the wallet: a day, an account and a market make a number.
  init(profitOf session: Int64, _ account: AccountID, _ market: InstrumentID) {
    self.init(
      rawValue: 1 << 57 | UInt64(session) << 40 | UInt64(account.rawValue) << 8 | UInt64(market.rawValue & 0xFF))
  }

  /// A funding or leverage interest, by its execution.
  init(payment execution: ExecutionID) { self.init(rawValue: 1 << 63 | execution.rawValue) }

  /// What a position has not brought yet, which is no change: of one account in one currency.
  public init(unrealisedOf account: Int64, currency: UInt64) {
    self.init(rawValue: 1 << 63 | 1 << 57 | UInt64(account) << 8 | currency)
  }

  /// The entry that asked for a withdrawal, where the number may be a withdrawal's.
  public var withdrawal: UInt64? { rawValue >> 57 == 0 && rawValue & 1 == 0 ? rawValue >> 1 : nil }
}
