import ApusModel

// Terms of service, section 1.4: the venue may close an account and liquidate its positions at once.

extension Engine {
  /// Restricts an account or releases it; orders it may no longer have are canceled, newest first in each market.
  mutating func restrictAccount(_ command: RestrictAccount, into events: inout EventBuffer) {
    guard accounts.contains(command.account) else { return reject(command.account, .unknownAccount, into: &events) }
    if command.restriction == .liquidateAndClose && !canClosePositions(of: command.account) {
      return reject(command.account, .bookFull, into: &events)
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

  /// Whether the liquidation engine has room to offer what the books do not take of an account's positions.
  private func canClosePositions(of account: AccountID) -> Bool {
    for market in 0..<markets.count where markets[market].offers >= limits.offers {
      let slot = markets[market].life.state == .open ? accounts.slot(account, in: markets[market].id) : noSlot
      if slot != noSlot && accounts.positions[slot].position.quantity != .zero { return false }
    }
    return true
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

  /// Sells or buys back every position of an account for what the book gives; what it does not give, the liquidation
  /// engine takes over at the mark.
  private mutating func closePositions(of account: AccountID, into events: inout EventBuffer) {
    for market in 0..<markets.count where markets[market].life.state == .open {
      let slot = accounts.slot(account, in: markets[market].id)
      if slot == noSlot || accounts.positions[slot].position.quantity == .zero { continue }
      let arrival = Arrival(
        id: OrderID(sequence: sequence, in: markets[market].id), time: time, uncommitted: .zero)
      markets[market].closeInBook(slot, arrival, accounts: &accounts, events: &events)
      if accounts.positions[slot].position.quantity != .zero {
        takeOverAtMark(slot, in: market, into: &events)
      }
    }
    trimReduceOnlyOrders(into: &events)
    stateInsurance(into: &events)
  }
}
