import ApusAPI
import ApusModel

/// What a source of an index last said, and when; nothing yet at a price of zero.
struct SourceRecord: Sendable {
  var price = Price.zero
  var time = Timestamp.zero
}

/// What the tables know of an index, listed or only named by a contract.
struct IndexRecord: Sendable {
  let symbol: Symbol
  var underlying: Symbol
  var quote: Symbol
  let listed: Timestamp
  /// Its number and terms, once it is listed; until then its value is told with its market's mark.
  var id: IndexID?
  var terms: IndexTerms?
  var isValid = true
  /// By the number of the source.
  var sources = [SourceRecord](repeating: SourceRecord(), count: InlineSources.capacity)
  var price = Price.zero
  var direction: TickDirection?
  var changed = Timestamp.zero
  /// True when it moved since the last batch.
  var isNews = true
  /// The row as last published.
  var row: InstrumentRow?

  init(symbol: Symbol, underlying: Symbol, quote: Symbol, listed: Timestamp) {
    self.symbol = symbol
    self.underlying = underlying
    self.quote = quote
    self.listed = listed
  }

  init(_ terms: Instrument) {
    self.init(
      symbol: terms.reference, underlying: terms.underlying, quote: terms.quoteCurrency, listed: terms.listed)
  }

  init(_ terms: IndexTerms, _ id: IndexID, at time: Timestamp) {
    self.init(symbol: terms.symbol, underlying: terms.underlying, quote: terms.quoteCurrency, listed: time)
    list(terms, id)
  }

  mutating func list(_ terms: IndexTerms, _ id: IndexID) {
    self.terms = terms
    self.id = id
    underlying = terms.underlying
    quote = terms.quoteCurrency
    isNews = true
  }

  mutating func set(_ new: Price, at time: Timestamp) {
    if changed > .zero { direction = TickDirection(new, after: price, direction ?? .plus) }
    price = new
    changed = time
    isNews = true
  }

  /// The row of the index as of now.
  var currentRow: InstrumentRow {
    var row = InstrumentRow(symbol: symbol.description)
    row.rootSymbol = underlying.description
    row.state = "Open"
    row.typ = typeCode
    row.listing = listed.rawValue
    row.underlying = underlying.description
    row.quoteCurrency = quote.description
    row.underlyingSymbol = "\(underlying)="
    row.reference = "BMEX"
    row.referenceSymbol = symbol.description
    row.calcInterval = calculation
    row.tickSize = terms.map { Decimal(1, scale: Int($0.decimals)) } ?? Decimal(1, scale: 2)
    // Strict clients drop the whole list for one row without these, tradable or not.
    row.lotSize = 1
    row.multiplier = 1
    row.instantPnl = false
    row.isInverse = false
    row.isQuanto = false
    row.markMethod = "LastPrice"
    row.timestamp = (changed > .zero ? changed : listed).rawValue
    guard changed > .zero else { return row }
    row.lastPrice = Decimal(price)
    row.markPrice = row.lastPrice
    row.indicativeSettlePrice = row.lastPrice
    row.lastTickDirection = direction?.word
    return row
  }

  private var typeCode: String {
    switch terms?.kind {
    case nil, .composite, .average30: "MRCXXX"
    case .volatility24: "MRIXXX"
    case .lending, .premium, .premiumAverage: "MRRXXX"
    }
  }

  /// Over which time it is averaged.
  private var calculation: Int64? {
    switch terms?.kind {
    case .average30: TimeWeightedAverage.minutes * Timestamp.minute
    case .volatility24: Timestamp.day
    case .premiumAverage: 8 * Timestamp.hour
    default: nil
    }
  }

  /// The index itself, and what its sources last said and weigh.
  var compositeRows: [IndexCompositeRow] {
    let time = changed > .zero ? changed : listed
    var whole = IndexCompositeRow(timestamp: time.rawValue, indexSymbol: symbol.description)
    whole.symbol = symbol.description
    whole.reference = "BMI"
    whole.logged = time.rawValue
    if changed > .zero { whole.lastPrice = Decimal(price) }
    guard let terms, terms.kind == .composite else { return [whole] }
    let places = (0..<InlineSources.capacity).filter { terms.sources[$0].weight > 0 }
    let sum = places.reduce(Int64(0)) { $0 + Int64(terms.sources[$1].weight) }
    return [whole]
      + places.map { place in
        let said = sources[place]
        var row = whole
        row.reference = terms.sources[place].name.description
        row.lastPrice = said.price > .zero ? Decimal(said.price) : nil
        row.weight = Decimal(Int64(terms.sources[place].weight), dividedBy: sum, places: 4)
        if said.price > .zero { (row.timestamp, row.logged) = (said.time.rawValue, said.time.rawValue) }
        return row
      }
  }
}
