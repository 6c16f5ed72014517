import ApusModel

// Orders of one account and market under one link (rule 8.3).

extension NaiveEngine {
  func takesLink(of conditions: Conditions, in market: Int, isHeld: Bool) -> Bool {
    let hasLink = !conditions.link.isEmpty
    if !hasLink && conditions.contingency == .none { return true }
    return hasLink && markets[market].contract.terms.protection.takesLinkedOrders
      && !(isHeld && conditions.contingency == .oneTriggersOther)
  }

  /// Whether an open order holds back whatever comes under its link.
  func hasPrimary(_ link: ClientOrderID, of account: AccountID, in market: Int) -> Bool {
    let resting = orders.filter { $0.account == account && $0.market == market }.compactMap(\.conditions)
    let waiting = stops.filter { $0.order.account == account && $0.market == market }.map(\.conditions)
    return !link.isEmpty && (resting + waiting).contains { $0.link == link && $0.contingency == .oneTriggersOther }
  }

  /// An order that came to the book and traded cancels the others.
  func traded(_ order: NaiveOrder) {
    if order.filled > 0 { cancelOthers(of: order) }
  }

  func cancelOthers(of order: NaiveOrder) {
    guard let conditions = order.conditions, conditions.contingency == .oneCancelsOther else { return }
    cancelLinked(conditions.link, of: order.account, in: order.market, but: order.id)
  }

  func cancelLinked(_ link: ClientOrderID, of account: AccountID, in market: Int, but id: OrderID) {
    let key = Key(account: account, market: market)
    for order in ownOrders(key) where order.id != id && order.conditions?.link == link { cancel(order, .linked) }
    for stop in ownStops(key) where stop.id != id && stop.conditions.link == link { cancelStop(stop, .linked) }
  }

  /// An order is done, for better or worse; what it held back follows when nothing else is under way.
  func end(_ conditions: Conditions?, of account: AccountID, in market: Int, isFilled: Bool) {
    guard let conditions, conditions.contingency == .oneTriggersOther else { return }
    for stop in ownStops(Key(account: account, market: market))
    where stop.isHeld && stop.primaryWasFilled == nil && stop.conditions.link == conditions.link {
      stop.primaryWasFilled = isFilled
    }
  }

  func settleFreed(_ stop: NaiveStop) {
    if stop.primaryWasFilled == false { return cancelStop(stop, .linked) }
    guard stop.conditions.waits else { return trigger(stop, at: 0) }
    stop.isHeld = false
    stop.primaryWasFilled = nil
    if stop.isTrailing {
      let mark = markets[stop.market].mark ?? 0
      stop.trail(
        from: followed(by: stop) ?? mark, tick: Int128(markets[stop.market].contract.terms.tickSize.rawValue))
    } else {
      note(stop)
    }
    planTrailing(in: stop.market)
    state(.conditionsSet(stop.statedConditions))
  }
}
