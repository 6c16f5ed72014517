/// What a contract is, by the venue's type codes.
public enum InstrumentType: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// Never expires; funding keeps it near its index (FFWCSX).
  case perpetual = 0
  /// Expires and is settled on its date (FFCCSX).
  case future = 1
  /// A capped call, the Upside Profit contract (OCECCS).
  case upside = 2
  /// A capped put with a knock-out, the Downside Profit contract (OPECCS).
  case downside = 3

  /// Whether only the anchor market maker may be short and nobody is liquidated.
  public var isOption: Bool { self == .upside || self == .downside }
}

/// How a contract's mark is found.
public enum MarkMethod: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// The index itself: a venue without a fair basis.
  case index = 0
  /// The index and a basis that follows the funding rate (FairPrice, FundingRate).
  case fundingBasis = 1
  /// The index and a basis that follows the impact mid price (FairPrice, ImpactMidPrice).
  case impactBasis = 2
  /// The last trade (LastPrice).
  case last = 3
  /// The last trade, kept within half the maintenance margin of the fair price (LastPriceProtected).
  case lastProtected = 4
}

/// Where a contract stands in its life.
public enum InstrumentState: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// Announced, not yet traded.
  case unlisted = 0
  /// Trading.
  case open = 1
  /// Halted or being settled: cancels only.
  case closed = 2
  /// Expired and paid out.
  case settled = 3
}

/// How a series goes on after a contract of it.
public enum Relisting: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// It does not.
  case never = 0
  /// The next quarter is listed two weeks before the front contract expires.
  case quarterly = 1
  /// The next contract is listed when this one settles, on Fridays at noon.
  case weekly = 2
}
