import ApusModel

extension Accounts {
  /// The slot of an account's position in a market, made on first use; `noSlot` when there is no room for another.
  @inline(__always) mutating func claim(
    _ account: AccountID, in market: Int, of markets: borrowing Shelf<Market>
  ) -> Slot {
    claim(account, in: markets[market].id, terms: markets[market].terms)
  }

  /// The margin a position ties up and what its open orders reserve.
  @inline(__always) mutating func held(_ slot: Slot, markets: borrowing Shelf<Market>) -> Amount {
    markets[Int(self[position: slot].position.instrument.rawValue)].refreshMargin(slot, accounts: &self)
    return self[position: slot].tiedUp + self[position: slot].reserved
  }

  /// What a wallet can still commit: its balance less the margin of positions and of open orders.
  ///
  /// Unrealised profit is never part of it; an unrealised loss in cross margin is, through the position's margin.
  mutating func available(
    _ account: AccountID, in currency: Currency, markets: borrowing Shelf<Market>
  ) -> Amount {
    var available = ledger.balance(of: account, in: currency)
    for index in 0..<markets.count where markets[index].terms.settlement == currency {
      let slot = slot(account, in: InstrumentID(rawValue: UInt16(index)))
      if slot == noSlot { continue }
      available -= held(slot, markets: markets)
    }
    return available
  }

  /// Notes that a position's contracts, orders or leverage changed: its margin is no longer known.
  @inline(__always) mutating func positionChanged(_ slot: Slot) {
    self[position: slot].markVersion = 0
    ordersChanged(slot)
  }

  /// Notes that a position's open orders changed.
  @inline(__always) mutating func ordersChanged(_ slot: Slot) {
    let record = self[position: slot]
    self[position: slot].reserved = record.position.orderMargin(rate: record.orderRate)
    touch(slot)
  }
}

extension Market {
  /// Recomputes a position's margin when it or the mark changed since the last time.
  @inline(__always) func refreshMargin(_ slot: Slot, accounts: inout Accounts) {
    guard accounts[position: slot].markVersion != markVersion else { return }
    let record = accounts[position: slot]
    accounts[position: slot].tiedUp = margin(of: record.position, rate: record.marginRate).total
    accounts[position: slot].markVersion = markVersion
  }

  /// The margin a position ties up at the mark.
  @inline(__always) func margin(of position: Position, rate: Rate) -> PositionMargin {
    if position.quantity.rawValue == 0 { return .none }
    return position.margin(unrealised: unrealised(position), rate: rate, commission: terms.commission)
  }

  /// Profit of a position at the mark, not yet taken.
  @inline(__always) func unrealised(_ position: Position) -> Amount {
    guard terms.kind == .inverse else { return position.unrealised(at: mark, of: terms) }
    let lots = position.quantity.rawValue / terms.lot.rawValue
    return Amount(rawValue: -markLotValue.rawValue * lots - position.cost.rawValue)
  }

  /// What an order priced through the mark loses at once, on the lots that open a position.
  @inline(__always) func premium(_ side: Side, opening lots: Int64, lotValue: Amount) -> Amount {
    let better = terms.kind == .inverse ? markLotValue - lotValue : lotValue - markLotValue
    return max(.zero, better * (side.sign * lots))
  }
}
