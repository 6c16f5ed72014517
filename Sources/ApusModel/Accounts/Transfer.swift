/// Where money can be. All purses of a currency always sum to zero.
public enum Purse: Hashable, Sendable, BitwiseCopyable {
  /// A customer's wallet.
  case wallet(AccountID)
  /// Profit and loss on its way between customers: equals the cost of all open positions.
  case clearing
  /// The venue's income from commissions.
  case fees
  /// What stands behind liquidations; the wallet of account 0, the liquidation engine, is the same purse.
  case insurance
  /// Leverage interest charged: the venue's income apart from commissions.
  case interest
  /// What rounding leaves over when longs and shorts pay each other.
  case fundingDust
  /// Withdrawals that wait for their owners' word.
  case withdrawals
  /// The world: negative by what customers have deposited and not withdrawn.
  case outside
}

/// Why money moved.
public enum TransferReason: UInt8, Sendable, BitwiseCopyable {
  case deposit = 0
  case commission = 1
  case profit = 2
  case withdrawal = 3
  case transfer = 4
  case funding = 5
  case interest = 6
  case settlementFee = 7
  /// What is left of a stake that was taken over, to the insurance fund; and what a wallet lacks at a settlement, from it.
  case insurance = 8
  /// Money that is to leave the venue, set aside.
  case withdrawalHeld = 9
  /// The same when it stays after all.
  case withdrawalReturned = 10
}

/// The only form of payment: a positive or negative amount from one purse to another.
public struct Transfer: Hashable, Sendable, BitwiseCopyable {
  /// Why.
  public var reason: TransferReason
  /// In which currency.
  public var currency: Currency
  /// Who pays.
  public var from: Purse
  /// Who receives.
  public var to: Purse
  /// How much, in the settlement unit.
  public var amount: Amount

  /// A payment.
  @inlinable public init(_ reason: TransferReason, from: Purse, to: Purse, _ amount: Amount, in currency: Currency) {
    self.reason = reason
    self.from = from
    self.to = to
    self.amount = amount
    self.currency = currency
  }
}
