import ApusModel

// Terms of service, section 1.4: the venue may close an account and liquidate its positions at once.

extension Engine {
  /// Restricts an account or releases it; orders it may no longer have are canceled, newest first in each market.
  mutating func restrictAccount(_ command: RestrictAccount, into events: inout EventBuffer) {
    guard accounts.contains(command.account) else { return reject(command.account, .unknownAccount, into: &events) }
    if command.restriction == .liquidateAndClose, let reason = closingRefusal(of: command.account) {
      return reject(command.account, reason, into: &events)
    }
    accounts[command.account].restriction = command.restriction
    accounts[command.account].reason = command.reason
    accounts.setGates(of: command.account)
    accounts.stateStanding(of: command.account, into: &events)
    switch command.restriction {
    case .none: break
    case .reduceOnly: cancelOpening(of: command.account, into: &events)
    case .closed: cancelAll(of: command.account, .restricted, into: &events)
    case .liquidateAndClose:
      cancelAll(of: command.account, .restricted, into: &events)
      closePositions(of: command.account, into: &events)
    }
  }

  /// Why an account's positions cannot be closed now, or nothing: a market stands still, its mark is not to be trusted, or
  /// the liquidation engine has no room to offer what the book does not take.
  private func closingRefusal(of account: AccountID) -> Rejection? {
    for market in 0..<markets.count where markets[market].life.state == .open {
      let slot = accounts.slot(account, in: markets[market].id)
      if slot == noSlot || accounts.positions[slot].position.quantity == .zero { continue }
      if markets[market].gate.contains(.halted) { return .venueHalted }
      if !isMarkTrusted(in: market) { return .noMarkPrice }
      if markets[market].offers >= limits.offers { return .bookFull }
    }
    return nil
  }

  /// Cancels the orders of an account that could open a position.
  private mutating func cancelOpening(of account: AccountID, into events: inout EventBuffer) {
    for market in 0..<markets.count {
      let position = accounts.slot(account, in: markets[market].id)
      if position == noSlot { continue }
      var slot = accounts.positions[position].newestOrder
      while slot != noSlot {
        let older = markets[market].details[slot].older
        if markets[market].book[slot].flags & OrderFlag.reduceOnly == 0 {
          markets[market].cancel(slot, .restricted, accounts: &accounts, events: &events)
        }
        slot = older
      }
      var waiting = accounts.waiting[position].newest
      while waiting != noSlot {
        let older = markets[market].stops[waiting].older
        if !markets[market].stops[waiting].order.instructions.reduces {
          markets[market].cancelWaiting(waiting, .restricted, accounts: &accounts, events: &events)
        }
        waiting = older
      }
    }
  }

  /// Sells or buys back every position of an account for what the book gives, as far as its bankruptcy price; what is left
  /// the liquidation engine takes over at the mark.
  private mutating func closePositions(of account: AccountID, into events: inout EventBuffer) {
    for market in 0..<markets.count where markets[market].life.state == .open {
      let slot = accounts.slot(account, in: markets[market].id)
      if slot == noSlot || accounts.positions[slot].position.quantity == .zero { continue }
      let arrival = Arrival(
        id: OrderID(sequence: sequence, in: markets[market].id), time: time, uncommitted: .zero)
      markets[market].collectFirst(slot, accounts: &accounts, events: &events)
      let worst = takeoverTick(of: slot, in: market)
      markets[market].closeInBook(slot, within: worst, arrival, accounts: &accounts, events: &events)
      if accounts.positions[slot].position.quantity != .zero {
        takeOverAtMark(slot, in: market, into: &events)
      }
    }
    trimReduceOnlyOrders(into: &events)
    stateInsurance(into: &events)
  }
}
