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
  @inlinable public static var postOnly: Instructions { Instructions(rawValue: 1) }
  /// May only shrink the position (ReduceOnly).
  @inlinable public static var reduceOnly: Instructions { Instructions(rawValue: 2) }
  /// Closes the position (Close): reduce-only, and the whole position when no quantity is given.
  @inlinable public static var close: Instructions { Instructions(rawValue: 4) }

  /// Takes every other order of its owner off the market first (`/order/closePosition`).
  @inlinable public static var alone: Instructions { Instructions(rawValue: 8) }

  /// Whether the order may only shrink a position.
  @inlinable public var reduces: Bool { rawValue & 6 != 0 }
  /// Whether the order is canceled instead of taking.
  @inlinable public var isPostOnly: Bool { rawValue & 1 != 0 }
  /// Whether the order closes the position.
  @inlinable public var closes: Bool { rawValue & 4 != 0 }

  /// Every instruction there is.
  public static let all: Instructions = [.postOnly, .reduceOnly, .close, .alone]
}
