import ApusModel

// Orders of one account in one market that carry the same link act on each other. Of those where one cancels the other,
// the first that trades or is triggered cancels all others of the link. Where one triggers the other, whatever is placed
// under its link later is held until it is wholly filled, and canceled when it is canceled.

extension Market {
  /// Whether the dated rules take such a link: a contingency needs one, and only one order of it holds others back.
  func takesLink(of conditions: Conditions, isHeld: Bool) -> Bool {
    if conditions.contingency == .none && conditions.link.isEmpty { return true }
    if !terms.protection.takesLinkedOrders || conditions.link.isEmpty { return false }
    return !isHeld || conditions.contingency != .oneTriggersOther
  }

  /// Whether a new order is held back by one of its link.
  func isHeld(_ command: PlaceConditional, _ accounts: borrowing Accounts) -> Bool {
    hasPrimary(command.conditions.link, of: command.order.account, accounts)
  }

  /// Whether an account has an open order here that holds others of its link back.
  func hasPrimary(_ link: ClientOrderID, of account: AccountID, _ accounts: borrowing Accounts) -> Bool {
    let position = accounts.slot(account, in: id)
    guard position != noSlot else { return false }
    var resting = accounts.positions[position].newestOrder
    while resting != noSlot {
      if isLinked(resting, link), conditions(of: resting).contingency == .oneTriggersOther { return true }
      resting = details[resting].older
    }
    var waiting = accounts.waiting[position].newest
    while waiting != noSlot {
      let conditions = stops[waiting].conditions
      if conditions.contingency == .oneTriggersOther && conditions.link == link { return true }
      waiting = stops[waiting].older
    }
    return false
  }

  private func conditions(of resting: Slot) -> Conditions {
    stops[stops.find(OrderID(rawValue: book[resting].id))].conditions
  }

  private func isLinked(_ resting: Slot, _ link: ClientOrderID) -> Bool {
    book[resting].flags & OrderFlag.conditional != 0 && conditions(of: resting).link == link
  }

  /// Cancels all other orders of an order's link, those in the book before those that wait, newest first.
  @inline(never)
  mutating func cancelLinked(to order: OrderID, accounts: inout Accounts, events: inout EventBuffer) {
    let linked = stops[stops.find(order)]
    let position = accounts.slot(linked.order.account, in: id)
    var resting = accounts.positions[position].newestOrder
    while resting != noSlot {
      let older = details[resting].older
      if book[resting].id != order.rawValue, isLinked(resting, linked.conditions.link) {
        cancel(resting, .linked, accounts: &accounts, events: &events)
      }
      resting = older
    }
    var waiting = accounts.waiting[position].newest
    while waiting != noSlot {
      let older = stops[waiting].older
      if stops[waiting].id != order, stops[waiting].conditions.link == linked.conditions.link {
        cancelWaiting(waiting, .linked, accounts: &accounts, events: &events)
      }
      waiting = older
    }
  }

  /// Notes what became of an order for those it holds back; they follow when nothing else is under way.
  @inline(never) mutating func free(linkedTo order: OrderID, _ fate: LinkFate, accounts: inout Accounts) {
    let primary = stops[stops.find(order)]
    guard primary.conditions.contingency == .oneTriggersOther else { return }
    var waiting = accounts.waiting[accounts.slot(primary.order.account, in: id)].newest
    while waiting != noSlot {
      let order = stops[waiting]
      if order.isHeld && order.fate == .open && order.conditions.link == primary.conditions.link {
        stops.free(waiting, fate)
        accounts.triggersAreDue = true
      }
      waiting = order.older
    }
  }

  /// Lets a held order wait for its price, which may be there already.
  mutating func letGo(_ slot: Slot, into events: inout EventBuffer) {
    let order = stops[slot]
    var (conditions, extreme) = (order.conditions, order.extreme)
    if order.isTrailing {
      extreme = price(of: order.list) ?? mark
      conditions.stopPrice = trailingStop(order, from: extreme)
    }
    stops.letGo(slot, conditions, extreme: extreme)
    events.append(.conditionsSet(stops[slot].statedConditions))
    if let price = price(of: order.list) { stops.note(order.list, at: price) }
  }
}
