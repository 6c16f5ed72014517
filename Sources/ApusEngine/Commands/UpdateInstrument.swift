import ApusModel

extension Engine {
  /// Changes the terms of a listed contract from now on.
  ///
  /// Name, kind, settlement, multiplier and dates stay, as money is already reckoned by them. Levels and lots change
  /// only while no order rests, and lots only to parts of themselves, so that every position stays a whole number.
  mutating func updateInstrument(_ command: UpdateInstrument, into events: inout EventBuffer) {
    let none = AccountID(rawValue: 0)
    let market = Int(command.instrument.rawValue)
    guard market < markets.count else { return reject(none, .unknownInstrument, into: &events) }
    guard markets[market].life.state == .open || markets[market].life.state == .unlisted else {
      return reject(none, .marketClosed, into: &events)
    }
    guard mayBecome(command.terms, market) else { return reject(none, .invalidInstrument, into: &events) }
    restate(market, command.terms, into: &events)
    planLives()
  }

  private func mayBecome(_ terms: Instrument, _ market: Int) -> Bool {
    let now = markets[market].terms
    guard terms.isSound, terms.symbol == now.symbol, terms.root == now.root, terms.kind == now.kind,
      terms.settlement == now.settlement, terms.multiplier == now.multiplier, terms.reference == now.reference,
      terms.type == now.type, terms.funding.schedule == now.funding.schedule,
      terms.interest.exists == now.interest.exists,
      terms.marking == now.marking, terms.listed == now.listed, terms.expiry == now.expiry, terms.option == now.option
    else { return false }
    let keepsLevels =
      terms.tickSize == now.tickSize && terms.maximumPrice == now.maximumPrice && terms.lot == now.lot
    if !suits(terms, market) { return false }
    if keepsLevels { return true }
    guard markets[market].book.count == 0, markets[market].stops.count == 0, now.lot.rawValue % terms.lot.rawValue == 0
    else { return false }
    let mark = markets[market].mark
    guard mark == .zero || (mark >= terms.tickSize && mark <= terms.maximumPrice) else { return false }
    let last = markets[market].lastTick
    return last == 0 || terms.tick(of: markets[market].price(of: last)) != nil
  }

  /// Whether no position is larger, or at a higher risk step, than these terms allow.
  private func suits(_ terms: Instrument, _ market: Int) -> Bool {
    let most = terms.maximumHolding
    let steps = terms.mostRiskSteps
    for number in 0...accounts.count {
      let slot = accounts.slot(AccountID(number), in: markets[market].id)
      if slot == noSlot { continue }
      let position = accounts.positions[slot].position
      if position.quantity.magnitude > most || position.riskSteps > steps { return false }
    }
    return true
  }

  /// Gives a market new terms, and every position in it the margins that follow from them.
  mutating func restate(_ market: Int, _ terms: Instrument, into events: inout EventBuffer) {
    for number in 0...accounts.count { comeDown(accounts.slot(AccountID(number), in: markets[market].id), in: market) }
    markets[market].restate(terms, limits: limits)
    accounts.closing[UInt32(market)] = ClosingTerms(terms)
    liquidations.areAwaited = true
    events.append(update: terms, of: markets[market].id)
    for number in 0...accounts.count {
      let slot = accounts.slot(AccountID(number), in: markets[market].id)
      if slot != noSlot { accounts.positions[slot].restate(terms) }
    }
    // Trailing stops may have to follow at once now.
    if markets[market].stops.count > 0 { markets[market].noteAll(accounts: &accounts) }
    findTrail()
  }
}
