import ApusModel

/// An order as if all of it were executed at its own price.
struct SupposedTrade: BitwiseCopyable {
  let side: Side
  let lots: UInt32
  let lotValue: Amount
}

extension Market {
  /// Whether so much is free that no execution of an order could get its account near liquidation, which spares most orders
  /// the question.
  ///
  /// Four times the order at its own price, the position and the order at the mark and all other orders: an execution
  /// loses at most what the order is worth at the dearer of its price and the mark, its fee is less than its worth, and
  /// margin, of a position in cross, less than what it is margin for. At the lowest mark a liquidation price is rounded up to
  /// it, however much is free.
  @inline(__always)
  func bears(_ contracts: Contracts, worth value: Amount, _ record: PositionRecord, free: Amount) -> Bool {
    let held = record.position.quantity.magnitude.rawValue &+ contracts.rawValue
    let orders = record.position.buys.value.rawValue &+ record.position.sells.value.rawValue
    return !record.isIsolated && mark > terms.tickSize
      && free.rawValue >> 2 > value.rawValue &+ markContractValue.rawValue &* held &+ orders
  }

  /// Whether the mark would have reached what a new order leaves of a position, were it executed at its own price: asked of
  /// orders that lose at the mark, such as one that closes a part so dearly that the rest has nothing left behind it.
  ///
  /// - Parameter uncommitted: what the account's wallet holds beyond all it has in other markets.
  @inline(never)
  mutating func wouldBeLiquidated(
    by order: IncomingOrder, uncommitted: Amount, accounts: inout Accounts
  ) -> Bool {
    let trade = SupposedTrade(side: order.side, lots: order.lots, lotValue: order.lotValue)
    return isReached(after: trade, of: accounts.positions[order.position], order.position, uncommitted, accounts)
  }

  /// The same of a resting order that is changed: what it is now stands aside.
  @inline(never)
  mutating func wouldBeLiquidated(
    by changed: SupposedTrade, inPlaceOf slot: Slot, owner: Slot, uncommitted: Amount, accounts: inout Accounts
  ) -> Bool {
    var record = accounts.positions[owner]
    let leaves = book[slot].leaves
    record.remove(
      changed.side, contracts(leaves), worth: details[slot].lotValue * Int64(leaves),
      premium: details[slot].premium * Int64(leaves))
    return isReached(after: changed, of: record, owner, uncommitted, accounts)
  }

  private func isReached(
    after trade: SupposedTrade, of record: PositionRecord, _ slot: Slot, _ uncommitted: Amount,
    _ accounts: borrowing Accounts
  ) -> Bool {
    let quantity = contracts(trade.lots)
    let value = trade.lotValue * Int64(trade.lots)
    let fee = fees[Int(record.feeTier)].taker.commission(on: value)
    var after = record.position
    let profit = after.trade(quantity * trade.side.sign, worth: terms.signed(value, bought: trade.side))
    var own = accounts.isolatedMargin(slot)
    if record.isIsolated { share(&own, from: record.position, to: after, by: trade) }
    let margin = margin(of: after, rate: record.marginRate, isolated: own)
    let available = uncommitted + profit - fee - margin.kept - after.orderMargin(rate: record.orderRate)
    // What closes everything may not cost more than there is.
    if after.quantity == .zero { return available < .zero }
    return isBeyondLiquidation(after, margin, available: max(available, -Amount.unaffordable))
  }

  /// What an isolated position has of its own after an order: its share of what it had, and what was set aside.
  private func share(
    _ own: inout IsolatedMargin, from before: Position, to after: Position, by trade: SupposedTrade
  ) {
    own = own.kept(from: before.quantity, to: after.quantity)
    let opened = after.opened(of: contracts(trade.lots), on: trade.side)
    own.added += premium(trade.side, closes: false, lotValue: trade.lotValue) * wholeLots(in: opened)
  }
}
