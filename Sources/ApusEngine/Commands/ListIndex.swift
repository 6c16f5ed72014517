import ApusModel

extension Engine {
  /// Lists an index; markets that name it follow it from now on.
  mutating func listIndex(_ terms: IndexTerms, into events: inout EventBuffer) {
    let none = AccountID(rawValue: 0)
    guard terms.isSound else { return reject(none, .invalidIndex, into: &events) }
    guard indices.count < indices.capacity else { return reject(none, .tooManyIndices, into: &events) }
    guard indices.find(terms.symbol) == nil, market(named: terms.symbol) == nil else {
      return reject(none, .alreadyListed, into: &events)
    }
    guard let base = base(of: terms) else { return reject(none, .unknownIndex, into: &events) }
    let number = indices.count
    indices.append(IndexRecord(terms, base: base))
    events.append(index: terms, as: IndexID(UInt16(number)))
    for market in 0..<markets.count where markets[market].terms.reference == terms.symbol {
      markets[market].prices.reference = reference(of: markets[market].terms)
      markets[market].prices.isIndexValid = markets[market].prices.reference == nil
    }
    planAhead()
  }

  /// The number of what an index is derived from, or nil when that is not listed or of the wrong kind.
  func base(of terms: IndexTerms) -> UInt16? {
    switch terms.kind {
    case .composite, .lending: return .max
    case .average30, .volatility24:
      guard let base = indices.find(terms.base), indices[base].terms.kind == .composite else { return nil }
      return UInt16(base)
    case .premium, .premiumAverage:
      guard let base = market(named: terms.base), markets[base].terms.funding.exists else { return nil }
      return UInt16(base)
    }
  }

  /// The market of that name, or nothing.
  func market(named symbol: Symbol) -> Int? {
    for market in 0..<markets.count where markets[market].terms.symbol == symbol { return market }
    return nil
  }

  /// The number of the index a contract follows; nil when that is not listed and its index is told directly.
  func reference(of terms: Instrument) -> UInt16? {
    guard !terms.reference.isEmpty, let index = indices.find(terms.reference) else { return nil }
    let kind = indices[index].terms.kind
    return kind == .composite || kind == .average30 ? UInt16(index) : nil
  }
}
