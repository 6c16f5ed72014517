import ApusModel

/// What a market's mark is made of besides its index, and what its longs and shorts will pay each other.
struct MarketPrices: BitwiseCopyable {
  /// The index it follows, by number; nil while its index is told directly.
  var reference: UInt16?
  /// False while the index it follows is invalid: the mark stands still, nothing is triggered or liquidated.
  var isIndexValid = true
  /// What the mark stands above the index, and the same a year.
  var basis: Price = .zero
  var basisRate: Rate = .zero
  /// Impact prices as of the last whole minute; zero when the book cannot fill the impact value.
  var impactBid: Price = .zero
  var impactAsk: Price = .zero
  /// Whether they are close enough to mark by.
  var hasLiquidity = false
  var funding = FundingState()
  /// By how many steps the market's condition raises leverage interest until midnight.
  var interestStep: UInt8 = 0
}

/// A perpetual's rates, and the premium of the running interval.
struct FundingState: BitwiseCopyable {
  /// What is exchanged at `next`.
  var rate: Rate = .zero
  /// The running estimate for the time after.
  var indicative: Rate = .zero
  /// When; never without funding.
  var next: Timestamp = .never
  /// The premium of the last minute, and the mean of the last whole interval.
  var premium: Rate = .zero
  var closed: Rate = .zero
  /// The premiums of this interval's minutes.
  var sum: Int128 = 0
  var samples: Int64 = 0
}

extension Timestamp {
  /// A time that never comes.
  static var never: Timestamp { Timestamp(rawValue: .max) }
}

extension Market {
  /// The part of the next funding a position of that direction would pay; zero when it would receive.
  func fundingRate(against side: Side) -> Rate {
    max(.zero, side == .buy ? prices.funding.rate : -prices.funding.rate)
  }

  /// Whether positions may be judged by the mark: not while the index behind it is invalid.
  var hasTrustedMark: Bool { markVersion != 0 && prices.isIndexValid }

  /// Milliseconds until the next funding, counted at a moment.
  func untilFunding(at moment: Timestamp) -> Int64 {
    prices.funding.next == .never ? 0 : max(0, (prices.funding.next - moment).rawValue)
  }

  /// The impact price of a side as of now, of what the book shows, to the decimals an entry price is shown with; zero when
  /// it cannot be filled.
  ///
  /// - Parameter most: how many orders are looked at.
  func impactPrice(_ side: BookSide, most: UInt32) -> Price {
    guard let touch = shownTouch(side) else { return .zero }
    guard terms.impactValue > .zero else { return price(of: touch) }
    var slot = book.head(side)
    var impact = ImpactPrice(over: .value(terms.impactValue), of: terms)
    for _ in 0..<most {
      if slot == noSlot { return .zero }
      if impact.take(shown(of: slot), at: price(of: book[slot].tick)) { break }
      slot = book.next(after: slot)
    }
    guard let exact = impact.price else { return .zero }
    let unit = min(Price.scale / 10_000, terms.tickSize.rawValue)
    return Price(rawValue: Whole64.divide(exact.rawValue, by: unit, rounding: .halfUp) * unit)
  }
}
