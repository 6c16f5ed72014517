extension Instrument {
  /// What one unit of the quote currency is in the settlement unit at a price of bitcoin, rounded up to whole units: the
  /// venue's `quoteToSettleMultiplier` of a quanto contract, 3,108 satoshi at an index of 32,182.72 (recorded 2021-07-22).
  /// Zero, for unknown, without a price and for contracts that are no quanto of bitcoin.
  public func quoteInSettlement(bitcoinAt price: Price) -> Amount {
    guard kind == .quanto, settlement == .xbt, price > .zero else { return .zero }
    return Amount(rawValue: Whole64.divide(100_000_000 * Price.scale, by: price.rawValue, rounding: .up))
  }
}

/// What quanto contracts are in their underlying and their quote currency, which they are settled in neither of: both
/// without signs, in 10⁻¹², so that sums of many trades stay exact to what a client's floating point holds.
@frozen public struct QuantoNotional: Hashable, Sendable, BitwiseCopyable {
  /// In the underlying.
  public private(set) var home: Int128
  /// In the quote currency.
  public private(set) var foreign: Int128

  /// Parts of one unit.
  public static let scale: Int128 = 1_000_000_000_000

  /// Nothing.
  public static let zero = QuantoNotional(home: 0, foreign: 0)

  /// Parts that were summed before.
  public init(home: Int128, foreign: Int128) {
    self.home = home
    self.foreign = foreign
  }

  /// What contracts worth a value are, where one unit of the quote currency is so many settlement units: contracts ×
  /// multiplier ÷ units and value ÷ units (ten recorded trades); both zero where those are unknown.
  public init(of contracts: Contracts, worth value: Amount, _ terms: Instrument, quote units: Amount) {
    self = .zero
    guard units > .zero else { return }
    let size = Int128(contracts.rawValue) * Int128(terms.multiplier)
    home = QuantoNotional.parts(size, over: Int128(units.rawValue))
    foreign = QuantoNotional.parts(Int128(value.rawValue), over: Int128(units.rawValue))
  }

  /// The sum of both.
  public static func += (sum: inout QuantoNotional, more: QuantoNotional) {
    sum.home += more.home
    sum.foreign += more.foreign
  }

  /// Parts of what is not negative, to the nearest, halves up.
  private static func parts(_ numerator: Int128, over divisor: Int128) -> Int128 {
    (numerator * scale + divisor / 2) / divisor
  }
}
