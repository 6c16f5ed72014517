import ApusModel

extension Engine {
  /// Adds margin to an isolated position or takes it away.
  mutating func transferMargin(_ command: TransferMargin, into events: inout EventBuffer) {
    guard accounts.contains(command.account) else { return reject(command.account, .unknownAccount, into: &events) }
    let market = Int(command.instrument.rawValue)
    guard market < markets.count else { return reject(command.account, .unknownInstrument, into: &events) }
    if let reason = positionRefusal(command.account, in: market) {
      return reject(command.account, reason, into: &events)
    }
    let slot = accounts.slot(command.account, in: command.instrument)
    guard slot != noSlot, accounts.positions[slot].position.quantity != .zero else {
      return reject(command.account, .noPosition, into: &events)
    }
    guard accounts.positions[slot].position.leverage != .cross else {
      return reject(command.account, .notIsolated, into: &events)
    }
    guard command.amount != .zero, -Amount.limit <= command.amount, command.amount <= .limit else {
      return reject(command.account, .invalidAmount, into: &events)
    }
    var change = remargining(slot)
    change.isolated.added += command.amount
    if command.amount < .zero, let least = leastMargin(change, market) {
      return reject(command.account, .marginTooLow, least.rawValue, into: &events)
    }
    if let refused = refusal(of: change, at: slot) { return events.append(.rejected(refused)) }
    remargin(slot, change, into: &events)
  }

  /// The least margin the position may have when the change leaves it less, else nothing: its initial margin, after
  /// what it has lost and would lose at the mark.
  private func leastMargin(_ change: Remargining, _ market: Int) -> Amount? {
    let loss = max(.zero, -markets[market].unrealised(change.record.position))
    let least = change.record.marginRate.margin(on: change.record.position.cost.magnitude)
    return change.isolated.added < change.isolated.lost + loss ? least : nil
  }
}
