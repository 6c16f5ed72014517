/// Reads JSON in one pass and takes nothing that the standard leaves open: no duplicate names, no trailing data, no
/// lone surrogates, no byte-order mark, and nothing beyond `JSONLimits`.
public struct JSONReader {
  private let bytes: [UInt8]
  private var position = 0
  private var depth = 0

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Reads one value that fills the whole text.
  public static func read(_ bytes: [UInt8]) throws(JSONRefusal) -> JSONValue {
    var reader = JSONReader(bytes)
    reader.skipBlanks()
    let value = try reader.value()
    reader.skipBlanks()
    guard reader.position == bytes.count else { throw reader.refusal(.trailingData) }
    return value
  }

  /// Reads one value that fills the whole text.
  public static func read(_ text: String) throws(JSONRefusal) -> JSONValue {
    try read(Array(text.utf8))
  }

  private func refusal(_ reason: JSONRefusal.Reason) -> JSONRefusal { JSONRefusal(reason, at: position) }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipBlanks() {
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"): position += 1
      default: return
      }
    }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ byte: UInt8) throws(JSONRefusal) {
    if !take(byte) { throw refusal(next == nil ? .incomplete : .unexpectedCharacter) }
  }

  private mutating func value() throws(JSONRefusal) -> JSONValue {
    guard let next else { throw refusal(.incomplete) }
    switch next {
    case UInt8(ascii: "{"):
      try descend()
      let object = try object()
      depth -= 1
      return .object(object)
    case UInt8(ascii: "["):
      try descend()
      let values = try array()
      depth -= 1
      return .array(values)
    case UInt8(ascii: "\""): return .string(try text())
    case UInt8(ascii: "t"): return try literal("true", .bool(true))
    case UInt8(ascii: "f"): return try literal("false", .bool(false))
    case UInt8(ascii: "n"): return try literal("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
    default: throw refusal(.unexpectedCharacter)
    }
  }

  /// Goes past an opening brace or bracket.
  private mutating func descend() throws(JSONRefusal) {
    guard depth < JSONLimits.depth else { throw refusal(.tooDeep) }
    depth += 1
    position += 1
    skipBlanks()
  }

  private mutating func literal(_ text: String, _ value: JSONValue) throws(JSONRefusal) -> JSONValue {
    for byte in text.utf8 { try expect(byte) }
    return value
  }

  private mutating func object() throws(JSONRefusal) -> JSONObject {
    if take(UInt8(ascii: "}")) { return JSONObject() }
    var members: [JSONObject.Member] = []
    members.reserveCapacity(8)
    while true {
      let start = position
      let name = try text()
      guard !members.contains(where: { $0.name == name }) else { throw JSONRefusal(.duplicateName, at: start) }
      guard members.count < JSONLimits.members else { throw JSONRefusal(.tooManyMembers, at: start) }
      skipBlanks()
      try expect(UInt8(ascii: ":"))
      skipBlanks()
      members.append(JSONObject.Member(name, try value()))
      skipBlanks()
      if take(UInt8(ascii: "}")) { return JSONObject(distinct: members) }
      try expect(UInt8(ascii: ","))
      skipBlanks()
    }
  }

  private mutating func array() throws(JSONRefusal) -> [JSONValue] {
    var values: [JSONValue] = []
    if take(UInt8(ascii: "]")) { return values }
    while true {
      guard values.count < JSONLimits.elements else { throw refusal(.tooManyElements) }
      values.append(try value())
      skipBlanks()
      if take(UInt8(ascii: "]")) { return values }
      try expect(UInt8(ascii: ","))
      skipBlanks()
    }
  }
}

extension JSONReader {
  private mutating func number() throws(JSONRefusal) -> String {
    let start = position
    _ = take(UInt8(ascii: "-"))
    if !take(UInt8(ascii: "0")) { try digits() }
    if take(UInt8(ascii: ".")) { try digits() }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      try digits()
    }
    guard position - start <= JSONLimits.numberCharacters else { throw JSONRefusal(.numberTooLong, at: start) }
    guard let text = String(utf8: bytes.span.extracting(start..<position)) else { throw refusal(.malformedText) }
    return text
  }

  private mutating func digits() throws(JSONRefusal) {
    let start = position
    while let byte = next, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { position += 1 }
    guard position > start else { throw refusal(next == nil ? .incomplete : .malformedNumber) }
  }

  private mutating func text() throws(JSONRefusal) -> String {
    try expect(UInt8(ascii: "\""))
    let start = position
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") {
        position += 1
        return try decode(bytes.span.extracting(start..<(position - 1)))
      }
      if byte == UInt8(ascii: "\\") { return try escapedText(startingWith: bytes[start..<position]) }
      guard byte >= 0x20 else { throw refusal(.unexpectedCharacter) }
      position += 1
    }
    throw refusal(.incomplete)
  }

  /// Goes on with a text from its first escape.
  private mutating func escapedText(startingWith plain: ArraySlice<UInt8>) throws(JSONRefusal) -> String {
    var decoded = Array(plain)
    while let byte = next {
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return try decode(decoded.span)
      case UInt8(ascii: "\\"): decoded.append(contentsOf: try escape())
      case 0..<0x20:
        position -= 1
        throw refusal(.unexpectedCharacter)
      default: decoded.append(byte)
      }
    }
    throw refusal(.incomplete)
  }

  private func decode(_ bytes: Span<UInt8>) throws(JSONRefusal) -> String {
    guard bytes.count <= JSONLimits.textBytes else { throw refusal(.textTooLong) }
    guard let text = String(utf8: bytes) else { throw refusal(.malformedText) }
    return text
  }

  private mutating func escape() throws(JSONRefusal) -> [UInt8] {
    guard let byte = next else { throw refusal(.incomplete) }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "u"): return Array(String(Character(try escapedScalar())).utf8)
    default: throw refusal(.malformedEscape)
    }
  }

  private mutating func escapedScalar() throws(JSONRefusal) -> Unicode.Scalar {
    let first = try fourHexadecimalDigits()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xDC00, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else { throw refusal(.malformedEscape) }
    let second = try fourHexadecimalDigits()
    guard (0xDC00...0xDFFF).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw refusal(.malformedEscape) }
    return scalar
  }

  private mutating func fourHexadecimalDigits() throws(JSONRefusal) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next else { throw refusal(.incomplete) }
      guard let digit = byte.hexadecimalValue else { throw refusal(.malformedEscape) }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return value
  }
}

extension String {
  /// The text that bytes stand for, or nil when they are not UTF-8.
  init?(utf8 bytes: Span<UInt8>) {
    do throws(UTF8.ValidationError) {
      self.init(copying: try UTF8Span(validating: bytes))
    } catch {
      return nil
    }
  }
}
