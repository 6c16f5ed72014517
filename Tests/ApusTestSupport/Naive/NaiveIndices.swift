import ApusEngine
import ApusModel

/// An index as the twin remembers it: all that was ever said of it.
final class NaiveIndex {
  let terms: IndexTerms
  let base: Int?
  var said: [Int: (price: Int128, time: Int64)] = [:]
  var price: Int128?
  var isValid = false
  /// One for each minute, or for each five minutes of a volatility.
  var samples: [Int128] = []
  var returns: [Int128] = []

  init(_ terms: IndexTerms, base: Int?) {
    self.terms = terms
    self.base = base
  }

  /// The unit it is rounded to.
  var unit: Int128 { (0..<terms.decimals).reduce(NaiveContract.priceScale) { unit, _ in unit / 10 } }

  func rounded(_ value: Ratio) -> Int128 {
    Ratio(value.numerator, over: value.denominator * unit).nearest * unit
  }

  /// The weighted mean of the sources that spoke lately and stand near the median of those that did.
  func composite(at moment: Int64) -> Int128? {
    let fresh = said.filter { moment - $0.value.time <= terms.staleAfter }
    let prices = fresh.values.map(\.price).sorted()
    guard !prices.isEmpty else { return nil }
    let twiceMedian = prices[(prices.count - 1) / 2] + prices[prices.count / 2]
    let deviation = Int128(terms.deviation.rawValue)
    let usable = fresh.filter {
      deviation == 0 || abs(2 * $0.value.price - twiceMedian) * NaiveContract.rateScale <= twiceMedian * deviation
    }
    guard usable.count >= max(1, Int(terms.minimumSources)) else { return nil }
    let weights = usable.reduce(Int128(0)) { $0 + Int128(terms.sources[$1.key].weight) }
    let sum = usable.reduce(Int128(0)) { $0 + Int128(terms.sources[$1.key].weight) * $1.value.price }
    return rounded(Ratio(sum, over: weights))
  }

  /// The sample deviation of a day's returns, scaled to the day, in percent of four decimals.
  var volatility: Int128? {
    let last = returns.suffix(288)
    let count = Int128(last.count)
    guard count > 1 else { return nil }
    let sum = last.reduce(0, +)
    let squares = last.reduce(0) { $0 + $1 * $1 }
    let spread = count * squares - sum * sum
    let pairs = count * (count - 1)
    // 288 times the variance, without leaving 128 bits, and its root.
    let variance = spread / pairs * 288 + spread % pairs * 288 / pairs
    var root: Int128 = 0
    for bit in (0..<63).reversed() where (root + (1 << Int128(bit))) * (root + (1 << Int128(bit))) <= variance {
      root += 1 << Int128(bit)
    }
    return Ratio(root, over: 100_000_000).nearest * 1_000_000
  }
}

extension NaiveEngine {
  func listIndex(_ terms: IndexTerms) {
    let operatorAccount = AccountID(rawValue: 0)
    guard terms.isSound else { return reject(operatorAccount, .invalidIndex) }
    guard indices.count < Int(limits.indices) else { return reject(operatorAccount, .tooManyIndices) }
    guard !isNamed(terms.symbol) else { return reject(operatorAccount, .alreadyListed) }
    var base: Int?
    switch terms.kind {
    case .composite, .lending: break
    case .average30, .volatility24:
      base = indices.firstIndex { $0.terms.symbol == terms.base && $0.terms.kind == .composite }
      guard base != nil else { return reject(operatorAccount, .unknownIndex) }
    case .premium, .premiumAverage:
      base = markets.firstIndex { $0.contract.terms.symbol == terms.base && $0.contract.terms.funding.exists }
      guard base != nil else { return reject(operatorAccount, .unknownIndex) }
    }
    indices.append(NaiveIndex(terms, base: base))
    state(.indexListed(IndexID(UInt16(indices.count - 1))))
    for market in markets.indices where markets[market].contract.terms.reference == terms.symbol {
      markets[market].isIndexValid = reference(market) == nil
    }
    plan()
  }

  func isNamed(_ symbol: Symbol) -> Bool {
    indices.contains { $0.terms.symbol == symbol } || markets.contains { $0.contract.terms.symbol == symbol }
  }

  /// The index a market follows.
  func reference(_ market: Int) -> NaiveIndex? {
    let name = markets[market].contract.terms.reference
    return indices.first { $0.terms.symbol == name && [.composite, .average30].contains($0.terms.kind) }
  }

  func sourcePrice(_ command: SourcePrice) {
    let operatorAccount = AccountID(rawValue: 0)
    let number = Int(command.index.rawValue)
    guard number < indices.count else { return reject(operatorAccount, .unknownIndex) }
    let index = indices[number]
    switch index.terms.kind {
    case .composite:
      guard command.source < 6, index.terms.sources[Int(command.source)].weight > 0 else {
        return reject(operatorAccount, .unknownIndex)
      }
      guard command.price > .zero, command.price <= Price(units: 10_000_000) else {
        return reject(operatorAccount, .invalidPrice)
      }
      hear(command.price, from: Int(command.source), of: number)
      move(number)
    case .lending:
      guard command.source == 0 else { return reject(operatorAccount, .unknownIndex) }
      guard command.price > -Price(units: 1), command.price < Price(units: 1) else {
        return reject(operatorAccount, .invalidPrice)
      }
      setIndex(number, Int128(command.price.rawValue))
    default: reject(operatorAccount, .invalidIndex)
    }
  }

  func hear(_ price: Price, from source: Int, of number: Int) {
    indices[number].said[source] = (Int128(price.rawValue), entry.time.rawValue)
    stateSource(source, of: number)
  }

  func stateSource(_ source: Int, of number: Int) {
    guard let said = indices[number].said[source] else { return }
    state(
      .sourceQuoted(
        SourceQuoted(
          index: IndexID(UInt16(number)), source: UInt8(source), price: Price(Int64(said.price)),
          time: Timestamp(said.time))))
  }

  /// Works a composite out anew and marks what follows it.
  func move(_ number: Int) {
    guard recompute(number, at: entry.time.rawValue) else { return }
    markFollowers(of: number)
    guard indices[number].isValid, let price = indices[number].price else { return }
    for (average, index) in indices.enumerated() where index.terms.kind == .average30 && index.base == number {
      let first = index.rounded(Ratio(price, over: 1))
      guard index.price == nil, first > 0 else { continue }
      setIndex(average, first)
      markFollowers(of: average)
    }
  }

  private func markFollowers(of number: Int) {
    for market in markets.indices where reference(market) === indices[number] { mark(market, at: entry.time.rawValue) }
  }

  func recompute(_ number: Int, at moment: Int64) -> Bool {
    if let price = indices[number].composite(at: moment), price > 0 { return setIndex(number, price) }
    guard indices[number].isValid else { return false }
    indices[number].isValid = false
    stateIndex(number)
    return true
  }

  @discardableResult
  func setIndex(_ number: Int, _ price: Int128) -> Bool {
    let index = indices[number]
    if index.isValid && index.price == price { return false }
    index.price = price
    index.isValid = true
    stateIndex(number)
    return true
  }

  func stateIndex(_ number: Int) {
    let index = indices[number]
    state(
      .indexChanged(
        IndexChanged(
          index: IndexID(UInt16(number)), price: Price(Int64(index.price ?? 0)), isValid: index.isValid)))
  }

  /// What minutes do to an index: sources grow stale, averages and returns are sampled.
  func sample(_ number: Int, _ minutes: [Int64]) {
    let index = indices[number]
    let base = index.base.flatMap { indices.indices.contains($0) ? indices[$0].price : nil }
    switch index.terms.kind {
    case .composite: _ = recompute(number, at: minutes.last!)
    case .average30:
      guard let base else { return }
      for _ in minutes.suffix(30) { index.samples.append(base) }
      let last = index.samples.suffix(30)
      let mean = index.rounded(Ratio(last.reduce(0, +), over: Int128(last.count)))
      if mean > 0 { setIndex(number, mean) }
    case .volatility24:
      guard let base else { return }
      for minute in minutes where minute % 300_000 == 0 {
        if let before = index.samples.last {
          index.returns.append(Int128(LogReturn(of: Price(Int64(base)), after: Price(Int64(before))).rawValue))
        }
        index.samples.append(base)
      }
      if minutes.contains(where: { $0 % 300_000 == 0 }), let percent = index.volatility { setIndex(number, percent) }
    case .lending, .premium, .premiumAverage: break
    }
  }
}
