/// Leverage interest as of a time: the rate of each leverage tier, before an account's plan and the market's step.
///
/// Zero rates charge nothing. The seed's base is 0.05 % a year at 10× (seed c, dossier section 13).
public struct LeverageInterestTerms: Hashable, Sendable, BitwiseCopyable {
  /// A rate from a leverage upward.
  public struct Tier: Hashable, Sendable, BitwiseCopyable {
    /// The least effective leverage, in hundredths.
    public var from: Leverage = .zero
    /// The annual rate on notional.
    public var rate: Rate = .zero

    /// A rate from a leverage upward.
    public init(from: Leverage = .zero, rate: Rate = .zero) {
      self.from = from
      self.rate = rate
    }
  }

  /// Up to four tiers, rising; the first one's rate holds below its own leverage too.
  public var first = Tier()
  public var second = Tier()
  public var third = Tier()
  public var fourth = Tier()
  /// What each step of the market's condition adds to every rate.
  public var marketStep: Rate = .zero

  /// No interest.
  public init() {}

  /// The seed's schedule: 0.05 % a year up to 10×, more above, and 0.01 % for each step of the market's condition.
  public static var seed: LeverageInterestTerms {
    var terms = LeverageInterestTerms()
    terms.first = Tier(from: .zero, rate: Rate(millionths: 500))
    terms.second = Tier(from: Leverage(rawValue: 1_001), rate: Rate(millionths: 1_000))
    terms.third = Tier(from: Leverage(rawValue: 2_501), rate: Rate(millionths: 2_000))
    terms.fourth = Tier(from: Leverage(rawValue: 5_001), rate: Rate(millionths: 4_000))
    terms.marketStep = Rate(millionths: 100)
    return terms
  }

  /// Whether anything is charged.
  public var exists: Bool { first.rate != .zero || fourth.rate != .zero }

  /// The annual rate at an effective leverage, before plan and market.
  public func rate(at leverage: Leverage) -> Rate {
    var found = first.rate
    for tier in [second, third, fourth] where tier.from > .zero && leverage >= tier.from { found = tier.rate }
    return found
  }
}
