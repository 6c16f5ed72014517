// The spellings in which clients send one and the same parameter: a JSON value, or its text in a form or a query.

extension JSONObject {
  /// The members that say something: a client's form sends what was left open as a name without a value.
  var stated: JSONObject {
    members.contains { $0.value == .string("") }
      ? JSONObject(distinct: members.filter { $0.value != .string("") }) : self
  }

  /// The text of that name; nil when absent, null or empty.
  func text(_ name: String, longest: Int = 255, else refusal: APIError) throws(APIError) -> String? {
    switch self[name] {
    case nil, .null: return nil
    case .string(let text):
      guard text.utf8.count <= longest else { throw refusal }
      return text.isEmpty ? nil : text
    default: throw refusal
    }
  }

  /// How long the client's notes may be, in bytes of UTF-8.
  static let longestNotes = 256

  /// The client's notes; nil when absent, null or empty.
  func notes() throws(APIError) -> String? {
    guard let text = try text("text", longest: .max, else: .invalidText) else { return nil }
    guard text.utf8.count <= Self.longestNotes else { throw .textTooLong }
    guard text.unicodeScalars.allSatisfy({ !$0.isControl || "\t\n\r".unicodeScalars.contains($0) }) else {
      throw .textIllegible
    }
    return text
  }

  /// The text of that name without control characters; nil when absent, null or empty.
  func legible(_ name: String, longest: Int, else refusal: APIError) throws(APIError) -> String? {
    guard let text = try text(name, longest: longest, else: refusal) else { return nil }
    guard text.unicodeScalars.allSatisfy({ !$0.isControl }) else { throw refusal }
    return text
  }

  /// The decimal number of that name, sent as a number or as text; nil when absent or null.
  func decimal(_ name: String, else refusal: APIError) throws(APIError) -> Decimal? {
    switch self[name] {
    case nil, .null: return nil
    case .number(let text), .string(let text):
      guard let number = Decimal(text) else { throw refusal }
      return number
    default: throw refusal
    }
  }

  /// The whole number of that name, sent as `100`, `100.0` or `"100"`; nil when absent or null.
  func whole(_ name: String, else refusal: APIError) throws(APIError) -> Int64? {
    guard let number = try decimal(name, else: refusal) else { return nil }
    guard let whole = number.wholeNumber else { throw refusal }
    return whole
  }

  /// The truth value of that name, sent as `true` or `"true"`; nil when absent or null.
  func truth(_ name: String, else refusal: APIError) throws(APIError) -> Bool? {
    guard let value = self[name], value != .null else { return nil }
    guard let truth = value.truth else { throw refusal }
    return truth
  }

  /// The moment of that name in milliseconds since 1970; nil when absent or null.
  func moment(_ name: String, else refusal: APIError) throws(APIError) -> Int64? {
    guard let value = self[name], value != .null else { return nil }
    guard let moment = TimeReader.milliseconds(value) else { throw refusal }
    return moment
  }

  /// The texts of that name, sent as a list, as a list in a text, separated by commas, or alone; nil when absent.
  func texts(_ name: String, else refusal: APIError) throws(APIError) -> [String]? {
    switch self[name] {
    case nil, .null: return nil
    case .array(let values): return try Self.texts(values, else: refusal)
    case .string(let text):
      if case .array(let values)? = Self.embedded(text, openedBy: "[") { return try Self.texts(values, else: refusal) }
      return text.split(separator: ",").map(String.init)
    default: throw refusal
    }
  }

  /// Names that clients gave, which may hold commas and brackets: a text in JSON is one of them, whatever it holds.
  func names(_ name: String, else refusal: APIError) throws(APIError) -> [String]? {
    guard case .string(let text)? = self[name], !isFormField(name) else { return try texts(name, else: refusal) }
    return text.isEmpty ? [] : [text]
  }

  /// The object of that name, sent as such or in a text; nil when absent or empty.
  func object(_ name: String, else refusal: APIError) throws(APIError) -> JSONObject? {
    switch self[name] {
    case nil, .null: return nil
    case .object(let object): return object
    case .string(let text):
      if text.isEmpty || text == "null" { return nil }
      guard case .object(let object)? = Self.embedded(text, openedBy: "{") else { throw refusal }
      return object
    default: throw refusal
    }
  }

  /// The objects of that name, sent as a list or as a list in a text; nil when absent.
  func objects(_ name: String, else refusal: APIError) throws(APIError) -> [JSONObject]? {
    switch self[name] {
    case nil, .null: return nil
    case .array(let values): return try Self.objects(values, else: refusal)
    case .string(let text):
      guard case .array(let values)? = Self.embedded(text, openedBy: "[") else { throw refusal }
      return try Self.objects(values, else: refusal)
    default: throw refusal
    }
  }

  private static func objects(_ values: [JSONValue], else refusal: APIError) throws(APIError) -> [JSONObject] {
    var objects: [JSONObject] = []
    for value in values {
      guard case .object(let object) = value else { throw refusal }
      objects.append(object)
    }
    return objects
  }

  private static func texts(_ values: [JSONValue], else refusal: APIError) throws(APIError) -> [String] {
    var texts: [String] = []
    for value in values {
      guard case .string(let text) = value else { throw refusal }
      texts.append(text)
    }
    return texts
  }

  /// The JSON inside a text; nil when the text begins otherwise or holds none, and then stands for itself.
  private static func embedded(_ text: String, openedBy opening: Character) -> JSONValue? {
    guard text.drop(while: \.isWhitespace).first == opening else { return nil }
    do throws(JSONRefusal) {
      return try JSONReader.read(text)
    } catch {
      return nil
    }
  }
}

extension JSONValue {
  /// True or false, also as text; nil for anything else.
  var truth: Bool? {
    switch self {
    case .bool(let value): value
    case .string("true"), .string("True"): true
    case .string("false"), .string("False"): false
    default: nil
    }
  }
}

extension JSONValue {
  /// Whether everybody who reads it back reads the same: no NUL in a text, no number beyond those of a double.
  fileprivate var isKeepable: Bool {
    switch self {
    case .null, .bool: true
    case .number(let text): Double(text)?.isFinite ?? false
    case .string(let text): !text.utf8.contains(0)
    case .array(let values): values.allSatisfy(\.isKeepable)
    case .object(let object): object.isKeepable
    }
  }
}

extension JSONObject {
  /// Whether everybody who reads it back reads the same.
  var isKeepable: Bool { members.allSatisfy { !$0.name.utf8.contains(0) && $0.value.isKeepable } }
}
