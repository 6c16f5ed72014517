// Money that leaves the venue in two steps: its owner asks, and later confirms or takes it back.

/// Sets money of a wallet aside that is to leave the venue; one withdrawal of a currency waits at a time.
public struct RequestWithdrawal: Hashable, Sendable, BitwiseCopyable {
  /// Whose wallet.
  public var account: AccountID
  /// In which currency.
  public var currency: Currency
  /// How much leaves, network fee included, positive, in the smallest unit.
  public var amount: Amount
  /// How much of it the network takes, not negative.
  public var fee: Amount

  /// A request.
  @inlinable public init(account: AccountID, currency: Currency, amount: Amount, fee: Amount) {
    self.account = account
    self.currency = currency
    self.amount = amount
    self.fee = fee
  }
}

/// Decides about a withdrawal that waits.
public struct ResolveWithdrawal: Hashable, Sendable, BitwiseCopyable {
  /// Whose it is.
  public var account: AccountID
  /// Its number: the entry that asked for it.
  public var withdrawal: UInt64
  /// Whether it is paid out; else the money goes back to the wallet.
  public var isConfirmed: Bool

  /// That decision.
  @inlinable public init(account: AccountID, withdrawal: UInt64, isConfirmed: Bool) {
    self.account = account
    self.withdrawal = withdrawal
    self.isConfirmed = isConfirmed
  }
}

/// Where a withdrawal stands.
public enum WithdrawalStatus: UInt8, Sendable, BitwiseCopyable {
  /// Its money is set aside.
  case pending = 0
  /// Its money left the venue.
  case completed = 1
  /// Its money went back.
  case canceled = 2
}

/// A withdrawal was asked for, paid out or taken back.
public struct WithdrawalChanged: Hashable, Sendable, BitwiseCopyable {
  /// Its number: the entry that asked for it.
  public var number: UInt64
  /// When that was.
  public var requested: Timestamp
  /// How much leaves, network fee included, positive, in the smallest unit.
  public var amount: Amount
  /// How much of it the network takes.
  public var fee: Amount
  /// What the wallet holds now.
  public var balance: Amount
  /// Whose.
  public var account: AccountID
  /// In which currency.
  public var currency: Currency
  /// Where it stands.
  public var status: WithdrawalStatus

  /// A withdrawal as it stands.
  @inlinable public init(
    number: UInt64, requested: Timestamp, amount: Amount, fee: Amount, balance: Amount, account: AccountID,
    currency: Currency, status: WithdrawalStatus
  ) {
    self.number = number
    self.requested = requested
    self.amount = amount
    self.fee = fee
    self.balance = balance
    self.account = account
    self.currency = currency
    self.status = status
  }
}

extension ByteWriter {
  /// Writes what an owner says, and asks of money that is to leave.
  mutating func write(owner command: Command) {
    switch command {
    case .remark(let command):
      write(CommandCode.remark.rawValue)
      write(command.account.rawValue)
      write(text: command.utf8)
    case .requestWithdrawal(let command):
      write(CommandCode.requestWithdrawal.rawValue)
      write(command.account.rawValue)
      write(command.currency.rawValue)
      write(command.amount)
      write(command.fee)
    case .resolveWithdrawal(let command):
      write(CommandCode.resolveWithdrawal.rawValue)
      write(command.account.rawValue)
      write(command.withdrawal)
      write(command.isConfirmed)
    default: preconditionFailure("no owner asks this: \(command)")
    }
  }
}

extension ByteReader {
  mutating func readRequestWithdrawal() throws(CodecError) -> RequestWithdrawal {
    RequestWithdrawal(
      account: try readAccount(), currency: try read(code: Currency.self), amount: try read(), fee: try read())
  }

  mutating func readResolveWithdrawal() throws(CodecError) -> ResolveWithdrawal {
    ResolveWithdrawal(
      account: try readAccount(), withdrawal: try read(), isConfirmed: try readFlag("confirmation"))
  }
}
