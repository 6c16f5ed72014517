/// The average of an index over time, one sample a minute: thirty of them settle a contract (`twap30`).
@frozen public struct TimeWeightedAverage: Hashable, Sendable, BitwiseCopyable {
  /// The sum of the samples in units of a price.
  public var sum: Int128
  /// How many samples there are.
  public var samples: Int64

  /// Minutes, and samples, of a settlement price.
  public static var minutes: Int64 { 30 }

  /// No samples.
  @inlinable public init() {
    sum = 0
    samples = 0
  }

  /// Counts a sample in.
  public mutating func add(_ price: Price) {
    sum += Int128(price.rawValue)
    samples += 1
  }

  /// Takes the oldest sample out.
  public mutating func remove(_ price: Price) {
    sum -= Int128(price.rawValue)
    samples -= 1
  }

  /// The mean to a precision, halves up; nil without samples.
  public func price(to precision: Price) -> Price? {
    guard samples > 0 else { return nil }
    return Price(rawValue: Whole64.share(sum, over: Int128(samples), of: precision.rawValue))
  }

  /// The minutes whose prices settle a contract: those of the half hour that ends at its expiry, without the last.
  public static func contains(_ time: Timestamp, before expiry: Timestamp) -> Bool {
    time < expiry && expiry.rawValue - time.rawValue <= minutes * Timestamp.minute
  }
}
