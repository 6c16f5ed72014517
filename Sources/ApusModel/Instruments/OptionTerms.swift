/// What a profit contract pays out; all zero for other contracts (dossier section 1.7).
public struct OptionTerms: Hashable, Sendable, BitwiseCopyable {
  /// The strike as a fraction of the index at listing: 105 % or 95 %.
  public var strikeShare: Rate = .zero
  /// Strikes are rounded to a multiple of this: 250.
  public var strikeStep: Price = .zero
  /// The strike.
  public var strike: Price = .zero
  /// The index at which a downside contract is settled at once: half the strike; zero where there is none.
  public var barrier: Price = .zero

  /// No option.
  public init() {}
}
