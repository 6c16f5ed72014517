/// What the first message of a realtime connection says about the venue.
public struct Welcome: Hashable, Sendable {
  /// The venue's version.
  public var version: String
  /// Now, in milliseconds since 1970.
  public var timestamp: Int64
  /// Where the documentation is.
  public var docs: String
  /// The program's name.
  public var appName: String
  /// How many more connections the client may open.
  public var remaining: Int64

  /// The sentence that clients wait for.
  public static let info = "Welcome to the BitMEX Realtime API."

  /// Makes a welcome.
  public init(version: String, timestamp: Int64, docs: String, appName: String, remaining: Int64) {
    self.version = version
    self.timestamp = timestamp
    self.docs = docs
    self.appName = appName
    self.remaining = remaining
  }
}

extension JSONWriter {
  /// Writes the first message of a connection.
  public mutating func append(_ welcome: Welcome) {
    beginObject()
    member("info", Welcome.info)
    member("version", welcome.version)
    member("timestamp", timestamp: welcome.timestamp)
    member("docs", welcome.docs)
    member("heartbeatEnabled", false)
    member("appName", welcome.appName)
    name("limit")
    beginObject()
    member("remaining", welcome.remaining)
    endObject()
    endObject()
  }

  /// Writes that a topic, as the client wrote it, is subscribed.
  public mutating func appendSubscribed(_ topic: String, request: JSONObject) {
    appendSuccess("subscribe", topic, request)
  }

  /// Writes that a topic, as the client wrote it, is not subscribed any more.
  public mutating func appendUnsubscribed(_ topic: String, request: JSONObject) {
    appendSuccess("unsubscribe", topic, request)
  }

  /// Writes that the client's credentials are accepted.
  public mutating func appendAuthenticated(request: JSONObject) { appendSuccess(nil, nil, request) }

  /// Writes when all orders will be canceled; moments in milliseconds since 1970, `cancelTime` nil when called off.
  ///
  /// The realtime answer echoes its request, the REST answer has none.
  public mutating func appendCancelAllAfter(now: Int64, cancelTime: Int64?, request: JSONObject? = nil) {
    beginObject()
    member("now", timestamp: now)
    if let cancelTime { member("cancelTime", timestamp: cancelTime) } else { member("cancelTime", 0) }
    if let request { member("request", request) }
    endObject()
  }

  /// Writes a refusal and the request it answers; all values of `meta` are texts, as strict clients want them.
  public mutating func append(_ refusal: RealtimeRefusal) {
    beginObject()
    member("status", Int64(refusal.error.status))
    member("error", refusal.error.message)
    name("meta")
    beginObject()
    if let seconds = refusal.error.retryAfter { member("retryAfter", String(seconds)) }
    if let access = refusal.error.access { append(access) }
    endObject()
    member("request", refusal.request)
    endObject()
  }

  /// Writes what can be done over the connection, for `help` and `GET /schema/websocketHelp`.
  public mutating func appendWebsocketHelp(publicTopics: [String], privateTopics: [String]) {
    beginObject()
    member("info", "See the documentation of the realtime API for what follows.")
    member("usage", "Send a message of the form {\"op\": \"<operation>\", \"args\": [\"<argument>\", ...]}.")
    member("ops", texts: ["authKeyExpires", "cancelAllAfter", "subscribe", "unsubscribe"])
    member(
      "subscribe", "To subscribe, send {\"op\": \"subscribe\", \"args\": [\"<topic>\", \"<topic>:<symbol>\", ...]}.")
    name("subscriptionSubjects")
    beginObject()
    member("authenticationRequired", texts: privateTopics)
    member("public", texts: publicTopics)
    endObject()
    endObject()
  }

  private mutating func appendSuccess(_ name: String?, _ topic: String?, _ request: JSONObject) {
    beginObject()
    member("success", true)
    if let name, let topic { member(name, topic) }
    member("request", request)
    endObject()
  }

  private mutating func member(_ name: String, _ object: JSONObject) {
    self.name(name)
    append(object)
  }
}
