// What both generations of documents say in the same words.

extension Contract {
  /// How requests are signed.
  static let securitySchemes: JSONValue = [
    "apiKey": ["type": "apiKey", "in": "header", "name": .string(APIHeader.key)],
    "apiExpires": ["type": "apiKey", "in": "header", "name": .string(APIHeader.expires)],
    "apiSignature": ["type": "apiKey", "in": "header", "name": .string(APIHeader.signature)],
  ]

  /// The body of a refusal.
  static let error: JSONValue = [
    "type": "object",
    "description": "Why a request was refused.",
    "required": ["error"],
    "properties": [
      "error": [
        "type": "object",
        "required": ["message", "name"],
        "properties": ["message": ["type": "string"], "name": ["type": "string"]],
      ]
    ],
  ]
}

extension Endpoint {
  /// Which headers it asks for.
  var security: JSONValue {
    permission == nil ? [] : [["apiKey": [], "apiExpires": [], "apiSignature": []]]
  }
}

extension Operation.Answer {
  /// What comes back, with definitions named below `references`.
  func schema(references: String) -> JSONValue {
    func reference(_ model: Model) -> JSONValue { ["$ref": .string(references + model.name)] }
    return switch self {
    case .rows(let model): ["type": "array", "items": reference(model)]
    case .row(let model): reference(model)
    case .rowsByName(let model): ["type": "object", "additionalProperties": reference(model)]
    case .object: ["type": "object"]
    case .text: ["type": "string"]
    case .nothing: [:]
    }
  }
}

extension Model {
  /// The definition of a row with these properties.
  func definition(_ properties: [(String, JSONValue)]) -> JSONValue {
    var members: [(String, JSONValue)] = [("type", "object"), ("description", .string(sentence))]
    let required = self.properties.filter(\.isRequired).map(\.name)
    if !required.isEmpty { members.append(("required", .texts(required))) }
    members.append(("properties", .members(properties)))
    return .members(members)
  }
}

extension ColumnType {
  /// The type of a value, with that word for the format of a UUID.
  func schema(uuid: String) -> [(String, JSONValue)] {
    switch self {
    case .guid: [("type", "string"), ("format", .string(uuid))]
    case .symbol, .string: [("type", "string")]
    case .long: [("type", "integer"), ("format", "int64")]
    case .float: [("type", "number"), ("format", "double")]
    case .boolean: [("type", "boolean")]
    case .timestamp, .timespan: [("type", "string"), ("format", "date-time")]
    case .levels: [("type", "array"), ("items", ["type": "array", "items": ["type": "number"]])]
    case .texts: [("type", "array"), ("items", ["type": "string"])]
    case .objects: [("type", "array"), ("items", ["type": "object"])]
    case .object: [("type", "object")]
    }
  }
}

extension Parameter {
  /// The type of its value, what counts without it and what there is to choose from.
  var schema: [(String, JSONValue)] {
    var members = kind.schema
    if let usual { members.append(("default", usual)) }
    if !choices.isEmpty { members.append(("enum", .texts(choices))) }
    return members
  }
}

extension Parameter.Kind {
  fileprivate var schema: [(String, JSONValue)] {
    switch self {
    case .text: [("type", "string")]
    case .json: [("type", "string"), ("format", "JSON")]
    case .whole: [("type", "integer"), ("format", "int64")]
    case .number: [("type", "number"), ("format", "double")]
    case .truth: [("type", "boolean")]
    case .moment: [("type", "string"), ("format", "date-time")]
    }
  }
}
