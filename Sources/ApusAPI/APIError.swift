/// A refusal in the venue's words: a status and the body every client expects.
public struct APIError: Error, Hashable, Sendable {
  /// What clients branch on beside the status.
  public enum Name: String, Sendable {
    /// The request cannot be served.
    case http = "HTTPError"
    /// The request is understood and breaks a rule.
    case validation = "ValidationError"
    /// A realtime operation was refused.
    case websocket = "WebsocketError"
    /// Too many requests.
    case rateLimit = "RateLimitError"
    /// Anything else.
    case error = "Error"
  }

  /// The HTTP status.
  public let status: Int
  /// What kind of refusal it is.
  public let name: Name
  /// The text people and clients read.
  public let message: String
  /// After how many seconds the request may be repeated.
  public let retryAfter: Int64?
  /// What a refused order asks for, where a higher risk limit would take it.
  public var riskLimit: RiskLimitNeed?
  /// Why a key did not open the door.
  public var access: AccessRefusal?

  /// Makes a refusal.
  public init(
    _ status: Int, _ message: String, name: Name = .http, retryAfter: Int64? = nil, access: AccessRefusal? = nil
  ) {
    self.status = status
    self.name = name
    self.message = message
    self.retryAfter = retryAfter
    self.access = access
  }

  /// The body, `{"error":{"message":…,"name":…}}`, with `riskLimit` in it where one is asked for, or `reason`.
  public var envelope: [UInt8] {
    var writer = JSONWriter(capacity: 64 + message.utf8.count)
    writer.beginObject()
    writer.name("error")
    writer.beginObject()
    writer.member("message", message)
    writer.member("name", name.rawValue)
    if let riskLimit { writer.append(riskLimit) }
    if let access { writer.append(access) }
    writer.endObject()
    writer.endObject()
    return writer.bytes
  }
}

/// Names of the headers of the contract.
public enum APIHeader {
  /// Who signs.
  public static let key = "api-key"
  /// Until when the signature counts, in seconds since 1970.
  public static let expires = "api-expires"
  /// What stood there in the first years: a number larger than the one before.
  public static let nonce = "api-nonce"
  /// The signature in hexadecimal.
  public static let signature = "api-signature"
  /// How many requests a full bucket holds.
  public static let rateLimit = "X-RateLimit-Limit"
  /// How many requests are left.
  public static let rateLimitRemaining = "X-RateLimit-Remaining"
  /// When the bucket is full again, in seconds since 1970.
  public static let rateLimitReset = "X-RateLimit-Reset"
  /// How many order requests are left in this second.
  public static let rateLimitRemainingThisSecond = "x-ratelimit-remaining-1s"
  /// After how many seconds a refused request may be repeated.
  public static let retryAfter = "Retry-After"
}
