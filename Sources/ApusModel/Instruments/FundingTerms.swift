/// A perpetual's funding, as of a time; all zero where there is none (dossier section 6).
public struct FundingTerms: Hashable, Sendable, BitwiseCopyable {
  /// Milliseconds from one funding to the next: 8 hours.
  public var interval: Int64 = 0
  /// Milliseconds after midnight UTC of the first funding of a day: 4 hours.
  public var offset: Int64 = 0
  /// Interest on the quote currency, a day.
  public var quoteInterest: Rate = .zero
  /// Interest on the base currency, a day.
  public var baseInterest: Rate = .zero
  /// How far the interest pulls the premium: 0.05 %.
  public var clamp: Rate = .zero
  /// The cap as a fraction of initial less maintenance margin, and of the change as one of maintenance margin: 75 %.
  public var cap: Rate = .zero

  /// No funding.
  public init() {}

  /// The venue's funding: every 8 hours from 04:00 UTC, 0.06 % and 0.03 % interest a day, clamped and capped.
  public static var eightHours: FundingTerms {
    var terms = FundingTerms()
    terms.interval = 28_800_000
    terms.offset = 14_400_000
    terms.quoteInterest = Rate(millionths: 600)
    terms.baseInterest = Rate(millionths: 300)
    terms.clamp = Rate(millionths: 500)
    terms.cap = Rate(millionths: 750_000)
    return terms
  }

  /// Whether longs and shorts pay each other at all.
  public var exists: Bool { interval > 0 }
}
