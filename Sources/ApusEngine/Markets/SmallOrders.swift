import ApusModel

// The spam rule: who has too many small orders open in a market when another one comes is labelled. Of a labelled account
// small orders that may rest are hidden, which makes them pay the taker's fee, and small post-only orders are refused. At
// each midnight labelled accounts are looked at again.

extension Market {
  /// Refuses an order of an account of which so many rest that no other may; or labels an account that turns out to have
  /// too many small ones, and places the order as that of a labelled account. Answers whether it did either.
  @inline(never)
  mutating func refuseOrLabel(
    _ command: PlaceOrder, _ arrival: Arrival, position slot: Slot, accounts: inout Accounts,
    events: inout EventBuffer
  ) -> Bool {
    guard accounts.positions[slot].hasRoom(for: command.instructions, ordersPerPosition) else {
      events.reject(command.account, .tooManyOrders)
      return true
    }
    // Counting walks through all of them, so not each order is counted at.
    guard terms.protection.countsSmallOrders, !accounts[command.account].sendsSpam,
      accounts.positions[slot].orders % UInt32(terms.protection.smallOrders) == 0,
      hasManySmallOrders(slot, accounts)
    else { return false }
    accounts.label(command.account, sendsSpam: true, events: &events)
    place(command, arrival, accounts: &accounts, events: &events)
    return true
  }

  /// Whether an account has as many small orders open as it may have unlabelled.
  func hasManySmallOrders(_ position: Slot, _ accounts: borrowing Accounts) -> Bool {
    guard terms.protection.countsSmallOrders else { return false }
    var small: UInt32 = 0
    var slot = accounts.positions[position].newestOrder
    while slot != noSlot {
      if isSmall(book[slot].leaves, worth: details[slot].lotValue) { small += 1 }
      slot = details[slot].older
    }
    return small >= UInt32(terms.protection.smallOrders)
  }

  private func isSmall(_ lots: UInt32, worth lotValue: Amount) -> Bool {
    lotValue * Int64(lots) < terms.protection.smallValue
  }

  /// Refuses an order of a labelled account that is small and post-only, or places a small one without showing it; answers
  /// whether it did either.
  mutating func refuseOrHide(
    _ command: PlaceOrder, _ arrival: Arrival, at gate: Gate, accounts: inout Accounts, events: inout EventBuffer
  ) -> Bool {
    guard gate.contains(.unasked), accounts[command.account].sendsSpam, terms.protection.countsSmallOrders,
      command.mayRest, let lots = lots(of: command.quantity), let tick = tick(of: command.price),
      isSmall(lots, worth: lotValue(at: tick))
    else { return false }
    if command.instructions.isPostOnly {
      events.reject(command.account, .smallPostOnly)
      return true
    }
    if arrival.conditions != noSlot {
      stops[arrival.conditions].hide()
      return false
    }
    guard !stops.isFull else {
      events.reject(command.account, .bookFull)
      return true
    }
    var hidden = Conditions()
    hidden.isHidden = true
    var arrival = arrival
    arrival.conditions = stops.insert(
      ConditionalOrder(
        id: arrival.id, order: command, conditions: hidden, placed: arrival.time, name: noSlot, isWaiting: false))
    place(command, arrival, accounts: &accounts, events: &events)
    keepConditions(arrival.conditions)
    return true
  }
}

extension ConditionalOrder {
  /// Shows nothing of it.
  fileprivate mutating func hide() {
    conditions.isHidden = true
    conditions.displayed = .zero
    shown = .zero
  }
}

extension Accounts {
  /// Labels an account that sends too many small orders and has no label, or takes it away, and states it.
  mutating func label(_ account: AccountID, sendsSpam: Bool, events: inout EventBuffer) {
    self[account].sendsSpam = sendsSpam
    if sendsSpam { labelled += 1 } else { labelled -= 1 }
    setGates(of: account)
    if sendsSpam { nextReview = min(nextReview, now.nextDay) }
    stateStanding(of: account, into: &events)
  }

  /// States who an account is, what it has qualified for and what it may do.
  func stateStanding(of account: AccountID, into events: inout EventBuffer) {
    let record = self[account]
    events.append(
      .standingChanged(
        StandingChanged(
          account: account, role: record.role, plan: record.plan, restriction: record.restriction,
          reason: record.reason, sendsSpam: record.sendsSpam)))
  }
}

extension Engine {
  /// Looks at labelled accounts again, by their numbers, as many as one entry may see to; after a long sleep once.
  mutating func review(_ work: inout Work, into events: inout EventBuffer) {
    while work.isLeft {
      guard agenda.reviewed < accounts.count else { return finishReview() }
      agenda.reviewed += 1
      work.lookedOn()
      let account = AccountID(rawValue: agenda.reviewed)
      guard accounts[account].sendsSpam else { continue }
      var isSpam = false
      for market in 0..<markets.count {
        let slot = accounts.slot(account, in: markets[market].id)
        if slot == noSlot { continue }
        for _ in 0..<accounts.positions[slot].orders + 1 { work.didOne() }
        isSpam = isSpam || markets[market].hasManySmallOrders(slot, accounts)
      }
      if !isSpam { accounts.label(account, sendsSpam: false, events: &events) }
    }
  }

  private mutating func finishReview() {
    agenda.reviewed = 0
    accounts.nextReview = accounts.labelled > 0 ? time.nextDay : .never
  }
}
