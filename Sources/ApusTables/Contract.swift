public import ApusAPI
public import ApusModel

/// An instrument's terms in the words and decimals of the outside contract, prepared once.
///
/// A class, because it never changes and every row is made with it: passing it on costs one count instead of many.
final class Contract: Sendable {
  let id: InstrumentID
  /// Its place among all contracts ever listed.
  let number: Int
  let terms: Instrument
  let symbol: String
  let underlying: String
  let quoteCurrency: String
  let settlement: String
  let makerFee: Decimal
  let takerFee: Decimal
  /// Columns of every position.
  let commission: Decimal
  /// The number book ids count down from.
  let bookNumber: Int64
  /// The tick book ids are counted in.
  let bookTick: Int64

  init(_ terms: Instrument, _ id: InstrumentID, number: Int) {
    self.id = id
    self.number = number
    self.terms = terms
    symbol = terms.symbol.description
    underlying = terms.underlying.description
    quoteCurrency = terms.quoteCurrency.description
    settlement = terms.settlement.word
    makerFee = Decimal(terms.makerFee)
    takerFee = Decimal(terms.takerFee)
    commission = Decimal(terms.commission)
    // Clients compute ids of the oldest contract themselves: number 88, counted in the cents it was first listed in.
    bookNumber = 88 + Int64(id.rawValue)
    bookTick = terms.symbol == "XBTUSD" ? Price(units: 1, over: 100).rawValue : terms.tickSize.rawValue
  }

  /// The public number of a price level.
  func bookID(of tick: Tick) -> Int64 {
    OrderBookRow.id(symbolIndex: bookNumber, ticks: terms.price(of: tick).rawValue / bookTick)
  }

  /// The average price of contracts worth a value: the one price where there was only one, else by value.
  func average(of contracts: Contracts, worth value: Amount, single price: Price) -> Price {
    price == .zero ? terms.price(of: contracts, worth: value) : price
  }

  /// What contracts worth a positive value are in units of the underlying and of the quote currency, without signs; of a
  /// quanto contract where a unit of the quote currency is so many settlement units, null while that is unknown.
  func notionals(of contracts: Contracts, worth value: Amount, quote units: Amount) -> Notionals {
    let quantity = contracts.rawValue
    switch terms.kind {
    case .inverse:
      let size = Whole64.divide(terms.multiplier * 100, by: Self.unit(terms.settlement), rounding: .halfUp)
      return Notionals(
        home: Decimal(value.rawValue, scale: terms.settlement.decimals), foreign: Decimal(quantity * size, scale: 2))
    case .linear:
      return Notionals(
        home: Decimal(quantity * terms.multiplier, scale: terms.settlement.decimals),
        foreign: Decimal(value.rawValue, scale: terms.settlement.decimals))
    case .quanto:
      guard units > .zero else { return Notionals(home: nil, foreign: nil) }
      return Notionals(QuantoNotional(of: contracts, worth: value, terms, quote: units))
    }
  }

  /// The same of many trades, those of a quanto contract summed one by one.
  func notionals(of contracts: Contracts, worth value: Amount, _ sum: QuantoNotional) -> Notionals {
    terms.kind == .quanto ? Notionals(sum) : notionals(of: contracts, worth: value, quote: .zero)
  }

  private static func unit(_ currency: Currency) -> Int64 { currency == .xbt ? 100_000_000 : 1_000_000 }
}

/// A value seen from both currencies of a contract.
struct Notionals: Sendable {
  var home: Decimal?
  var foreign: Decimal?

  init(home: Decimal?, foreign: Decimal?) {
    self.home = home
    self.foreign = foreign
  }

  init(_ quanto: QuantoNotional) {
    self.init(home: Decimal(parts: quanto.home), foreign: Decimal(parts: quanto.foreign))
  }

  /// The signs of a holder: a long owns the underlying and owes the quote currency.
  func held(_ sign: Int64) -> Notionals {
    sign >= 0
      ? Notionals(home: home, foreign: foreign?.negated) : Notionals(home: home?.negated, foreign: foreign)
  }
}

extension Decimal {
  /// A price without its scale.
  init(_ price: Price) { self.init(price.rawValue, scale: 10) }
  /// A rate as a fraction of one.
  init(_ rate: Rate) { self.init(rate.rawValue, scale: 8) }
  /// Parts of a `QuantoNotional`, to the 17 digits that tell one floating-point number of a client from the next.
  fileprivate init(parts: Int128) {
    var scale = 12
    var grain = Int128(1)
    while scale > 0, parts / grain >= 100_000_000_000_000_000 {
      scale -= 1
      grain *= 10
    }
    self.init(Whole64.divideWide(parts, by: grain, rounding: .halfUp), scale: scale)
  }
  /// The number with the other sign.
  var negated: Decimal { Decimal(-mantissa, scale: Int(scale)) }

  /// `numerator / divisor` to so many places, halves away from zero; nil when there is nothing to divide by.
  public init?(_ numerator: Int64, dividedBy divisor: Int64, places: Int) {
    guard divisor != 0 else { return nil }
    let scaled = Int128(numerator) * Int128(Self.powers[places]) * Int128(divisor.signum())
    self.init(Whole64.divideWide(scaled, by: Int128(divisor.magnitude), rounding: .halfUp), scale: places)
  }

  private static let powers: [Int64] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000]
}

extension Currency {
  /// The contract's word for its smallest unit.
  var word: String { self == .xbt ? "XBt" : "USDt" }

  /// The network that withdrawals of it go over.
  public var network: String { self == .xbt ? "btc" : "eth" }
}

extension Side {
  /// The contract's word for it.
  var word: String { self == .buy ? "Buy" : "Sell" }
}
