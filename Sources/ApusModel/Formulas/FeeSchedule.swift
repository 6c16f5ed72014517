/// What the two sides of a trade pay, as fractions of its value; negative is a rebate.
@frozen public struct FeeRates: Hashable, Sendable, BitwiseCopyable {
  /// The side that rested.
  public var maker: Rate
  /// The side that came.
  public var taker: Rate

  /// Two rates.
  @inlinable public init(maker: Rate, taker: Rate) {
    self.maker = maker
    self.taker = taker
  }
}

/// How fees fall with what an account has qualified for, by the rows of a published schedule.
public enum FeeSchedule: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// The same fees for everybody: the venue of 2019.
  case none = 0
  /// By the average daily volume of 30 days, from 1 million USD in the first row to 1 billion in the seventh (dossier
  /// section 9, where the first, second and seventh row are published; those between are ours).
  case volume2023 = 1

  /// The average daily volume from which each row after the contract's own counts, in USD.
  public static let volumes: [Int64] = [
    1_000_000, 5_000_000, 10_000_000, 50_000_000, 100_000_000, 500_000_000, 1_000_000_000,
  ]

  /// Fees in units of 10⁻⁸ of the value: maker and taker of each row after the contract's own.
  private static let volume: [(maker: Int64, taker: Int64)] = [
    (10_000, 50_000), (0, 40_000), (-2_500, 35_000), (-5_000, 30_000), (-7_500, 25_000), (-9_000, 20_000),
    (-10_000, 17_500),
  ]

  /// A row, nothing where the contract's own fees count.
  func row(_ tier: UInt8) -> FeeRates? {
    guard self == .volume2023, tier > 0, tier < AccountPlan.tiers else { return nil }
    let row = FeeSchedule.volume[Int(tier) - 1]
    return FeeRates(maker: Rate(rawValue: row.maker), taker: Rate(rawValue: row.taker))
  }
}

extension Instrument {
  /// What an account of a tier pays, never more than the contract's own fees, which margins are reckoned with.
  public func fees(at tier: UInt8) -> FeeRates {
    guard let row = feeSchedule.row(tier) else { return FeeRates(maker: makerFee, taker: takerFee) }
    return FeeRates(maker: min(makerFee, row.maker), taker: min(takerFee, row.taker))
  }
}
