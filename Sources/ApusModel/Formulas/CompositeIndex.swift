/// What one source of an index last said.
public struct IndexQuote: Hashable, Sendable, BitwiseCopyable {
  /// Its last price.
  public var price: Price
  /// Its weight beside the others; only the proportion counts.
  public var weight: Int64
  /// Milliseconds since it last traded.
  public var age: Int64

  /// A source's last price.
  public init(price: Price, weight: Int64, age: Int64) {
    self.price = price
    self.weight = weight
    self.age = age
  }
}

/// The weighted average of the sources of an index that can be trusted (the venue's page on indices).
public struct CompositeIndex: Hashable, Sendable, BitwiseCopyable {
  /// A source silent for longer is left out, in milliseconds.
  public var staleAfter: Int64
  /// A source farther from the median of the others and itself is left out, as a fraction; zero leaves none out.
  public var deviation: Rate
  /// With fewer usable sources there is no index.
  public var minimumSources: Int
  /// What it is rounded to.
  public var precision: Price

  /// The rules of an index.
  public init(staleAfter: Int64, deviation: Rate, minimumSources: Int, precision: Price) {
    self.staleAfter = staleAfter
    self.deviation = deviation
    self.minimumSources = minimumSources
    self.precision = precision
  }

  /// The average by weight of the usable sources, their weights shared out anew, halves up; nil when there are too few
  /// (`index-equal-weights`).
  public func price(of quotes: some RandomAccessCollection<IndexQuote>) -> Price? {
    let middle = doubledMedian(of: quotes)
    var sum: Int128 = 0
    var weight: Int64 = 0
    var count = 0
    for quote in quotes where isFresh(quote) && isNear(quote, middle) {
      sum += Int128(quote.price.rawValue) * Int128(quote.weight)
      weight += quote.weight
      count += 1
    }
    guard count >= max(minimumSources, 1), weight > 0 else { return nil }
    return Price(rawValue: Whole64.share(sum, over: Int128(weight), of: precision.rawValue))
  }

  private func isFresh(_ quote: IndexQuote) -> Bool {
    quote.weight > 0 && quote.price > .zero && quote.age <= staleAfter
  }

  private func isNear(_ quote: IndexQuote, _ doubledMedian: Int128) -> Bool {
    guard deviation > .zero else { return true }
    let off = (2 * Int128(quote.price.rawValue) - doubledMedian).magnitude
    return Int128(off) * Int128(Rate.scale) <= doubledMedian * Int128(deviation.rawValue)
  }

  /// Twice the median of the fresh prices, found by counting, since there are few.
  private func doubledMedian(of quotes: some RandomAccessCollection<IndexQuote>) -> Int128 {
    let count = quotes.count { isFresh($0) }
    var low: Int64 = 0
    var high: Int64 = 0
    for quote in quotes where isFresh(quote) {
      let below = quotes.count { isFresh($0) && $0.price < quote.price }
      let upTo = quotes.count { isFresh($0) && $0.price <= quote.price }
      if below <= (count - 1) / 2 && upTo > (count - 1) / 2 { low = quote.price.rawValue }
      if below <= count / 2 && upTo > count / 2 { high = quote.price.rawValue }
    }
    return Int128(low) + Int128(high)
  }
}
