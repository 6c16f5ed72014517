import ApusModel

extension Engine {
  /// An index moved: the mark follows it.
  mutating func indexPrice(_ command: IndexPrice, into events: inout EventBuffer) {
    let market = Int(command.instrument.rawValue)
    let none = AccountID(rawValue: 0)
    guard market < markets.count else { return reject(none, .unknownInstrument, into: &events) }
    // A price below the tick would value a lot beyond all bounds; one above the highest price could never trade.
    guard command.price >= markets[market].terms.tickSize, command.price <= markets[market].terms.maximumPrice else {
      return reject(none, .invalidPrice, into: &events)
    }
    markets[market].setPrices(index: command.price, mark: command.price)
    events.append(
      .priceChanged(PriceChanged(instrument: command.instrument, index: command.price, mark: command.price)))
  }
}
