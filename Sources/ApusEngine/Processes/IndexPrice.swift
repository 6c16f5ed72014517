import ApusModel

extension Engine {
  /// An index moved, as told for a market: all sources of the index it follows say this price, or, where it follows
  /// none, its own index is this price.
  mutating func indexPrice(_ command: IndexPrice, into events: inout EventBuffer) {
    let market = Int(command.instrument.rawValue)
    let none = AccountID(rawValue: 0)
    guard market < markets.count else { return reject(none, .unknownInstrument, into: &events) }
    // A price below the tick would value a lot beyond all bounds; one above the highest price could never trade.
    guard markets[market].terms.mayFollow(command.price) else { return reject(none, .invalidPrice, into: &events) }
    guard markets[market].life.isAhead else { return reject(none, .marketClosed, into: &events) }
    guard let reference = markets[market].prices.reference else {
      return remark(market, index: command.price, at: time, into: &events)
    }
    let index = composite(behind: Int(reference))
    for source in 0..<InlineSources.capacity where indices[index].quotes.weights[source] > 0 {
      hear(command.price, from: source, of: index, into: &events)
    }
    moveComposite(index, into: &events)
  }

  /// The composite that an index is made of, itself included.
  private func composite(behind index: Int) -> Int {
    indices[index].terms.kind == .composite ? index : Int(indices[index].base)
  }
}

extension Instrument {
  /// Whether an index may stand there: where a price of the contract may, or, of a profit contract, whose price is a part
  /// of its underlying, where any index may.
  func mayFollow(_ index: Price) -> Bool {
    if type.isOption { return index >= Price(units: 1, over: 100) && index <= Price(units: 10_000_000) }
    return index >= tickSize && index <= maximumPrice
  }
}
