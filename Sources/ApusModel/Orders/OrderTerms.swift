/// What kind of price an order names.
public enum OrderType: UInt8, Sendable, BitwiseCopyable {
  /// At its price or better.
  case limit = 0
  /// At whatever the book offers.
  case market = 1
}

/// How long an order stays.
public enum TimeInForce: UInt8, Sendable, BitwiseCopyable {
  /// Until it is filled or canceled.
  case goodTillCancel = 0
  /// What cannot trade at once is canceled.
  case immediateOrCancel = 1
  /// All at once or nothing.
  case fillOrKill = 2
}

/// Conditions an order carries.
@frozen public struct Instructions: OptionSet, Hashable, Sendable, BitwiseCopyable {
  public var rawValue: UInt8
  @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Canceled instead of taking (ParticipateDoNotInitiate).
  public static let postOnly = Instructions(rawValue: 1)
  /// May only shrink the position (ReduceOnly).
  public static let reduceOnly = Instructions(rawValue: 2)
  /// Closes the position (Close): reduce-only, and the whole position when no quantity is given.
  public static let close = Instructions(rawValue: 4)

  /// Every instruction there is.
  public static let all: Instructions = [.postOnly, .reduceOnly, .close]
}
