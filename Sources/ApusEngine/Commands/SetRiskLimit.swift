import ApusModel

extension Engine {
  /// Raises or lowers the risk limit of a position, and with it the margin rates; nothing else ever does.
  mutating func setRiskLimit(_ command: SetRiskLimit, into events: inout EventBuffer) {
    guard accounts.contains(command.account) else { return reject(command.account, .unknownAccount, into: &events) }
    let market = Int(command.instrument.rawValue)
    guard market < markets.count else { return reject(command.account, .unknownInstrument, into: &events) }
    if let reason = positionRefusal(command.account, in: market) {
      return reject(command.account, reason, into: &events)
    }
    let terms = markets[market].terms
    guard let steps = terms.riskLimit.steps(of: command.limit), steps <= Int64(terms.mostRiskSteps) else {
      return reject(command.account, .invalidRiskLimit, into: &events)
    }
    let isFirst = accounts.slot(command.account, in: command.instrument) == noSlot
    let slot = accounts.claim(command.account, in: market, of: markets)
    guard slot != noSlot else { return reject(command.account, .tooManyPositions, into: &events) }
    var change = remargining(slot)
    change.record.position.riskSteps = UInt16(steps)
    change.record.rate(terms)
    if let refused = refusal(ofSteps: change, within: command.limit, market, at: slot) {
      events.append(.rejected(refused))
      if isFirst { accounts.unclaim(slot) }
      return
    }
    remargin(slot, change, into: &events)
  }

  private mutating func refusal(
    ofSteps change: Remargining, within limit: Amount, _ market: Int, at slot: Slot
  ) -> Rejected? {
    let position = change.record.position
    let value = markets[market].riskValue(of: position)
    let isLowered = position.riskSteps < accounts.positions[slot].position.riskSteps
    if isLowered && value > limit {
      return Rejected(account: position.account, reason: .riskLimitTooLow, detail: value.rawValue)
    }
    let asked = markets[market].marginRates(of: position).initial
    if position.leverage != .cross && position.leverage.initialMargin < asked {
      return Rejected(account: position.account, reason: .leverageTooHigh)
    }
    return refusal(of: change, at: slot)
  }
}
