import ApusModel

extension Market {
  /// Whether the mark would have reached what an order leaves of a position, were it executed at its own price: asked of
  /// orders that lose at the mark, such as one that closes a part so dearly that the rest has nothing left behind it.
  ///
  /// - Parameter uncommitted: what the account's wallet holds beyond all it has in other markets.
  @inline(never)
  mutating func wouldBeLiquidated(
    by order: IncomingOrder, uncommitted: Amount, accounts: inout Accounts
  ) -> Bool {
    let record = accounts.positions[order.position]
    let quantity = contracts(order.lots)
    let value = order.lotValue * Int64(order.lots)
    let fee = fees[Int(record.feeTier)].taker.commission(on: value)
    var after = record.position
    let profit = after.trade(quantity * order.side.sign, worth: terms.signed(value, bought: order.side))
    var own = accounts.isolatedMargin(order.position)
    if record.isIsolated { share(&own, from: record.position, to: after, by: order, quantity) }
    let margin = margin(of: after, rate: record.marginRate, isolated: own)
    let available = uncommitted + profit - fee - margin.total - after.orderMargin(rate: record.orderRate)
    return isBeyondLiquidation(after, margin, available: max(available, -Amount.unaffordable))
  }

  /// What an isolated position has of its own after an order: its share of what it had, and what was set aside.
  private func share(
    _ own: inout IsolatedMargin, from before: Position, to after: Position, by order: IncomingOrder,
    _ quantity: Contracts
  ) {
    own = own.kept(from: before.quantity, to: after.quantity)
    let opened = after.opened(of: quantity, on: order.side)
    own.added += premium(order.side, closes: false, lotValue: order.lotValue) * wholeLots(in: opened)
  }
}
