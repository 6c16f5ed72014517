import ApusModel

extension CommandStream {
  /// Somebody is filled far beyond the mark by an order that rested while it moved, and closes some or all of it before it
  /// moves again; sometimes beside a position of his own in another market.
  mutating func overtaken() -> [Command] {
    let instrument = instrument()
    guard Int(instrument.rawValue) < centres.count else { return [command()] }
    let (victim, other, side) = (account(), account(), side())
    let before = centre(instrument)
    let quantity = min(fortunesWorth(of: victim, instrument), fortunesWorth(of: other, instrument))
    var commands: [Command] = []
    if dice.oneIn(2) { commands += holding(of: victim, against: other) }
    if dice.oneIn(2) {
      let leverage = Leverage(dice.pick([0, 5_000, 10_000]))
      commands.append(.setLeverage(SetLeverage(account: victim, instrument: instrument, leverage: leverage)))
    }
    commands.append(order(victim, instrument, side, at: before, quantity))
    let away = max(1, before / Int64(dice.roll(10...60))) * side.sign
    centres[Int(instrument.rawValue)] = min(max(10, before - away), terms(instrument).ticks - 10)
    let after = centre(instrument)
    commands.append(
      .indexPrice(IndexPrice(instrument: instrument, price: terms(instrument).price(of: Tick(after)))))
    commands.append(order(other, instrument, side.opposite, at: before, quantity))
    let lot = terms(instrument).lot
    let closed = dice.oneIn(2) ? quantity : lot * max(1, quantity.rawValue / lot.rawValue / Int64(dice.roll(2...5)))
    commands.append(order(other, instrument, side, at: after, closed))
    commands.append(order(victim, instrument, side.opposite, at: after, closed))
    if dice.oneIn(2) { commands += [command(), .tick] }
    return commands
  }

  /// A position of some lots in any market, often with a margin of its own.
  private mutating func holding(of account: AccountID, against other: AccountID) -> [Command] {
    let instrument = instrument()
    let quantity = terms(instrument).lot * Int64(dice.roll(1...9))
    let side = side()
    let centre = centre(instrument)
    return [
      .setLeverage(
        SetLeverage(account: account, instrument: instrument, leverage: Leverage(dice.pick([0, 200, 1_000])))),
      order(other, instrument, side.opposite, at: centre, quantity),
      order(account, instrument, side, at: centre, quantity),
    ]
  }

  private func order(
    _ account: AccountID, _ instrument: InstrumentID, _ side: Side, at tick: Int64, _ quantity: Contracts
  ) -> Command {
    let price = terms(instrument).price(of: Tick(min(max(1, tick), terms(instrument).ticks)))
    return .placeOrder(
      PlaceOrder(account: account, instrument: instrument, side: side, price: price, quantity: quantity))
  }
}
