import ApusModel

/// The only place money moves: every change of any balance is a transfer between two purses.
///
/// Purses of a currency therefore always sum to zero, the house's included.
struct Ledger: ~Copyable {
  /// What the house holds in one currency.
  struct House: BitwiseCopyable {
    var clearing: Amount = .zero
    var fees: Amount = .zero
    var outside: Amount = .zero
    var interest: Amount = .zero
    var fundingDust: Amount = .zero
    var withdrawals: Amount = .zero
  }

  private var wallets: Slab<Amount>
  private var houses: Slab<House>
  private static var currencies: UInt32 { 2 }

  init(limits: EngineLimits) {
    wallets = Slab(unwritten: (limits.accounts + 1) * Ledger.currencies, touched: limits.touched)
    houses = Slab(count: Ledger.currencies, repeating: House())
  }

  /// What a wallet holds.
  @inline(__always) func balance(of account: AccountID, in currency: Currency) -> Amount {
    wallets[account.rawValue * Ledger.currencies + UInt32(currency.rawValue)]
  }

  /// Asks the processor for a wallet that will be needed soon.
  @inline(__always) func fetch(_ account: AccountID) { wallets.prefetch(account.rawValue &* Ledger.currencies) }

  /// What the insurance fund holds: the wallet of account 0, the liquidation engine.
  func insurance(in currency: Currency) -> Amount { balance(of: AccountID(rawValue: 0), in: currency) }

  /// What the house holds.
  func house(in currency: Currency) -> House { houses[UInt32(currency.rawValue)] }

  /// Moves money. A negative amount moves the other way.
  @inline(__always) mutating func post(
    _ reason: TransferReason, from payer: Purse, to receiver: Purse, _ amount: Amount, in currency: Currency
  ) {
    add(-amount, to: payer, in: currency)
    add(amount, to: receiver, in: currency)
  }

  @inline(__always) private mutating func add(_ amount: Amount, to purse: Purse, in currency: Currency) {
    let house = UInt32(currency.rawValue)
    switch purse {
    case .wallet(let account): wallets[account.rawValue * Ledger.currencies + house] += amount
    case .clearing: houses[house].clearing += amount
    case .fees: houses[house].fees += amount
    case .insurance: wallets[house] += amount
    case .outside: houses[house].outside += amount
    case .interest: houses[house].interest += amount
    case .fundingDust: houses[house].fundingDust += amount
    case .withdrawals: houses[house].withdrawals += amount
    }
  }

  /// Restores balances from a snapshot.
  mutating func restore(_ balance: Amount, of account: AccountID, in currency: Currency) {
    wallets[account.rawValue * Ledger.currencies + UInt32(currency.rawValue)] = balance
  }

  /// Restores the house's purses from a snapshot.
  mutating func restore(_ house: House, in currency: Currency) { houses[UInt32(currency.rawValue)] = house }
}
