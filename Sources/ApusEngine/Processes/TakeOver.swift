import ApusModel

extension Engine {
  /// The liquidation engine's own account: it needs no margin and pays no fees.
  static var liquidationAccount: AccountID { AccountID(rawValue: 0) }

  /// Gives a position to the liquidation engine at a price, without fees; false when there is no room for its own.
  @discardableResult
  mutating func takeOver(_ slot: Slot, _ market: Int, at price: Price, into events: inout EventBuffer) -> Bool {
    markets[market].collectFirst(slot, accounts: &accounts, events: &events)
    let own = accounts.claim(Engine.liquidationAccount, in: market, of: markets)
    guard own != noSlot else { return false }
    markets[market].collectFirst(own, accounts: &accounts, events: &events)
    let position = accounts.positions[slot].position
    let lots = position.quantity.magnitude.rawValue / markets[market].terms.lot.rawValue
    let value = markets[market].terms.value(ofOneLotAt: price) * lots
    let side: Side = position.quantity > .zero ? .sell : .buy
    let trade = accounts.nextTrade()
    for (place, side) in [(slot, side), (own, side.opposite)] {
      state(takeover: place, side, position.quantity.magnitude, at: price, value, trade, market, into: &events)
    }
    return true
  }

  private mutating func state(
    takeover slot: Slot, _ side: Side, _ quantity: Contracts, at price: Price, _ value: Amount, _ trade: TradeID,
    _ market: Int, into events: inout EventBuffer
  ) {
    let currency = markets[market].settlement
    let account = accounts.positions[slot].position.account
    let worth = (markets[market].settlesInverse ? -value : value) * side.sign
    let profit = accounts.positions[slot].trade(quantity * side.sign, worth: worth, fee: .zero)
    accounts.ledger.post(.profit, from: .clearing, to: .wallet(account), profit, in: currency)
    var fill = Fill(
      execution: accounts.nextExecution(), trade: trade, order: OrderID(0), account: account,
      instrument: markets[market].id, side: side, isMaker: false, price: price, quantity: quantity, value: value,
      fee: .zero, profit: profit, leaves: .zero, balance: accounts.ledger.balance(of: account, in: currency))
    fill.kind = .takeover
    events.append(.filled(fill))
    accounts.shareIsolatedMargin(slot, traded: quantity * side.sign, into: &events)
    accounts.touch(slot)
  }
}
