import ApusModel

extension Engine {
  /// Chooses the leverage of a position; its margin is made anew, so what was added by hand goes back.
  mutating func setLeverage(_ command: SetLeverage, into events: inout EventBuffer) {
    guard accounts.contains(command.account) else { return reject(command.account, .unknownAccount, into: &events) }
    let market = Int(command.instrument.rawValue)
    guard market < markets.count else { return reject(command.account, .unknownInstrument, into: &events) }
    if let reason = positionRefusal(command.account, in: market) {
      return reject(command.account, reason, into: &events)
    }
    guard command.leverage >= .cross else { return reject(command.account, .invalidLeverage, into: &events) }
    let isFirst = accounts.slot(command.account, in: command.instrument) == noSlot
    let slot = accounts.claim(command.account, in: market, of: markets)
    guard slot != noSlot else { return reject(command.account, .tooManyPositions, into: &events) }
    if let refused = refusal(of: command, market, at: slot) {
      events.append(.rejected(refused))
      if isFirst { accounts.unclaim(slot) }
      return
    }
    remargin(slot, releveraged(slot, to: command.leverage), into: &events)
  }

  private mutating func refusal(of command: SetLeverage, _ market: Int, at slot: Slot) -> Rejected? {
    let asked = markets[market].marginRates(of: accounts.positions[slot].position).initial
    if command.leverage != .cross && (command.leverage > .highest || command.leverage.initialMargin < asked) {
      return Rejected(account: command.account, reason: .leverageTooHigh)
    }
    return refusal(of: releveraged(slot, to: command.leverage), at: slot)
  }

  private func releveraged(_ slot: Slot, to leverage: Leverage) -> Remargining {
    var change = remargining(slot)
    change.record.position.leverage = leverage
    change.record.rate(markets[Int(change.record.position.instrument.rawValue)].terms)
    change.isolated = .none
    change.isAnew = true
    return change
  }
}
