extension FundingRate {
  /// The part of a rate that is still to run, halves up; the time counts from the last whole minute.
  public static func basis(of rate: Rate, toRun: Int64, interval: Int64) -> Rate {
    let whole = Whole64.divide(toRun, by: Timestamp.minute, rounding: .up) * Timestamp.minute
    return Rate(rawValue: Whole64.multiply(rate.rawValue, whole, dividedBy: interval, rounding: .halfUp))
  }

  /// The mean of the premiums of an interval's minutes, to six decimals, halves up; nil without any.
  public static func mean(ofPremiums sum: Int128, samples: Int64) -> Rate? {
    guard samples > 0 else { return nil }
    return Rate(rawValue: Whole64.share(sum, over: Int128(samples), of: Rate.scale / 1_000_000))
  }
}

extension FundingTerms {
  /// When funding recurs.
  public var schedule: FundingSchedule { FundingSchedule(interval: interval, offset: offset) }

  /// The interest of one interval.
  public func interest(quotePerDay quote: Rate, basePerDay base: Rate) -> Rate {
    FundingRate.interest(quotePerDay: quote, basePerDay: base, intervalsPerDay: schedule.timesPerDay)
  }
}

extension LeverageInterestTerms {
  /// The annual rate at an effective leverage with so many steps of the market's condition, less a discount in
  /// hundredths, toward zero.
  public func rate(at leverage: Leverage, step: UInt8, discount: UInt8) -> Rate {
    let whole = rate(at: leverage) + marketStep * Int64(step)
    return Rate(
      rawValue: Whole64.multiply(whole.rawValue, 100 - Int64(discount), dividedBy: 100, rounding: .towardZero))
  }

  /// The most steps the market's condition makes.
  public static var mostSteps: UInt8 { 10 }

  /// The market's condition: one step for every tenth that the fair basis is away from the index a year.
  public static func step(ofBasisRate rate: Rate) -> UInt8 {
    UInt8(min(Int64(mostSteps), rate.magnitude.rawValue / (Rate.scale / 10)))
  }
}

extension Position {
  /// The opened notional leverage interest is charged on, positive, in the settlement unit.
  public var notional: Amount { cost.magnitude }

  /// The leverage of a position: notional over what is tied up for it, closing commission apart, rounded down.
  public func effectiveLeverage(of margin: PositionMargin) -> Leverage {
    let stake = margin.initial + margin.cross - margin.loss
    // With nothing of its own left a position is held on credit alone.
    guard stake > .zero else { return notional == .zero ? .zero : .highest }
    return Leverage(rawValue: Whole64.multiply(notional.rawValue, 100, dividedBy: stake.rawValue, rounding: .down))
  }
}
