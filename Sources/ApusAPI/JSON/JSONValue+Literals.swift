// Lets documents that the venue writes about itself stand in the code as they come out.

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  /// A text.
  public init(stringLiteral text: String) { self = .string(text) }

  /// True or false.
  public init(booleanLiteral truth: Bool) { self = .bool(truth) }

  /// A list.
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }

  /// An object; its names must differ.
  public init(dictionaryLiteral members: (String, JSONValue)...) { self = .members(members) }

  /// An object; its names must differ.
  static func members(_ members: [(String, JSONValue)]) -> JSONValue {
    .object(JSONObject(distinct: members.map { JSONObject.Member($0.0, $0.1) }))
  }

  /// A list of texts.
  static func texts(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
}
