import ApusModel

/// An index as it stands.
struct IndexRecord: BitwiseCopyable {
  let terms: IndexTerms
  /// What the sources of a composite last said.
  var quotes = IndexQuotes()
  /// Its value; the last good one while it is invalid, zero before the first.
  var price: Price = .zero
  /// Whether enough sources stand behind it.
  var isValid = false
  /// The index, or for premiums the market, it is derived from.
  let base: UInt16
  /// Where the next sample goes, and how many there are.
  var next: UInt32 = 0
  var count: UInt32 = 0
  /// The sum of the samples of an average.
  var sum = TimeWeightedAverage()
  /// The spread of the returns of a volatility, and the price the next return counts from.
  var spread = Volatility()
  var before: Price = .zero

  init(_ terms: IndexTerms, base: UInt16) {
    self.terms = terms
    self.base = base
    for source in 0..<InlineSources.capacity { quotes.weights[source] = Int64(terms.sources[source].weight) }
  }

  /// Whether it averages that index.
  func isAverage(of index: Int) -> Bool { terms.kind == .average30 && Int(base) == index }

  /// What it is rounded to.
  var precision: Price { Price(rawValue: Rounded.unit(of: terms.decimals)) }

  /// How its sources make its value.
  var composite: CompositeIndex {
    CompositeIndex(
      staleAfter: terms.staleAfter, deviation: terms.deviation, minimumSources: Int(terms.minimumSources),
      precision: precision)
  }

  /// A lending rate a day.
  var rate: Rate { Rate(rawValue: price.rawValue / (Price.scale / Rate.scale)) }
}

/// The last prices of an index's sources, seen at a moment.
struct IndexQuotes: BitwiseCopyable, RandomAccessCollection {
  var prices = InlineArray<6, Price>(repeating: .zero)
  var times = InlineArray<6, Timestamp>(repeating: .zero)
  var weights = InlineArray<6, Int64>(repeating: 0)
  /// The moment ages are counted to.
  var moment: Timestamp = .zero

  var startIndex: Int { 0 }
  var endIndex: Int { InlineSources.capacity }

  subscript(source: Int) -> IndexQuote {
    IndexQuote(price: prices[source], weight: weights[source], age: moment.rawValue - times[source].rawValue)
  }
}

/// Rounding of prices to a number of decimals.
enum Rounded {
  /// The unit of so many decimals, in units of a price; there are at most ten.
  static func unit(of decimals: UInt8) -> Int64 {
    var unit = Price.scale
    for _ in 0..<decimals { unit /= 10 }
    return unit
  }
}
