import ApusModel

extension Engine {
  /// Works a composite out anew after one of its sources spoke, and marks the markets that follow it.
  mutating func moveComposite(_ index: Int, into events: inout EventBuffer) {
    guard refresh(index, at: time, into: &events) else { return }
    remarkFollowers(of: index, into: &events)
    if indices[index].isValid { beginAverages(of: index, into: &events) }
  }

  private mutating func remarkFollowers(of index: Int, into events: inout EventBuffer) {
    for market in 0..<markets.count where markets[market].prices.reference == UInt16(index) {
      remark(market, at: time, into: &events)
    }
  }

  /// An average that saw the end of no minute yet stands where its base does, so that what follows it has a mark at once.
  private mutating func beginAverages(of base: Int, into events: inout EventBuffer) {
    for index in 0..<indices.count where indices[index].isAverage(of: base) && indices[index].price == .zero {
      var first = TimeWeightedAverage()
      first.add(indices[base].price)
      guard let price = first.price(to: indices[index].precision), price > .zero else { continue }
      state(index, at: price, into: &events)
      remarkFollowers(of: index, into: &events)
    }
  }

  /// Works a composite out at a moment; answers whether it moved or became valid or invalid.
  mutating func refresh(_ index: Int, at moment: Timestamp, into events: inout EventBuffer) -> Bool {
    indices[index].quotes.moment = moment
    let price = indices[index].composite.price(of: indices[index].quotes) ?? .zero
    if price > .zero { return state(index, at: price, into: &events) }
    guard indices[index].isValid else { return false }
    indices[index].isValid = false
    events.append(
      .indexChanged(IndexChanged(index: IndexID(UInt16(index)), price: indices[index].price, isValid: false)))
    return true
  }

  /// Sets an index to a good value; answers whether that is news.
  @discardableResult
  mutating func state(_ index: Int, at price: Price, into events: inout EventBuffer) -> Bool {
    if indices[index].isValid && indices[index].price == price { return false }
    indices[index].price = price
    indices[index].isValid = true
    events.append(.indexChanged(IndexChanged(index: IndexID(UInt16(index)), price: price, isValid: true)))
    return true
  }

  /// Takes the samples of the minutes that end at `last`; all of them see the index as it stands.
  mutating func sample(_ index: Int, _ minutes: Int64, through last: Timestamp, into events: inout EventBuffer) {
    switch indices[index].terms.kind {
    case .composite: _ = refresh(index, at: last, into: &events)
    case .average30: average(index, minutes, into: &events)
    case .volatility24: spread(index, minutes, through: last, into: &events)
    case .lending, .premium, .premiumAverage: break
    }
  }

  private mutating func average(_ index: Int, _ minutes: Int64, into events: inout EventBuffer) {
    // While its base is invalid the last good value goes on counting.
    let price = indices[Int(indices[index].base)].price
    guard price > .zero else { return }
    for _ in 0..<min(minutes, Int64(Indices.minutes)) { indices.add(price, to: index) }
    let mean = indices[index].sum.price(to: indices[index].precision) ?? .zero
    if mean > .zero { state(index, at: mean, into: &events) }
  }

  private mutating func spread(
    _ index: Int, _ minutes: Int64, through last: Timestamp, into events: inout EventBuffer
  ) {
    let step = 5 * Timestamp.minute
    let first = last.rawValue - (minutes - 1) * Timestamp.minute
    let steps = last.rawValue / step - (first - 1) / step
    let price = indices[Int(indices[index].base)].price
    guard steps > 0, price > .zero else { return }
    if indices[index].before > .zero { indices.add(LogReturn(of: price, after: indices[index].before), to: index) }
    indices[index].before = price
    // The price of jumped steps is the same.
    for _ in 0..<min(steps - 1, Int64(Indices.steps)) { indices.add(LogReturn.zero, to: index) }
    if let percent = indices[index].spread.percent(periods: Volatility.fiveMinutesOfDay) {
      state(index, at: percent, into: &events)
    }
  }

  /// States a premium index after its market's minute or interval.
  mutating func statePremium(_ index: Int, into events: inout EventBuffer) {
    let base = Int(indices[index].base)
    guard base < markets.count else { return }
    let scale = Price.scale / Rate.scale
    switch indices[index].terms.kind {
    case .premium: state(index, at: Price(markets[base].prices.funding.premium.rawValue * scale), into: &events)
    case .premiumAverage: state(index, at: Price(markets[base].prices.funding.closed.rawValue * scale), into: &events)
    default: break
    }
  }
}
