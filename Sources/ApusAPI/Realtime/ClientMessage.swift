/// What a client sends over the realtime connection.
public enum ClientMessage: Hashable, Sendable {
  /// The text `ping`, to be answered with the text `pong`.
  case ping
  /// The text `help`.
  case help
  /// An operation, with the whole request as it came, to be echoed.
  case operation(ClientOperation, request: JSONObject)

  /// Reads one text message.
  public init(_ bytes: [UInt8]) throws(RealtimeRefusal) {
    if bytes.elementsEqual("ping".utf8) {
      self = .ping
      return
    }
    if bytes.elementsEqual("help".utf8) {
      self = .help
      return
    }
    let request = try Self.request(bytes)
    do throws(APIError) {
      self = .operation(try ClientOperation(request), request: request)
    } catch {
      throw RealtimeRefusal(error, request: request)
    }
  }

  private static func request(_ bytes: [UInt8]) throws(RealtimeRefusal) -> JSONObject {
    do throws(JSONRefusal) {
      if case .object(let request) = try JSONReader.read(bytes) { return request }
    } catch {
      throw RealtimeRefusal(.malformedOperation, request: JSONObject())
    }
    throw RealtimeRefusal(.malformedOperation, request: JSONObject())
  }
}

/// A refusal together with the request it answers.
public struct RealtimeRefusal: Error, Hashable, Sendable {
  /// The refusal.
  public let error: APIError
  /// The request as it came; empty when it could not be read.
  public let request: JSONObject

  /// Makes a refusal.
  public init(_ error: APIError, request: JSONObject) {
    self.error = error
    self.request = request
  }
}

/// An operation on a realtime connection.
public enum ClientOperation: Hashable, Sendable {
  /// Send a table's rows and every change of them.
  case subscribe([String])
  /// Stop that.
  case unsubscribe([String])
  /// Say who the client is.
  case authenticate(RealtimeCredentials)
  /// Cancel all orders unless the client says so again in time.
  case cancelAllAfter(CancelAllAfterRequest)

  /// The most topics of one operation.
  public static let mostTopics = 200

  /// Reads a request; `args` may be a list or a value alone.
  public init(_ request: JSONObject) throws(APIError) {
    guard case .string(let name)? = request["op"] else { throw .malformedOperation }
    let arguments = Self.arguments(request)
    switch name {
    case "subscribe": self = .subscribe(try Self.topics(arguments))
    case "unsubscribe": self = .unsubscribe(try Self.topics(arguments))
    case "authKeyExpires": self = .authenticate(try RealtimeCredentials(arguments))
    case "authKey": self = .authenticate(try RealtimeCredentials(arguments, isNonce: true))
    case "cancelAllAfter": self = .cancelAllAfter(try Self.timeout(arguments))
    default: throw .unknownOperation(name)
    }
  }

  private static func arguments(_ request: JSONObject) -> [JSONValue] {
    switch request["args"] {
    case nil, .null: []
    case .array(let values): values
    case .some(let value): [value]
    }
  }

  private static func topics(_ arguments: [JSONValue]) throws(APIError) -> [String] {
    guard !arguments.isEmpty else { throw .invalidArguments }
    guard arguments.count <= mostTopics else { throw .tooManyTopics }
    var topics: [String] = []
    for argument in arguments {
      guard case .string(let text) = argument else { throw .invalidArguments }
      topics.append(text)
    }
    return topics
  }

  private static func timeout(_ arguments: [JSONValue]) throws(APIError) -> CancelAllAfterRequest {
    guard arguments.count == 1 else { throw .invalidTimeout }
    return try CancelAllAfterRequest(JSONObject([JSONObject.Member("timeout", arguments[0])]))
  }
}

/// Who a realtime client says it is: by operation, by headers, or in the query of the handshake.
public struct RealtimeCredentials: Hashable, Sendable {
  /// The key.
  public var key: String
  /// The expiry, or the nonce in its place, exactly as sent.
  public var expires: String
  /// Whether it is a nonce.
  public var isNonce: Bool
  /// The signature in hexadecimal.
  public var signature: String

  /// What is signed besides the expiry, whatever the handshake's query says.
  public static let verb = "GET"
  /// What is signed besides the expiry, whatever the handshake's query says.
  public static let target = "/realtime"

  /// Makes credentials.
  public init(key: String, expires: String, isNonce: Bool = false, signature: String) {
    self.key = key
    self.expires = expires
    self.isNonce = isNonce
    self.signature = signature
  }

  init(_ arguments: [JSONValue], isNonce: Bool = false) throws(APIError) {
    guard arguments.count == 3, case .string(let key) = arguments[0], case .string(let signature) = arguments[2] else {
      throw .invalidArguments
    }
    switch arguments[1] {
    case .number(let expires), .string(let expires):
      self.init(key: key, expires: expires, isNonce: isNonce, signature: signature)
    default: throw .invalidArguments
    }
  }
}

/// What the address of a handshake says: topics, and perhaps who the client is.
public struct HandshakeQuery: Hashable, Sendable {
  /// The topics of `subscribe`, separated by commas.
  public var topics: [String]
  /// The credentials, when all three parts are there.
  public var credentials: RealtimeCredentials?

  /// Reads the query of a handshake.
  public init(_ query: some StringProtocol) throws(APIError) {
    let parameters: JSONObject
    do throws(JSONRefusal) {
      parameters = try FormReader.read(query)
    } catch {
      throw .malformed(error)
    }
    topics = try parameters.texts("subscribe", else: .invalidArguments) ?? []
    let key = try parameters.text(APIHeader.key, else: .invalidKey)
    let expires = try parameters.text(APIHeader.expires, else: .expiresInvalid)
    let nonce = try parameters.text(APIHeader.nonce, else: .nonceInvalid)
    let signature = try parameters.text(APIHeader.signature, else: .signatureNotValid)
    if let key, let moment = expires ?? nonce, let signature {
      credentials = RealtimeCredentials(key: key, expires: moment, isNonce: expires == nil, signature: signature)
    }
  }
}
