import ApusModel

extension Engine {
  mutating func listInstrument(_ terms: Instrument, into events: inout EventBuffer) {
    let none = AccountID(rawValue: 0)
    guard terms.isSound, terms.expiry == .zero || terms.expiry > time else {
      return reject(none, .invalidInstrument, into: &events)
    }
    guard market(tradedAs: terms.symbol) == nil else { return reject(none, .alreadyListed, into: &events) }
    guard let number = freeNumber(for: terms.symbol) else { return reject(none, .tooManyInstruments, into: &events) }
    let id = InstrumentID(rawValue: UInt16(number))
    if number == markets.count {
      markets.append(Market(id, terms, limits: limits))
    } else {
      markets[number] = Market(id, terms, limits: limits)
    }
    accounts.closing[UInt32(number)] = ClosingTerms(terms)
    events.append(listing: terms, as: id)
    beginPrices(of: number, into: &events)
    beginLife(of: number, into: &events)
  }

  /// The number the next contract gets: that of a settled one of its name, else of the first settled one whose successor
  /// is listed and in which nobody owes anything, else a new one.
  private func freeNumber(for symbol: Symbol) -> Int? {
    var free: Int?
    for market in 0..<markets.count
    where markets[market].life.state == .settled && markets[market].life.successorDue == .never
      && !markets[market].isCollecting
    {
      if markets[market].terms.symbol == symbol { return market }
      free = free ?? market
    }
    if let free { return free }
    return markets.count < markets.capacity ? markets.count : nil
  }
}
