import ApusModel

extension Engine {
  mutating func listInstrument(_ terms: Instrument, into events: inout EventBuffer) {
    let none = AccountID(rawValue: 0)
    guard terms.isSound else { return reject(none, .invalidInstrument, into: &events) }
    guard markets.count < markets.capacity else { return reject(none, .tooManyInstruments, into: &events) }
    for index in 0..<markets.count where markets[index].terms.symbol == terms.symbol {
      return reject(none, .alreadyListed, into: &events)
    }
    guard indices.find(terms.symbol) == nil else { return reject(none, .alreadyListed, into: &events) }
    let id = InstrumentID(rawValue: UInt16(markets.count))
    markets.append(Market(id, terms, limits: limits))
    events.append(listing: terms, as: id)
    beginPrices(of: Int(id.rawValue), into: &events)
  }
}
