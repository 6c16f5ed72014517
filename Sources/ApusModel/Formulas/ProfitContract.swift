/// Weekly contracts on a rise or a fall of the index, quoted, margined and settled in the underlying (the venue's guides
/// to upside and downside profit contracts).
public enum ProfitContract {
  /// What one contract is written on: 0.1 of the underlying.
  public static var size: Price { Price(units: 1, over: 10) }

  /// The strike: a share of the index at listing, to the nearest step, halves up (110 % of 9,945.52 is 11,000).
  public static func strike(_ share: Rate, of index: Price, step: Price) -> Price {
    let exact = Int128(index.rawValue) * Int128(share.rawValue)
    return Price(rawValue: Whole64.share(exact, over: Int128(Rate.scale), of: step.rawValue))
  }

  /// The index at which a downside contract is settled at once: half its strike (`ko-barrier`).
  public static func barrier(of strike: Price) -> Price {
    Price(rawValue: Whole64.divide(strike.rawValue, by: 2, rounding: .halfUp))
  }

  /// What an upside contract pays: `size × max(0, (index − strike) ÷ index)`, to the tick, halves up (`up-payout-10pc`).
  public static func upside(strike: Price, index: Price, tickSize: Price) -> Price {
    share(of: max(.zero, index - strike), in: index, tickSize)
  }

  /// What a downside contract pays: `size × max(0, (strike − index) ÷ index)`, to the tick, halves up, and never more than
  /// at its barrier (`down-guide-6000`, `down-payout`).
  public static func downside(strike: Price, index: Price, barrier: Price, tickSize: Price) -> Price {
    let held = max(index, barrier)
    return share(of: max(.zero, strike - held), in: held, tickSize)
  }

  /// What a downside contract pays when its barrier was touched: `size × (strike − barrier) ÷ barrier`
  /// (`down-guide-ko`).
  public static func knockedOut(strike: Price, barrier: Price, tickSize: Price) -> Price {
    share(of: strike - barrier, in: barrier, tickSize)
  }

  private static func share(of part: Price, in whole: Price, _ tickSize: Price) -> Price {
    let exact = Int128(size.rawValue) * Int128(part.rawValue)
    return Price(rawValue: Whole64.share(exact, over: Int128(whole.rawValue), of: tickSize.rawValue))
  }
}
