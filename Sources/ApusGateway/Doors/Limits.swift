/// How often clients may ask.
public struct RateLimits: Hashable, Sendable {
  /// Requests of one key.
  public var keyed = RequestRate.unlimited
  /// Orders of one key, on top of that.
  public var orders = RequestRate.unlimited
  /// Requests of one address that carry no key.
  public var anonymous = RequestRate.unlimited
  /// Operations over one realtime connection.
  public var operations = RequestRate.unlimited
  /// Realtime connections that one address opens.
  public var handshakes = RequestRate.unlimited
  /// Realtime connections that one account has at a time.
  public var socketsPerAccount = 10_000

  /// Limits that no client can reach.
  public init() {}
}

extension RequestRate {
  /// More than any client can ask.
  public static let unlimited = RequestRate(1_000_000, per: 1)
}

/// The limits of the venue, by the day they came.
public enum LimitRules {
  /// Limits with the moment from which they count, in milliseconds since 1970; the oldest first.
  public static let dated: [(from: Int64, limits: RateLimits)] = [(0, of2019), (1_577_836_800_000, of2026)]

  /// 300 requests in five minutes with a key and 150 without one; 20 realtime connections an hour.
  public static var of2019: RateLimits {
    var limits = RateLimits()
    limits.keyed = RequestRate(300, per: 300)
    limits.anonymous = RequestRate(150, per: 300)
    limits.operations = RequestRate(600, per: 60)
    limits.handshakes = RequestRate(20, per: 3_600)
    limits.socketsPerAccount = 20
    return limits
  }

  /// 120 requests a minute with a key and 30 without one, ten orders a second; 60 realtime connections an hour.
  public static var of2026: RateLimits {
    var limits = RateLimits()
    limits.keyed = RequestRate(120, per: 60)
    limits.orders = RequestRate(10, per: 1)
    limits.anonymous = RequestRate(30, per: 60)
    limits.operations = RequestRate(600, per: 60)
    limits.handshakes = RequestRate(60, per: 3_600)
    limits.socketsPerAccount = 20
    return limits
  }

  /// Those that count at a moment, in milliseconds since 1970.
  public static func limits(at moment: Int64) -> RateLimits {
    dated.last { $0.from <= moment }?.limits ?? of2019
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
  /// Bytes that may wait for a slow reader until changes of its tables are merged.
  public var merging = 1_024 * 1_024
  /// Bytes that may wait for a slow reader until the connection is closed.
  public var backlog = 4 * 1_024 * 1_024
  /// Streams of one connection to `/realtimemd`.
  public var streams = 20
  /// Seconds that a client has to read the goodbye.
  public var goodbyeSeconds = 5
  /// Seconds without a word from the client until it is asked for one; after as many again it is gone.
  public var pingSeconds = 30
  /// Control frames of a client in one second.
  public var controlFrames = 50
  /// Refused operations until the connection is closed.
  public var refusals = 100

  /// The usual limits.
  public init() {}
}
