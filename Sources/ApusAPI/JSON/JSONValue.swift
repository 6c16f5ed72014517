/// A JSON value with its numbers as they were written.
public enum JSONValue: Hashable, Sendable {
  /// null.
  case null
  /// True or false.
  case bool(Bool)
  /// A number, in its own text.
  case number(String)
  /// A text.
  case string(String)
  /// A list.
  case array([JSONValue])
  /// Named values.
  case object(JSONObject)
}

/// Named JSON values in the order they came; no name comes twice.
public struct JSONObject: Hashable, Sendable {
  /// A name and its value.
  public struct Member: Hashable, Sendable {
    /// The name.
    public var name: String
    /// The value.
    public var value: JSONValue
    /// Whether it came in a form or a query, where everything is text: a request may have both a JSON body and a query.
    var isFormField = false

    /// Makes a member.
    public init(_ name: String, _ value: JSONValue) {
      self.name = name
      self.value = value
    }
  }

  /// The members in the order they came.
  public private(set) var members: [Member]

  /// Makes an object; of members with the same name the first counts.
  public init(_ members: [Member] = []) {
    self.members = []
    self.members.reserveCapacity(members.count)
    for member in members where !contains(member.name) { self.members.append(member) }
  }

  /// Makes an object of members that are known to have different names.
  init(distinct members: [Member]) { self.members = members }

  /// The value of that name, or nil.
  public subscript(name: String) -> JSONValue? { members.first { $0.name == name }?.value }

  /// Whether the member of that name came in a form or a query, where lists are texts too.
  func isFormField(_ name: String) -> Bool { members.first { $0.name == name }?.isFormField ?? false }

  /// Whether there is a member of that name.
  public func contains(_ name: String) -> Bool { members.contains { $0.name == name } }

  /// These members, and those of another object whose names are not among them.
  public func merging(_ other: JSONObject) -> JSONObject { JSONObject(members + other.members) }
}

extension JSONWriter {
  /// Writes a value that was read, numbers as they were.
  public mutating func append(_ value: JSONValue) {
    switch value {
    case .null: appendNull()
    case .bool(let value): append(value)
    case .number(let text): append(number: text)
    case .string(let text): append(text)
    case .array(let values):
      beginArray()
      for value in values { append(value) }
      endArray()
    case .object(let object): append(object)
    }
  }

  /// Writes an object that was read.
  public mutating func append(_ object: JSONObject) {
    beginObject()
    for member in object.members {
      name(member.name)
      append(member.value)
    }
    endObject()
  }

  private mutating func append(number text: String) {
    separate()
    append(json: Array(text.utf8))
  }
}
