/// What an account has, needs and may use in one currency, in the settlement unit (captures of 2019, `margin-20190510`).
public struct AccountMargin: Hashable, Sendable, BitwiseCopyable {
  /// What was deposited and realised.
  public var wallet: Amount
  /// Profit not yet taken, of all positions.
  public var unrealised: Amount
  /// Reserved for open orders.
  public var initial: Amount
  /// Assigned to positions, their unrealised profit included.
  public var maintenance: Amount

  /// An account of these sums.
  public init(wallet: Amount, unrealised: Amount, initial: Amount, maintenance: Amount) {
    self.wallet = wallet
    self.unrealised = unrealised
    self.initial = initial
    self.maintenance = maintenance
  }

  /// Wallet and unrealised profit.
  public var balance: Amount { wallet + unrealised }
  /// What is neither reserved nor assigned; negative when more is needed than there is.
  public var excess: Amount { balance - initial - maintenance }
  /// What may be used for new orders. Unrealised profit is not in it, since it is assigned to its position.
  public var available: Amount { max(.zero, excess) }
  /// What may be withdrawn: what is available.
  public var withdrawable: Amount { available }

  /// What is reserved and assigned as a fraction of the balance, to four decimals, halves up; nil without a balance.
  public var used: Rate? { ReturnOnCost.ofCost(initial + maintenance, cost: max(.zero, balance)) }

  /// The value of all positions at their marks over the balance, in units of 10⁻¹⁰, halves up; nil without a balance.
  public func leverage(worth marked: Amount) -> Price? {
    guard balance > .zero else { return nil }
    let scaled = Int128(marked.rawValue) * Int128(Price.scale)
    return Price(rawValue: Whole64.divideWide(scaled, by: Int128(balance.rawValue), rounding: .halfUp))
  }
}
