extension Instrument {
  /// True when marks, funding and leverage interest can be worked out; part of `isSound`.
  var hasSoundPrices: Bool {
    guard markDecimals <= 10, impactValue >= .zero, expiry >= .zero else { return false }
    guard measuring == Timestamp.minute || measuring == Timestamp.halfMinute else { return false }
    return funding.isSound && interest.isSound && protection.isSound
  }
}

extension FundingTerms {
  /// True when the times divide the day into whole minutes and the rates are below the whole.
  var isSound: Bool {
    guard exists else { return interval == 0 }
    guard Timestamp.day % interval == 0, interval % Timestamp.minute == 0 else { return false }
    guard (0..<interval).contains(offset), offset % Timestamp.minute == 0 else { return false }
    let whole = Rate(rawValue: Rate.scale)
    return [quoteInterest, baseInterest, clamp, cap].allSatisfy { $0 >= .zero && $0 <= whole }
  }
}

extension LeverageInterestTerms {
  /// True when no rate is negative or beyond the whole.
  var isSound: Bool {
    let whole = Rate(rawValue: Rate.scale)
    return [first.rate, second.rate, third.rate, fourth.rate, marketStep].allSatisfy { $0 >= .zero && $0 <= whole }
  }
}
