import ApusModel

extension Accounts {
  /// The slot of an account's position in a market, made on first use; `noSlot` when there is no room for another.
  @inline(__always) mutating func claim(
    _ account: AccountID, in market: Int, of markets: borrowing Shelf<Market>
  ) -> Slot {
    let slot = slot(account, in: markets[market].id)
    return slot != noSlot ? slot : open(account, in: markets[market].id, terms: markets[market].terms)
  }

  /// The margin a position ties up and what its open orders reserve.
  @inline(__always) mutating func held(_ slot: Slot, markets: borrowing Shelf<Market>) -> Amount {
    markets[Int(positions[slot].position.instrument.rawValue)].refreshMargin(slot, accounts: &self)
    return positions[slot].tiedUp + positions[slot].orderMargin
  }

  /// What a wallet can still commit: its balance less the margin of positions and of open orders.
  ///
  /// Unrealised profit is never part of it; an unrealised loss in cross margin is, through the position's margin.
  mutating func available(
    _ account: AccountID, in currency: Currency, markets: borrowing Shelf<Market>
  ) -> Amount {
    available(account, in: currency, outside: markets.count, markets: markets)
  }

  /// What a wallet can still commit to one market before anything it holds there.
  @inline(__always) mutating func uncommitted(
    _ account: AccountID, outside market: Int, markets: borrowing Shelf<Market>
  ) -> Amount {
    let currency = markets[market].settlement
    if markets.count == 1 { return ledger.balance(of: account, in: currency) }
    return available(account, in: currency, outside: market, markets: markets)
  }

  @inline(never) private mutating func available(
    _ account: AccountID, in currency: Currency, outside market: Int, markets: borrowing Shelf<Market>
  ) -> Amount {
    var available = ledger.balance(of: account, in: currency)
    for index in 0..<markets.count where index != market && markets[index].settlement == currency {
      // Nobody spends what is so far below nothing, and the sum stays within bounds (`Instrument.maximumHolding`).
      if available < -Amount.unaffordable { break }
      let slot = slot(account, in: InstrumentID(rawValue: UInt16(truncatingIfNeeded: index)))
      if slot != noSlot { available -= held(slot, markets: markets) }
    }
    return available
  }

  /// The margins of an account's isolated positions in a currency, all but one; no mark moves them.
  func isolatedMargins(besides own: Slot, in currency: Currency) -> Amount {
    let account = positions[own].position.account
    var sum = Amount.zero
    for instrument in 0..<instruments where closing[instrument].settlement == currency {
      let slot = slot(account, in: InstrumentID(rawValue: UInt16(instrument)))
      guard slot != noSlot, slot != own, positions[slot].isIsolated else { continue }
      // More than any payment, and the sum stays within bounds.
      if sum > .unaffordable { break }
      sum +=
        positions[slot].position.margin(
          unrealised: .zero, rate: positions[slot].marginRate, commission: closing[instrument].commission,
          isolated: isolatedMargin(slot)
        ).total
    }
    return sum
  }
}

/// What positions of a market set aside to be closed, and in which money.
///
/// The market's terms say both. They stand here again because a market that collects a payment is held alone meanwhile, and
/// the others cannot be read beside it: what the payer's positions there keep is reckoned without them.
struct ClosingTerms: BitwiseCopyable {
  var commission = Rate.zero
  var settlement = Currency.xbt

  init() {}

  init(_ terms: borrowing Instrument) {
    commission = terms.commission
    settlement = terms.settlement
  }
}

extension Market {
  /// Recomputes a position's margin when it or the mark changed since the last time.
  @inline(__always) func refreshMargin(_ slot: Slot, accounts: inout Accounts) {
    guard accounts.positions[slot].markVersion != markVersion else { return }
    let rate = accounts.positions[slot].marginRate
    let isolated = accounts.isolatedMargin(slot)
    accounts.positions[slot].tiedUp =
      margin(of: accounts.positions[slot].position, rate: rate, isolated: isolated).kept
    accounts.positions[slot].markVersion = markVersion
  }

  /// The margin a position ties up at the mark.
  @inline(__always)
  func margin(of position: Position, rate: Rate, isolated: IsolatedMargin) -> PositionMargin {
    if position.quantity.rawValue == 0 { return .none }
    return position.margin(
      unrealised: unrealised(position), rate: rate, commission: commission, isolated: isolated)
  }

  /// Profit of a position at the mark, not yet taken.
  @inline(__always) func unrealised(_ position: Position) -> Amount {
    guard settlesInverse else {
      return Instrument.linearValue(of: position.quantity, at: mark, multiplier: multiplier) - position.cost
    }
    let lots = position.quantity.sign * wholeLots(in: position.quantity.magnitude)
    return Amount(rawValue: -markLotValue.rawValue * lots - position.cost.rawValue)
  }

  /// What a lot of an order priced through the mark loses at once, to be held until the order is done.
  ///
  /// A closing order may go through the mark by the maintenance margin for nothing, so that nobody is kept from
  /// closing; beyond that its loss must be paid for like any other.
  @inline(__always) func premium(_ side: Side, closes: @autoclosure () -> Bool, lotValue: Amount) -> Amount {
    let worse = (settlesInverse ? markLotValue &- lotValue : lotValue &- markLotValue) &* side.sign
    // Few orders are priced through the mark, and only of those it matters what they close.
    if worse <= .zero { return .zero }
    return max(.zero, closes() ? worse &- tolerance : worse)
  }
}
