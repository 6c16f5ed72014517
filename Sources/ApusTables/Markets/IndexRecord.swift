import ApusAPI
import ApusModel

/// What the tables know of an outside index.
struct IndexRecord: Sendable {
  let symbol: Symbol
  let underlying: Symbol
  let quote: Symbol
  let listed: Timestamp
  var price = Price.zero
  var direction: TickDirection?
  var changed = Timestamp.zero
  /// True when it moved since the last batch.
  var isNews = true
  /// The row as last published.
  var row: InstrumentRow?

  init(_ terms: Instrument) {
    symbol = terms.reference
    underlying = terms.underlying
    quote = terms.quoteCurrency
    listed = terms.listed
  }

  mutating func set(_ new: Price, at time: Timestamp) {
    if price > .zero { direction = TickDirection(new, after: price, direction ?? .plus) }
    price = new
    changed = time
    isNews = true
  }

  /// The row of the index as of now.
  var currentRow: InstrumentRow {
    var row = InstrumentRow(symbol: symbol.description)
    row.rootSymbol = underlying.description
    row.state = "Open"
    row.typ = "MRCXXX"
    row.listing = listed.rawValue
    row.underlying = underlying.description
    row.quoteCurrency = quote.description
    row.underlyingSymbol = "\(underlying)="
    row.reference = "BMEX"
    row.referenceSymbol = symbol.description
    row.tickSize = Decimal(1, scale: 2)
    // Strict clients drop the whole list for one row without these, tradable or not.
    row.lotSize = 1
    row.multiplier = 1
    row.instantPnl = false
    row.isInverse = false
    row.isQuanto = false
    row.markMethod = "LastPrice"
    row.timestamp = (price > .zero ? changed : listed).rawValue
    guard price > .zero else { return row }
    row.lastPrice = Decimal(price)
    row.markPrice = row.lastPrice
    row.indicativeSettlePrice = row.lastPrice
    row.lastTickDirection = direction?.word
    return row
  }
}
