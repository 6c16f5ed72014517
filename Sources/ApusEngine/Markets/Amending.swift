import ApusModel

/// What an amendment makes of an order.
private struct Amendment {
  var tick: UInt32
  var lots: UInt32
  var leaves: UInt32
  var lotValue: Amount
  var premium: Amount
}

/// Why an order stays as it is, with the number that belongs to the reason.
private struct Refusal: Error {
  let reason: Rejection
  var amount: Amount = .zero

  init(_ reason: Rejection, _ amount: Amount = .zero) {
    self.reason = reason
    self.amount = amount
  }
}

// All of it happens inside the market, so that it is looked up once and not for every question.

extension Market {
  /// Weighs a change of a resting order and, when nothing speaks against it, carries it out.
  ///
  /// Answers whether it was.
  ///
  /// - Parameters:
  ///   - revives: whether the order was done and is to live again.
  ///   - uncommitted: what the account's wallet holds beyond all it has in other markets.
  @discardableResult
  mutating func amend(
    _ slot: Slot, _ changes: Changes, name: ClientOrderID?, revives: Bool = false, uncommitted: Amount,
    accounts: inout Accounts,
    events: inout EventBuffer
  ) -> Bool {
    let order = book[slot]
    let account = AccountID(rawValue: order.account)
    let owner = accounts.slot(account, in: id)
    let amendment: Amendment
    do throws(Refusal) {
      let whole = accounts.positions[owner].gate.union(gate)
      if !whole.isEmpty, let reason = whole.refusal(reduces: order.flags & OrderFlag.reduceOnly != 0) {
        throw Refusal(reason)
      }
      if let name {
        try checkName(name, of: account, changes, accounts: &accounts)
      } else {
        try checkWording(of: changes)
      }
      amendment = try weighed(
        changes, order, slot, owner: owner, isNamed: name != nil, uncommitted: uncommitted, accounts: &accounts)
    } catch {
      let refused = Rejected(
        account: account, reason: error.reason, detail: error.amount.rawValue, order: OrderID(order.id))
      events.append(.rejected(refused))
      return false
    }
    if amendment.leaves == 0 {
      cancel(slot, .requested, accounts: &accounts, events: &events)
      return true
    }
    if revives && details[slot].name != noSlot { accounts.names.reopen(details[slot].name) }
    if let name { rename(slot, name, accounts: &accounts) }
    restate(amendment, order, slot, owner: owner, accounts: &accounts)
    let keepsPlace = QueuePlace.isKept(
      atSamePrice: amendment.tick == order.tick, growing: amendment.leaves > order.leaves)
    if keepsPlace {
      book.reduce(slot, to: amendment.leaves)
    } else {
      book.requeue(slot, tick: amendment.tick, leaves: amendment.leaves)
      if order.flags & OrderFlag.iceberg != 0 { showAnew(slot, into: &events) }
    }
    stateAmended(slot, byVenue: false, accounts: &accounts, events: &events)
    if !keepsPlace { reenter(slot, owner: owner, accounts: &accounts, events: &events) }
    return true
  }

  /// States a resting order as an amendment left it.
  @inline(__always) mutating func stateAmended(
    _ slot: Slot, byVenue: Bool, accounts: inout Accounts, events: inout EventBuffer
  ) {
    let execution = accounts.nextExecution()
    events.append(
      .orderAmended(
        OrderAmended(execution: execution, order: order(slot, names: accounts.names), byVenue: byVenue)))
  }

  /// Replaces the order's share in the owner's sums and its detail.
  @inline(__always) private mutating func restate(
    _ amendment: Amendment, _ before: RestingOrder, _ slot: Slot, owner: Slot, accounts: inout Accounts
  ) {
    let worth = amendment.worth &- details[slot].lotValue &* Int64(before.leaves)
    accounts.positions[owner].add(
      Side(before.side), contracts(amendment.leaves) &- contracts(before.leaves), worth: worth,
      premium: amendment.premium &* Int64(amendment.leaves) &- details[slot].premium &* Int64(before.leaves),
      reduces: false)
    details[slot].lotValue = amendment.lotValue
    details[slot].premium = amendment.premium
    details[slot].lots = amendment.lots
    accounts.touch(owner)
  }

  @inline(never)
  private mutating func rename(_ slot: Slot, _ name: ClientOrderID, accounts: inout Accounts) {
    let old = details[slot].name
    if old != noSlot { accounts.names.finish(old) }
    details[slot].name = accounts.names.insert(
      name, of: AccountID(rawValue: book[slot].account), for: OrderID(rawValue: book[slot].id))
  }
}

// MARK: Checks

extension Market {
  @inline(__always)
  private mutating func weighed(
    _ changes: Changes, _ order: RestingOrder, _ slot: Slot, owner: Slot, isNamed: Bool, uncommitted: Amount,
    accounts: inout Accounts
  ) throws(Refusal) -> Amendment {
    let detail = details[slot]
    var amendment = try proposed(changes, order, detail, slot)
    let isMore = amendment.leaves > order.leaves
    if !isMore && amendment.tick == order.tick {
      if amendment.leaves == order.leaves && !isNamed { throw Refusal(.nothingToAmend) }
      return amendment
    }
    let side = Side(order.side)
    let (left, before) = (contracts(amendment.leaves), contracts(order.leaves))
    amendment.premium = premium(
      side, closes: accounts.positions[owner].unclaimed(by: side, without: before) >= left, lotValue: amendment.lotValue
    )
    let added = left &- before
    // At a new price it may trade at once, like a new order.
    let charged = chargedLotValue(side, amendment.tick, amendment.lotValue)
    let worth = charged &* Int64(amendment.leaves) &- detail.lotValue &* Int64(order.leaves)
    // What only reduces never takes its account beyond what it may hold.
    if order.flags & OrderFlag.reduceOnly == 0 {
      if isMore && !accounts.positions[owner].mayHold(added, on: side, within: maximumHolding) {
        throw Refusal(.tooManyContracts)
      }
      if let limit = riskLimitNeeded(owner, adding: added, worth: worth, on: side, accounts: &accounts) {
        throw Refusal(.riskLimitExceeded, limit)
      }
    }
    refreshMargin(owner, accounts: &accounts)
    let free = uncommitted - accounts.positions[owner].tiedUp
    let premium = amendment.premium &* Int64(amendment.leaves) &- detail.premium &* Int64(order.leaves)
    if !accounts.positions[owner].isSurelyCovered(by: free, adding: worth, premium: premium, on: side),
      let shortage = accounts.positions[owner].shortage(
        of: free, adding: added, worth: worth, premium: premium, on: side,
        closes: accounts.positions[owner].unclaimed(by: side, without: before) >= left)
    {
      throw Refusal(.insufficientAvailableBalance, shortage)
    }
    if amendment.premium.rawValue > 0 && !bears(left, worth: amendment.worth, accounts.positions[owner], free: free)
      && wouldBeLiquidated(
        by: SupposedTrade(side: side, lots: amendment.leaves, lotValue: amendment.lotValue), inPlaceOf: slot,
        owner: owner, uncommitted: uncommitted, accounts: &accounts)
    {
      throw Refusal(.immediateLiquidation)
    }
    return amendment
  }

  /// The order at its new price and size, before it is asked what that costs.
  @inline(__always)
  private mutating func proposed(
    _ changes: Changes, _ order: RestingOrder, _ detail: OrderDetail, _ slot: Slot
  ) throws(Refusal) -> Amendment {
    let filled = detail.lots - order.leaves
    guard let lots = lots(after: changes, before: detail.lots, filled: filled) else {
      throw Refusal(.invalidQuantity)
    }
    if order.flags & OrderFlag.iceberg != 0 && lots > detail.lots && !mayShow(lots, of: slot) {
      throw Refusal(.invalidDisplay)
    }
    var amendment = Amendment(
      tick: order.tick, lots: lots, leaves: lots - filled, lotValue: detail.lotValue, premium: detail.premium)
    if let price = changes.price {
      guard let tick = tick(of: price) else { throw Refusal(refusal(of: price)) }
      if tick != order.tick {
        if isBanded, let bound = bound(Side(order.side), beyond: tick) {
          throw Refusal(.priceBeyondBand, Amount(self.price(of: bound).rawValue))
        }
        amendment.lotValue = lotValue(at: tick)
      }
      amendment.tick = tick
    }
    return amendment
  }

  @inline(__always) private func checkWording(of changes: Changes) throws(Refusal) {
    if changes.price == nil && changes.quantity == nil && changes.leaves == nil { throw Refusal(.nothingToAmend) }
    if changes.quantity != nil && changes.leaves != nil { throw Refusal(.invalidQuantity) }
  }

  @inline(never)
  private mutating func checkName(
    _ name: ClientOrderID, of account: AccountID, _ changes: Changes, accounts: inout Accounts
  ) throws(Refusal) {
    if changes.quantity != nil && changes.leaves != nil { throw Refusal(.invalidQuantity) }
    guard !name.isEmpty else { throw Refusal(.nothingToAmend) }
    if let reason = accounts.refusal(ofName: name, of: account) { throw Refusal(reason) }
  }

  private mutating func refusal(of price: Price) -> Rejection {
    price > .zero && price <= terms.maximumPrice ? .invalidPriceTick : .invalidPrice
  }

  /// The order's new total in lots, or nil when it is no multiple, too large or less than what is done.
  @inline(__always)
  private mutating func lots(after changes: Changes, before: UInt32, filled: UInt32) -> UInt32? {
    if let leaves = changes.leaves {
      if leaves == .zero { return filled }
      guard let left = lots(of: leaves) else { return nil }
      let total = UInt64(filled) + UInt64(left)
      return total <= maximumLots ? UInt32(total) : nil
    }
    guard let quantity = changes.quantity else { return before }
    guard let total = lots(of: quantity) else { return nil }
    return total >= filled ? total : nil
  }
}

extension Amendment {
  /// The value of what is left at the order's own price.
  @inline(__always) fileprivate var worth: Amount { lotValue &* Int64(leaves) }
}
