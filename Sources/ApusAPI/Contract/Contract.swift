/// Everything that can be asked over HTTP, for documents that machines read.
///
/// It is made of the very declarations that requests are routed by and rows are written by.
public struct Contract: Sendable {
  /// Below which path all operations are.
  public let base: String
  /// What the venue calls its version.
  public let version: String
  /// The operations in the order of the documents.
  public let endpoints: [Endpoint]

  /// A contract of these operations; none may have the name or the place of another.
  public init(base: String, version: String, _ endpoints: [Endpoint]) {
    precondition(Set(endpoints.map(\.operation.id)).count == endpoints.count, "two operations have one name")
    precondition(
      Set(endpoints.map { "\($0.method) \($0.path)" }).count == endpoints.count, "two operations in one place")
    self.base = base
    self.version = version
    self.endpoints = endpoints
  }

  /// The tables that operations answer from, each once.
  public var models: [Model] {
    var models: [Model] = []
    for model in endpoints.compactMap(\.operation.answer.model) where !models.contains(where: { $0.name == model.name })
    {
      models.append(model)
    }
    return models.sorted { $0.name < $1.name }
  }

  /// The operations of each path.
  var byPath: [(path: String, endpoints: [Endpoint])] {
    var groups: [(path: String, endpoints: [Endpoint])] = []
    for endpoint in endpoints {
      if let place = groups.firstIndex(where: { $0.path == endpoint.path }) {
        groups[place].endpoints.append(endpoint)
      } else {
        groups.append((endpoint.path, [endpoint]))
      }
    }
    return groups
  }

  /// The groups of operations, each with its sentence.
  var tags: JSONValue {
    var names: [String] = []
    for endpoint in endpoints where !names.contains(endpoint.operation.tag) { names.append(endpoint.operation.tag) }
    return .array(
      names.map { name in
        guard let sentence = Self.sentences[name] else { preconditionFailure("the tag \(name) has no sentence") }
        return ["name": .string(name), "description": .string(sentence)]
      })
  }

  /// What the documents say about themselves.
  var information: JSONValue {
    [
      "title": "Apus",
      "description": .string(Self.introduction),
      "version": .string(version),
    ]
  }

  private static let introduction = """
    A derivatives exchange that speaks the BitMEX API. Times are UTC in ISO 8601; money is counted in the smallest unit \
    of its currency; a null means that a value is unknown or does not apply. Private operations are signed: api-key \
    names the key, api-expires a moment in seconds since 1970, and api-signature is the hexadecimal HMAC-SHA256, keyed \
    with the secret, of verb, path with query, api-expires and body, put one after another as they are sent. Bodies are \
    JSON or form-encoded.
    """

  private static let sentences = [
    "Venue": "The venue itself.",
    "Announcement": "What the operator tells everybody.",
    "APIKey": "Keys that sign requests.",
    "Execution": "What happened to orders and positions.",
    "Funding": "Payments between longs and shorts of perpetual contracts.",
    "GlobalNotification": "What the operator tells who is signed in.",
    "Instrument": "Contracts and indices.",
    "Insurance": "The fund that pays for bankrupt positions.",
    "Interest": "What borrowing by leverage costs.",
    "Leaderboard": "Who made most.",
    "Liquidation": "Positions that the venue is closing.",
    "Order": "Placing, amending and canceling orders.",
    "OrderBook": "What rests in the markets.",
    "Position": "What accounts hold.",
    "Quote": "Best prices.",
    "Schema": "Tables and topics described for machines.",
    "Settlement": "What contracts were paid out at.",
    "Stats": "What was traded.",
    "Trade": "What traded.",
    "User": "An account, its wallets and its rights.",
    "UserEvent": "What was done with an account.",
    "Wallet": "Currencies and the networks they travel over.",
  ]
}

/// The statuses an operation may refuse with.
enum Refusal: Int, CaseIterable {
  case malformed = 400
  case unsigned = 401
  case forbidden = 403
  case unknown = 404
  case tooLarge = 413
  case targetTooLong = 414
  case headTooLarge = 431
  case tooOften = 429
  case overloaded = 503

  /// What is wrong, in one sentence.
  var sentence: String {
    switch self {
    case .malformed: "A parameter is missing or breaks a rule."
    case .unsigned: "The key is unknown, or the signature is not its own."
    case .forbidden: "The key may not do this."
    case .unknown: "There is nothing of that name."
    case .tooLarge: "The body is too large."
    case .targetTooLong: "The query is too long."
    case .headTooLarge: "The headers are too large."
    case .tooOften: "Too many requests; Retry-After says when to try again."
    case .overloaded: "The venue takes no more work at the moment."
    }
  }
}
