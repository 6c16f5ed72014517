public import ApusStore
public import Logging

/// How a gateway is set up.
public struct GatewayConfiguration: Sendable {
  /// The address to listen on.
  public var host: String
  /// The port to listen on; zero for any that is free.
  public var port: Int
  /// How many event loops answer.
  public var loops: Int
  /// The directory of the pages; nil for none.
  public var webRoot: String?
  /// How large and how slow requests may be.
  public var http = HTTPLimits()
  /// How often clients may ask.
  public var rates = RateLimits()
  /// How many connections there may be.
  public var connections = ConnectionLimits()
  /// How much realtime clients may send and how slowly they may read.
  public var realtime = RealtimeLimits()
  /// What accounts' owners keep at the venue.
  public var profiles = Profiles()
  /// What the operator tells everybody.
  public var announcements: [Announcement] = []
  /// Where the past is kept; nil for memory.
  public var history: HistoryStore?
  /// How many milliseconds a question about the past waits for rows that its asker may have seen; then it is refused.
  public var historyPatience: Int64 = 2_000
  /// What the venue calls its version.
  public var version: String
  /// Where the gateway writes what happens to it; never a secret.
  public var logger: Logger

  /// A gateway on an address, with the usual limits.
  public init(
    host: String = "127.0.0.1", port: Int, loops: Int = 2, webRoot: String? = nil, version: String = "0.1.0",
    logger: Logger = Logger(label: "apus.gateway")
  ) {
    precondition(loops > 0, "a gateway on \(loops) event loops")
    self.host = host
    self.port = port
    self.loops = loops
    self.webRoot = webRoot
    self.version = version
    self.logger = logger
  }
}
