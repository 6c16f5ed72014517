/// How much is measured when a price is asked for its impact.
public enum ImpactSize: Hashable, Sendable, BitwiseCopyable {
  /// So many contracts: the USD notional of an inverse contract.
  case contracts(Contracts)
  /// So much value in the settlement unit.
  case value(Amount)
}

/// The average price at which a size would trade with the levels of a book, taken best first, averaged by value.
///
/// For an inverse contract that is the harmonic mean (`impact-inverse`).
public struct ImpactPrice: Hashable, Sendable, BitwiseCopyable {
  private static let scale: Int128 = 1_000_000

  private let size: ImpactSize
  private let isInverse: Bool
  private let multiplier: Int128
  /// Contracts and value so far, in millionths.
  private var contracts: Int128 = 0
  private var value: Int128 = 0

  /// An impact price over a size of a contract.
  public init(over size: ImpactSize, of instrument: Instrument) {
    self.size = size
    isInverse = instrument.kind == .inverse
    multiplier = Int128(instrument.multiplier)
  }

  /// True when the size is met.
  public var isMet: Bool {
    switch size {
    case .contracts(let most): contracts >= Int128(most.rawValue) * ImpactPrice.scale
    case .value(let most): value >= Int128(most.rawValue) * ImpactPrice.scale
    }
  }

  /// Takes what is still needed of a level; true when the size is met.
  public mutating func take(_ offered: Contracts, at price: Price) -> Bool {
    var taken = Int128(offered.rawValue) * ImpactPrice.scale
    if case .contracts(let most) = size { taken = min(taken, Int128(most.rawValue) * ImpactPrice.scale - contracts) }
    var worth = worth(of: taken, at: price)
    if case .value(let most) = size {
      let left = Int128(most.rawValue) * ImpactPrice.scale - value
      if worth > left {
        worth = left
        taken = quantity(worth: left, at: price)
      }
    }
    contracts += taken
    value += worth
    return isMet
  }

  /// The average price in units of 10⁻¹⁰, halves up; nil until the size is met.
  public var price: Price? {
    guard isMet, value > 0, contracts > 0 else { return nil }
    let scale = Int128(Price.scale)
    return Price(
      rawValue: isInverse
        ? Whole64.divideWide(multiplier * contracts * scale, by: value, rounding: .halfUp)
        : Whole64.divideWide(value * scale, by: multiplier * contracts, rounding: .halfUp))
  }

  private func worth(of contracts: Int128, at price: Price) -> Int128 {
    isInverse
      ? multiplier * contracts * Int128(Price.scale) / Int128(price.rawValue)
      : multiplier * contracts * Int128(price.rawValue) / Int128(Price.scale)
  }

  private func quantity(worth value: Int128, at price: Price) -> Int128 {
    isInverse
      ? value * Int128(price.rawValue) / (multiplier * Int128(Price.scale))
      : value * Int128(Price.scale) / (multiplier * Int128(price.rawValue))
  }
}

extension ImpactSize {
  /// The size of 2019: what a margin buys at the initial margin rate, `margin ÷ rate`, rounded down (0.1 XBT: 10 XBT of
  /// XBTUSD).
  public static func obtainable(with margin: Amount, at initial: Rate) -> Amount {
    Amount(rawValue: Whole64.multiply(margin.rawValue, Rate.scale, dividedBy: initial.rawValue, rounding: .down))
  }
}
