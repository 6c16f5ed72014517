import ApusAPI

/// Why the bytes of a connection are not taken as a request; the connection ends with it.
struct HTTPRefusal: Error, Hashable, Sendable {
  /// The answer.
  let error: APIError

  private init(_ status: Int, _ message: String) { error = APIError(status, message) }

  /// The bytes break a rule of the protocol.
  static func malformed(_ what: String) -> HTTPRefusal { HTTPRefusal(400, "Malformed request: \(what)") }

  static let tooSlow = HTTPRefusal(408, "Request Timeout")
  static let bodyTooLarge = HTTPRefusal(413, "Request body is too large")
  static let targetTooLong = HTTPRefusal(414, "Request line is too long")
  static let unknownExpectation = HTTPRefusal(417, "Expectation is not supported")
  static let headTooLarge = HTTPRefusal(431, "Request headers are too large")
  static let unknownMethod = HTTPRefusal(501, "Method is not supported")
  static let unknownVersion = HTTPRefusal(505, "HTTP version is not supported")
}
