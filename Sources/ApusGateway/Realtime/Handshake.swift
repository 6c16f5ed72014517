import ApusAPI
import NIOCore

/// The request that turns a connection into a realtime one.
struct Handshake {
  /// Whether the connection is shared by several streams, each of which says for itself who it is.
  let isMultiplexed: Bool
  /// Who the client is; nil as long as it has not said.
  let key: APIKey?
  /// The topics of the address.
  let topics: [String]
  /// How many more connections the address may open now.
  let remaining: Int64
  /// The answer as it goes over the wire.
  let answer: ByteBuffer

  /// Checks the request; refuses bad credentials with 401 and too many connections with 429, before it is one.
  ///
  /// Who is let in with a key counts as a connection of its account.
  init(_ request: Request, _ gateway: GatewayParts, from source: Source, now: Int64) throws(APIError) {
    let head = request.head
    guard head.method == .get, request.body.isEmpty, head.webSocketVersion == "13",
      let challenge = head.webSocketKey, Base64.byteCount(of: challenge) == 16
    else { throw .malformedUpgrade }
    isMultiplexed = head.path == Routes.multiplexed
    let query = try HandshakeQuery(isMultiplexed ? "" : head.query)
    topics = query.topics
    guard topics.count <= ClientOperation.mostTopics else { throw .tooManyTopics }
    key =
      try isMultiplexed
      ? nil
      : Self.credentials(head, query).map { credentials throws(APIError) in
        try gateway.admit(Claim(credentials), from: source, now: now)
      }
    remaining = try source.takeHandshake(now: now)
    if let key { try gateway.sockets.enter(key.account) }
    let accept = Base64.text(SHA1.hash(challenge + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"))
    answer = ByteBuffer(
      string: "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Accept: \(accept)\r\n\r\n")
  }

  /// What the headers say, or else the address.
  private static func credentials(_ head: RequestHead, _ query: HandshakeQuery) -> RealtimeCredentials? {
    guard let key = head.key else { return query.credentials }
    return RealtimeCredentials(
      key: key, expires: head.expires ?? head.nonce ?? "", isNonce: head.isByNonce, signature: head.signature ?? "")
  }
}

extension Claim {
  /// What a realtime client says.
  init(_ credentials: RealtimeCredentials) {
    self.init(
      key: credentials.key, signature: credentials.signature, expires: credentials.expires,
      isNonce: credentials.isNonce, verb: RealtimeCredentials.verb, target: RealtimeCredentials.target)
  }
}

extension APIError {
  /// A request that cannot begin a realtime connection.
  static let malformedUpgrade = APIError(400, "Malformed request: realtime handshake")
}
