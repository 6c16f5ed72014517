/// Reads `application/x-www-form-urlencoded` bodies and query strings into an object of texts.
public enum FormReader {
  /// Reads fields separated by `&`; refuses bad escapes, bytes that are not UTF-8, names that come twice, and sizes
  /// beyond `JSONLimits`.
  public static func read(_ bytes: [UInt8]) throws(JSONRefusal) -> JSONObject {
    var members: [JSONObject.Member] = []
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "&")) ?? bytes.count
      if end > start {
        let member = try field(bytes[start..<end])
        guard members.count < JSONLimits.members else { throw JSONRefusal(.tooManyMembers, at: start) }
        guard !members.contains(where: { $0.name == member.name }) else { throw JSONRefusal(.duplicateName, at: start) }
        members.append(member)
      }
      start = end + 1
    }
    return JSONObject(distinct: members)
  }

  /// Reads fields separated by `&`.
  public static func read(_ text: some StringProtocol) throws(JSONRefusal) -> JSONObject {
    try read(Array(text.utf8))
  }

  private static func field(_ bytes: ArraySlice<UInt8>) throws(JSONRefusal) -> JSONObject.Member {
    let separator = bytes.firstIndex(of: UInt8(ascii: "=")) ?? bytes.endIndex
    let name = try decode(bytes[..<separator])
    let value = try decode(bytes[separator...].dropFirst())
    var member = JSONObject.Member(name, .string(value))
    member.isFormField = true
    return member
  }

  /// Turns `+` into a blank and `%41` into the byte it stands for.
  private static func decode(_ bytes: ArraySlice<UInt8>) throws(JSONRefusal) -> String {
    var decoded: [UInt8] = []
    decoded.reserveCapacity(bytes.count)
    var position = bytes.startIndex
    while position < bytes.endIndex {
      switch bytes[position] {
      case UInt8(ascii: "+"): decoded.append(UInt8(ascii: " "))
      case UInt8(ascii: "%"):
        guard position + 2 < bytes.endIndex, let high = bytes[position + 1].hexadecimalValue,
          let low = bytes[position + 2].hexadecimalValue
        else { throw JSONRefusal(.malformedEscape, at: position) }
        decoded.append(high << 4 | low)
        position += 2
      case let byte: decoded.append(byte)
      }
      position += 1
    }
    guard decoded.count <= JSONLimits.textBytes else { throw JSONRefusal(.textTooLong, at: bytes.startIndex) }
    guard let text = String(utf8: decoded.span) else {
      throw JSONRefusal(.malformedText, at: bytes.startIndex)
    }
    return text
  }
}
