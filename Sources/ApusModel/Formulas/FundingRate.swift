/// How the rate is found that longs pay to shorts at each funding time. Source: the venue's perpetual contracts guide.
public enum FundingRate {
  /// How far the interest pulls the premium: 0.05 %.
  public static var clamp: Rate { Rate(millionths: 500) }

  /// The part of the margins that both caps are: 75 %.
  public static var capShare: Rate { Rate(millionths: 750_000) }

  /// The interest of one interval, `(quote − base) ÷ intervals a day`, toward zero (`funding-interest-default`).
  public static func interest(quotePerDay quote: Rate, basePerDay base: Rate, intervalsPerDay: Int64) -> Rate {
    Rate(rawValue: Whole64.divide((quote - base).rawValue, by: intervalsPerDay, rounding: .towardZero))
  }

  /// The premium of one minute as a fraction of the spot price, halves up (`premium-bid-above` and two more).
  ///
  /// `(max(0, impact bid − mark) − max(0, mark − impact ask)) ÷ spot + basis`, the basis being that of the mark now.
  public static func premium(bid: Price, ask: Price, mark: Price, spot: Price, basis: Rate) -> Rate {
    let above = max(.zero, bid - mark) - max(.zero, mark - ask)
    // A premium of ten thousand percent is as good as any larger one: the caps cut both.
    let most = Int128(spot.rawValue) * 100
    let held = min(max(Int128(above.rawValue), -most), most)
    let share = Whole64.divideWide(held * Int128(Rate.scale), by: Int128(spot.rawValue), rounding: .halfUp)
    return Rate(rawValue: share) + basis
  }

  /// The rate before caps: `premium + clamp(interest − premium, ±0.05 %)` (`funding-clamp-in-band` and two more).
  public static func rate(premium: Rate, interest: Rate, clamp: Rate = clamp) -> Rate {
    premium + min(max(interest - premium, -clamp), clamp)
  }

  /// The largest rate either way, 75 % of what lies between the margins, toward zero (`funding-cap-xbtusd`).
  public static func cap(_ base: MarginRates, share: Rate = capShare) -> Rate {
    part(share, of: base.initial - base.maintenance)
  }

  /// The largest change from one interval to the next, 75 % of the maintenance margin, toward zero
  /// (`funding-cap-xbtusd-apr2020`).
  public static func largestChange(_ base: MarginRates, share: Rate = capShare) -> Rate {
    part(share, of: base.maintenance)
  }

  /// A rate held within both caps; `before` is the rate of the interval before, if there was one.
  public static func capped(
    _ rate: Rate, after before: Rate?, _ base: MarginRates, share: Rate = capShare
  ) -> Rate {
    let cap = cap(base, share: share)
    let held = min(max(rate, -cap), cap)
    guard let before else { return held }
    let change = largestChange(base, share: share)
    // The first cap is kept even where the rate before was beyond it.
    return min(max(min(max(held, before - change), before + change), -cap), cap)
  }

  /// What is paid on a value at the mark, toward zero; positive is paid by longs (`funding-payment-xbtusd`).
  public static func payment(on value: Amount, at rate: Rate) -> Amount { rate.commission(on: value.magnitude) }

  private static func part(_ share: Rate, of rate: Rate) -> Rate {
    Rate(rawValue: Whole64.multiply(rate.rawValue, share.rawValue, dividedBy: Rate.scale, rounding: .towardZero))
  }
}

extension Position {
  /// What this position pays at a funding, in the settlement unit: positive is paid, negative received.
  public func funding(at rate: Rate, mark: Price, of instrument: Instrument) -> Amount {
    FundingRate.payment(on: instrument.value(of: quantity, at: mark), at: rate) * quantity.sign
  }

  /// The part of the next funding this position will pay, as a fraction of value; zero when it will receive.
  public func payable(_ rate: Rate) -> Rate { max(.zero, Rate(rawValue: rate.rawValue * quantity.sign)) }
}
