/// The request line and the headers of a request, as far as the gateway cares for them.
struct RequestHead: Sendable {
  /// How the body is delimited.
  enum Body: Hashable, Sendable {
    case none
    case sized(Int)
    case chunked
  }

  var method = Method.get
  /// The path and the query exactly as sent, which is what clients sign, also when a whole address was sent.
  var target = ""
  /// The target up to the query.
  var path = ""
  var keepsAlive = true
  /// Whether a client of the older version asked for that.
  var saysKeepAlive = false
  var body = Body.none
  var expectsContinue = false
  var wantsUpgrade = false
  var isWebSocket = false
  /// The name and port that the client asked, if it said so.
  var host: String?
  var contentType: String?
  var key: String?
  var expires: String?
  var nonce: String?
  var signature: String?
  var webSocketKey: String?
  var webSocketVersion: String?
  var knownTag: String?
  var accept: String?

  /// Whether it is signed with a nonce, which an expiry beside it would stand for.
  var isByNonce: Bool { expires == nil && nonce != nil }

  /// The target behind the question mark; empty when there is none.
  var query: Substring {
    path.utf8.count == target.utf8.count ? "" : Substring(target.utf8.dropFirst(path.utf8.count + 1))
  }
}

/// A whole request.
struct Request: Sendable {
  var head: RequestHead
  var body: [UInt8]
}
