/// Turns the body and the query of a request into one object of parameters.
public enum RequestBody {
  /// Reads a JSON or form body, or none, and adds the query's parameters that the body does not name.
  ///
  /// A body of unknown content type is taken for JSON when it begins with a brace; an empty body is one without
  /// parameters whatever its content type says.
  public static func parameters(
    _ body: [UInt8], contentType: String?, query: some StringProtocol
  ) throws(APIError) -> JSONObject {
    do throws(JSONRefusal) {
      let sent = try read(body, MediaType(contentType))
      return query.isEmpty ? sent : sent.merging(try FormReader.read(query))
    } catch {
      throw .malformed(error)
    }
  }

  private static func read(_ body: [UInt8], _ type: MediaType) throws(JSONRefusal) -> JSONObject {
    guard let first = body.first(where: { !$0.isBlank }) else { return JSONObject() }
    switch type {
    case .json: return try object(body)
    case .form: return try FormReader.read(body)
    case .other: return first == UInt8(ascii: "{") ? try object(body) : try FormReader.read(body)
    }
  }

  private static func object(_ body: [UInt8]) throws(JSONRefusal) -> JSONObject {
    guard case .object(let object) = try JSONReader.read(body) else { throw JSONRefusal(.unexpectedCharacter, at: 0) }
    return object
  }
}

/// What a body is said to be.
private enum MediaType {
  case json
  case form
  case other

  /// Looks at the type only, in either case; what follows a semicolon does not matter.
  init(_ contentType: String?) {
    // What nearly all send, compared as a whole.
    if contentType == "application/json" {
      self = .json
      return
    }
    let type = (contentType ?? "").utf8.prefix { $0 != UInt8(ascii: ";") && !$0.isBlank }
    if Self.equal(type, "application/json") {
      self = .json
    } else if Self.equal(type, "application/x-www-form-urlencoded") {
      self = .form
    } else {
      self = .other
    }
  }

  private static func equal(_ type: Substring.UTF8View, _ name: String) -> Bool {
    type.elementsEqual(name.utf8) { $0 == $1 || $0 | 0x20 == $1 }
  }
}

extension UInt8 {
  fileprivate var isBlank: Bool {
    self == UInt8(ascii: " ") || self == UInt8(ascii: "\n") || self == UInt8(ascii: "\r") || self == UInt8(ascii: "\t")
  }
}
