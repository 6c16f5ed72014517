import ApusModel

// R1: an account that could pay for what it has can still pay for it after an order that opens was taken.
// A closing order is free and may realise a loss; of orders on both sides only the worse side is charged, as in the
// captures, until one side has traded. These two are left out.

extension NaiveEngine {
  /// Whose order may only open, and in which currency it must be paid; nil when the rule says nothing.
  func opening(_ command: Command) -> (account: AccountID, currency: Currency)? {
    switch command {
    case .placeOrder(let order):
      guard exists(order.account) else { return nil }
      return opening(order.account, in: Int(order.instrument.rawValue), beside: 0)
    case .amendOrder(let change):
      guard let order = orders.first(where: { $0.account == change.account && .id($0.id) == change.order }) else {
        return nil
      }
      return opening(order.account, in: order.market, beside: 1)
    default: return nil
    }
  }

  private func opening(
    _ account: AccountID, in market: Int, beside orders: Int
  ) -> (account: AccountID, currency: Currency)? {
    let key = Key(account: account, market: market)
    guard market < markets.count, holding(key).size == 0, ownOrders(key).count == orders else { return nil }
    // What it trades at may trigger a stop that closes it, for which its own margin answers.
    guard ownStops(key).isEmpty else { return nil }
    let currency = markets[market].contract.terms.settlement
    return available(account, currency) < 0 ? nil : (account, currency)
  }

  /// What the account lacks now, beyond what rounding may take.
  ///
  /// A position's closing value is rounded up by up to a unit a contract before the fee is taken of it, and each margin
  /// by one more; its loss against the mark makes the closing dearer, and is valued as a whole where fills are valued by
  /// the lot. No order reserves for that.
  func shortage(after opening: (account: AccountID, currency: Currency)) -> Int128? {
    var rounding: Int128 = 2
    for market in markets.indices {
      let contract = markets[market].contract
      guard let mark = markets[market].mark else { continue }
      let holding = holding(Key(account: opening.account, market: market))
      let loss = max(0, -holding.unrealised(at: mark, of: contract))
      rounding += contract.held(contract.closingFee, of: holding.size + loss)
      if !contract.isInverse { rounding += holding.size / contract.lot }
    }
    let available = available(opening.account, opening.currency)
    return available + rounding < 0 ? -available : nil
  }
}
