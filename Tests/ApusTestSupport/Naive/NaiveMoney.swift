import ApusModel

extension NaiveEngine {
  func pay(_ reason: TransferReason, from: Purse, to: Purse, _ amount: Int128, in currency: Currency) {
    transfers.append(Transfer(reason, from: from, to: to, Amount(rawValue: Int64(amount)), in: currency))
  }

  /// The insurance fund is the wallet of the liquidation engine.
  func insurance(_ currency: Currency) -> Int128 { sum(of: .insurance, in: currency) }

  func sum(of purse: Purse, in currency: Currency) -> Int128 {
    var sum: Int128 = 0
    for transfer in transfers where transfer.currency == currency {
      if transfer.to == purse { sum += Int128(transfer.amount.rawValue) }
      if transfer.from == purse { sum -= Int128(transfer.amount.rawValue) }
    }
    return sum
  }

  func deposited(_ account: AccountID, _ currency: Currency) -> Int128 {
    transfers.reduce(0) { sum, transfer in
      let counts =
        transfer.reason == .deposit && transfer.to == .wallet(account) && transfer.currency == currency
      return counts ? sum + Int128(transfer.amount.rawValue) : sum
    }
  }

  // MARK: Margin

  /// Contracts and value of the open orders of each side.
  struct Sums {
    var buy: (quantity: Int128, value: Int128)
    var sell: (quantity: Int128, value: Int128)

    mutating func add(_ side: Side, _ quantity: Int128, worth value: Int128) {
      if side == .buy {
        buy = (buy.quantity + quantity, buy.value + value)
      } else {
        sell = (sell.quantity + quantity, sell.value + value)
      }
    }
  }

  func sums(_ key: Key) -> Sums { Sums(buy: openSum(key, .buy), sell: openSum(key, .sell)) }

  /// The margin of open orders: charged on what would open a position, on the worse side; closing is free (rule 3.3).
  func orderMargin(_ key: Key, _ sums: Sums? = nil, choice: NaiveChoice? = nil) -> Int128 {
    let contract = markets[key.market].contract
    let rate = contract.orderRate(choice ?? self.choice(key))
    return contract.held(rate, of: openingValue(key, sums ?? self.sums(key)))
  }

  /// What open orders could open, on the worse side.
  func openingValue(_ key: Key, _ sums: Sums) -> Int128 {
    let holding = holding(key)
    func opening(_ sum: (quantity: Int128, value: Int128), _ side: Side) -> Int128 {
      let opening = max(0, sum.quantity - holding.closable(by: side))
      return opening == 0 ? 0 : Ratio(sum.value * opening, over: sum.quantity).ceiling
    }
    return max(opening(sums.buy, .buy), opening(sums.sell, .sell))
  }

  func positionMargin(_ key: Key, _ choice: NaiveChoice? = nil) -> Int128 {
    guard let mark = markets[key.market].mark else { return 0 }
    return holding(key).margin(at: mark, choice ?? self.choice(key), of: markets[key.market].contract)
  }

  /// What of the wallet is kept for a position: a profit that answers for what the wallet owes is not spent elsewhere.
  func keptMargin(_ key: Key, _ choice: NaiveChoice? = nil) -> Int128 { max(0, positionMargin(key, choice)) }

  /// What the account's resting orders would lose at once, held until they are done.
  func heldPremium(_ key: Key) -> Int128 {
    let lot = markets[key.market].contract.lot
    return ownOrders(key).reduce(0) { $0 + $1.premium * ($1.leaves / lot) }
  }

  /// What one lot of an order loses at once; a closing one may lose its maintenance margin for nothing.
  func premium(_ side: Side, at price: Int128, closes: Bool, in market: Int) -> Int128 {
    guard let mark = markets[market].mark else { return 0 }
    let contract = markets[market].contract
    let direction: Int128 = side == .buy ? 1 : -1
    let worse = -contract.gain(of: direction) * (contract.lotValue(mark) - contract.lotValue(price))
    let maintenance = Int128(contract.terms.maintenanceMargin.rawValue)
    return max(0, closes ? worse - contract.held(maintenance, of: contract.lotValue(mark)) : worse)
  }

  /// Contracts an order could close that no other order of its side closes already.
  func unclaimed(_ key: Key, _ side: Side, beside own: Int128 = 0) -> Int128 {
    max(0, holding(key).closable(by: side) - (openSum(key, side).quantity - own))
  }

  /// What an account can still commit: its balance less all margins of that currency. Profit not taken never counts.
  func available(_ account: AccountID, _ currency: Currency) -> Int128 {
    var available = sum(of: .wallet(account), in: currency)
    for market in markets.indices where markets[market].contract.terms.settlement == currency {
      let key = Key(account: account, market: market)
      available -= keptMargin(key) + orderMargin(key) + heldPremium(key)
    }
    return available
  }
}
