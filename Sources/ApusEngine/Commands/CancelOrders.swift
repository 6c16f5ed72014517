import ApusModel

extension Engine {
  mutating func cancelOrders(_ command: CancelOrders, into events: inout EventBuffer) {
    guard accounts.contains(command.account) else { return reject(command.account, .unknownAccount, into: &events) }
    if let instrument = command.instrument, Int(instrument.rawValue) >= markets.count {
      return reject(command.account, .unknownInstrument, into: &events)
    }
    if isHalted(command.instrument) { return reject(command.account, .venueHalted, into: &events) }
    for market in 0..<markets.count where !markets[market].gate.contains(.halted) {
      if let instrument = command.instrument, Int(instrument.rawValue) != market { continue }
      cancelAll(of: command.account, in: markets[market].id, side: command.side, .requested, into: &events)
    }
  }

  /// Whether not even cancels are taken, in a market or in the whole venue.
  private func isHalted(_ instrument: InstrumentID?) -> Bool {
    instrument.map { markets[Int($0.rawValue)].gate.contains(.halted) } ?? (trading == .halted)
  }

  /// Cancels an account's orders, market by market, those in the book before those that wait, newest first.
  mutating func cancelAll(
    of account: AccountID, in instrument: InstrumentID? = nil, side: Side? = nil, _ reason: CancelReason,
    into events: inout EventBuffer
  ) {
    for market in 0..<markets.count where instrument == nil || Int(instrument!.rawValue) == market {
      let position = accounts.slot(account, in: markets[market].id)
      guard position != noSlot else { continue }
      cancelOwnOrders(position, side: side, reason, into: &events)
      if accounts.waiting[position].count > 0 { cancelWaiting(position, side: side, reason, into: &events) }
    }
  }

  /// Cancels the orders of one position that wait outside of the book, newest first.
  mutating func cancelWaiting(
    _ position: Slot, side: Side?, _ reason: CancelReason, into events: inout EventBuffer
  ) {
    let market = Int(accounts.positions[position].position.instrument.rawValue)
    markets[market].cancelWaiting(of: position, side: side, reason, accounts: &accounts, events: &events)
  }

  /// Cancels the resting orders of one position, newest first.
  mutating func cancelOwnOrders(
    _ position: Slot, side: Side?, _ reason: CancelReason, into events: inout EventBuffer
  ) {
    let market = Int(accounts.positions[position].position.instrument.rawValue)
    markets[market].cancelOwnOrders(position, side: side, reason, accounts: &accounts, events: &events)
  }
}

extension Market {
  /// Cancels the orders of one position here, newest first.
  mutating func cancelOwnOrders(
    _ position: Slot, side: Side?, _ reason: CancelReason, accounts: inout Accounts, events: inout EventBuffer
  ) {
    var slot = accounts.positions[position].newestOrder
    while slot != noSlot {
      let older = details[slot].older
      if side == nil || Side(book[slot].side) == side { cancel(slot, reason, accounts: &accounts, events: &events) }
      slot = older
    }
  }

  /// Cancels the orders of one position that wait outside of the book, newest first.
  mutating func cancelWaiting(
    of position: Slot, side: Side?, _ reason: CancelReason, accounts: inout Accounts, events: inout EventBuffer
  ) {
    var slot = accounts.waiting[position].newest
    while slot != noSlot {
      let older = stops[slot].older
      if side == nil || stops[slot].order.side == side {
        cancelWaiting(slot, reason, accounts: &accounts, events: &events)
      }
      slot = older
    }
  }
}
