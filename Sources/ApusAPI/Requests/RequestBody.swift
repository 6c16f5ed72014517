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
      let sent = try read(body, contentType: contentType?.lowercased() ?? "")
      return query.isEmpty ? sent : sent.merging(try FormReader.read(query))
    } catch {
      throw .malformed(error)
    }
  }

  private static func read(_ body: [UInt8], contentType: String) throws(JSONRefusal) -> JSONObject {
    let start = body.firstIndex { !$0.isBlank }
    guard let start else { return JSONObject() }
    if contentType.contains("json") { return try object(body) }
    if contentType.contains("x-www-form-urlencoded") { return try FormReader.read(body) }
    return body[start] == UInt8(ascii: "{") ? try object(body) : try FormReader.read(body)
  }

  private static func object(_ body: [UInt8]) throws(JSONRefusal) -> JSONObject {
    guard case .object(let object) = try JSONReader.read(body) else { throw JSONRefusal(.unexpectedCharacter, at: 0) }
    return object
  }
}

extension UInt8 {
  fileprivate var isBlank: Bool {
    self == UInt8(ascii: " ") || self == UInt8(ascii: "\n") || self == UInt8(ascii: "\r") || self == UInt8(ascii: "\t")
  }
}
