import ApusModel

extension Engine {
  mutating func setLeverage(_ command: SetLeverage, into events: inout EventBuffer) {
    guard accounts.contains(command.account) else { return reject(command.account, .unknownAccount, into: &events) }
    let market = Int(command.instrument.rawValue)
    guard market < markets.count else { return reject(command.account, .unknownInstrument, into: &events) }
    if let reason = positionRefusal(command.account, in: market) {
      return reject(command.account, reason, into: &events)
    }
    guard command.leverage >= .cross else { return reject(command.account, .invalidLeverage, into: &events) }
    if command.leverage != .cross && command.leverage.initialMargin < markets[market].terms.initialMargin {
      return reject(command.account, .leverageTooHigh, into: &events)
    }
    let slot = accounts.claim(command.account, in: market, of: markets)
    guard slot != noSlot else { return reject(command.account, .tooManyPositions, into: &events) }
    if let shortage = shortage(changing: slot, to: command.leverage) {
      return reject(command.account, .insufficientAvailableBalance, shortage.rawValue, into: &events)
    }
    markets[market].collectFirst(slot, accounts: &accounts, events: &events)
    accounts.positions[slot] = releveraged(slot, to: command.leverage)
    accounts.touch(slot)
  }

  private func releveraged(_ slot: Slot, to leverage: Leverage) -> PositionRecord {
    let before = accounts.positions[slot]
    var position = before.position
    position.leverage = leverage
    var after = PositionRecord(position, terms: markets[Int(position.instrument.rawValue)].terms)
    after.newestOrder = before.newestOrder
    after.orders = before.orders
    after.gate = before.gate
    after.isTouched = before.isTouched
    return after
  }

  /// The margin a change of leverage asks for when the account cannot spare it, else nothing.
  private mutating func shortage(changing slot: Slot, to leverage: Leverage) -> Amount? {
    let market = Int(accounts.positions[slot].position.instrument.rawValue)
    let account = accounts.positions[slot].position.account
    let after = releveraged(slot, to: leverage)
    let needed = after.orderMargin + markets[market].margin(of: after.position, rate: after.marginRate).total
    let held = accounts.held(slot, markets: markets)
    guard needed > held else { return nil }
    let available = accounts.available(account, in: markets[market].settlement, markets: markets)
    return needed - held > available ? needed - held : nil
  }
}
