/// How often clients may ask.
public struct RateLimits: Hashable, Sendable {
  /// Requests of one key.
  public var keyed = RequestRate(1_200, per: 60)
  /// Orders of one key, on top of that.
  public var orders = RequestRate(100, per: 1)
  /// Requests of one address that carry no key.
  public var anonymous = RequestRate(600, per: 60)
  /// Operations over one realtime connection.
  public var operations = RequestRate(600, per: 60)

  /// The usual limits.
  public init() {}

  /// Limits that no client can reach.
  public static var unlimited: RateLimits {
    var limits = RateLimits()
    limits.keyed = RequestRate(1_000_000, per: 1)
    limits.orders = RequestRate(1_000_000, per: 1)
    limits.anonymous = RequestRate(1_000_000, per: 1)
    limits.operations = RequestRate(1_000_000, per: 1)
    return limits
  }
}

/// How many connections there may be.
public struct ConnectionLimits: Hashable, Sendable {
  /// From one address.
  public var perAddress = 200
  /// In all.
  public var total = 10_000

  /// The usual limits.
  public init() {}
}

/// How much a realtime connection may send, and how slowly it may read.
public struct RealtimeLimits: Hashable, Sendable {
  /// Bytes of one frame.
  public var frame = 65_536
  /// Bytes of a message put together from frames.
  public var message = 131_072
  /// Topics of one connection.
  public var topics = 200
  /// Bytes that may wait for a slow reader.
  public var backlog = 4 * 1_024 * 1_024
  /// Seconds without a word from the client until it is asked for one; after as many again it is gone.
  public var pingSeconds: Int64 = 30
  /// Control frames of a client in one second.
  public var controlFrames = 50
  /// Refused operations until the connection is closed.
  public var refusals = 100

  /// The usual limits.
  public init() {}
}
