/// Reads moments in every spelling that clients send.
public enum TimeReader {
  /// Milliseconds since 1970 of a text or a number, or nil when it names no moment between 1970 and 9999.
  ///
  /// A date, a date and a time after `T` or a blank, up to nine digits of a second (cut to milliseconds), and `Z`, an
  /// offset or nothing for UTC; or whole milliseconds.
  public static func milliseconds(_ value: JSONValue) -> Int64? {
    switch value {
    case .number(let text):
      guard let number = Decimal(text)?.wholeNumber else { return nil }
      return inRange(number)
    case .string(let text): return milliseconds(text)
    default: return nil
    }
  }

  /// Milliseconds since 1970 of a text, or nil when it names no moment between 1970 and 9999.
  public static func milliseconds(_ text: String) -> Int64? {
    let bytes = Array(text.utf8)
    guard bytes.count <= 40 else { return nil }
    if !bytes.isEmpty, bytes.allSatisfy(\.isDigit) { return Int64(text).flatMap(inRange) }
    var reader = DateReader(bytes)
    guard let moment = reader.moment(), reader.isAtEnd else { return nil }
    return inRange(moment)
  }

  /// Milliseconds since midnight of `HH:MM`, `HH:MM:SS` or `HH:MM:SS.mmm`, or nil when it is none.
  static func timeOfDay(_ text: String) -> Int64? {
    var reader = DateReader(Array(text.utf8))
    guard let time = reader.time(), reader.isAtEnd else { return nil }
    return time
  }

  private static func inRange(_ milliseconds: Int64) -> Int64? {
    (0...CalendarDate.endOf9999).contains(milliseconds) ? milliseconds : nil
  }
}

/// Walks over the characters of a date and a time.
private struct DateReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { position == bytes.count }

  mutating func moment() -> Int64? {
    guard let year = digits(4), take("-"), let month = digits(2), take("-"), let day = digits(2) else { return nil }
    let date = CalendarDate(year: year, month: month, day: day)
    guard date.exists else { return nil }
    let midnight = date.daysSince1970 * 86_400_000
    if isAtEnd { return midnight }
    guard take("T") || take(" ") || take("t"), let time = time(), let offset = offset() else { return nil }
    return midnight + time - offset
  }

  mutating func time() -> Int64? {
    guard let hour = digits(2), hour < 24, take(":"), let minute = digits(2), minute < 60 else { return nil }
    let minutes = (hour * 60 + minute) * 60_000
    guard take(":") else { return minutes }
    guard let second = digits(2), second < 60 else { return nil }
    guard take(".") else { return minutes + second * 1_000 }
    guard let fraction = fraction() else { return nil }
    return minutes + second * 1_000 + fraction
  }

  /// One to nine digits, of which the first three count.
  private mutating func fraction() -> Int64? {
    let start = position
    var milliseconds: Int64 = 0
    var weight: Int64 = 100
    while position < bytes.count, bytes[position].isDigit {
      milliseconds += Int64(bytes[position] - UInt8(ascii: "0")) * weight
      weight /= 10
      position += 1
    }
    return (1...9).contains(position - start) ? milliseconds : nil
  }

  /// Milliseconds east of UTC; a `+` may have become a blank on its way through a query string.
  private mutating func offset() -> Int64? {
    if isAtEnd || take("Z") || take("z") { return 0 }
    let isWest = take("-")
    guard isWest || take("+") || take(" "), let hours = digits(2), hours < 24 else { return nil }
    _ = take(":")
    guard let minutes = digits(2), minutes < 60 else { return nil }
    let east = (hours * 60 + minutes) * 60_000
    return isWest ? -east : east
  }

  private mutating func digits(_ count: Int) -> Int64? {
    guard position + count <= bytes.count else { return nil }
    var value: Int64 = 0
    for byte in bytes[position..<(position + count)] {
      guard byte.isDigit else { return nil }
      value = value * 10 + Int64(byte - UInt8(ascii: "0"))
    }
    position += count
    return value
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }
}

extension UInt8 {
  var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
}
