/// The characters that delimit a request.
enum ASCII {
  static let tab = UInt8(ascii: "\t")
  static let lineFeed = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")
  static let blank = UInt8(ascii: " ")
  static let hash = UInt8(ascii: "#")
  static let slash = UInt8(ascii: "/")
  static let colon = UInt8(ascii: ":")
  static let semicolon = UInt8(ascii: ";")
  static let question = UInt8(ascii: "?")
}

extension UInt8 {
  var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }

  var isLetter: Bool { lowercased >= UInt8(ascii: "a") && lowercased <= UInt8(ascii: "z") }

  var lowercased: UInt8 { self >= UInt8(ascii: "A") && self <= UInt8(ascii: "Z") ? self | 0x20 : self }

  /// Whether names of headers may contain it.
  var isTokenCharacter: Bool {
    if isLetter || isDigit { return true }
    switch self {
    case UInt8(ascii: "!"), UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: "&"),
      UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "^"), UInt8(ascii: "_"), UInt8(ascii: "`"), UInt8(ascii: "|"), UInt8(ascii: "~"):
      return true
    default: return false
    }
  }

  /// Whether names of hosts, with a port, may contain it.
  var isHostCharacter: Bool {
    if isLetter || isDigit { return true }
    switch self {
    case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]"),
      UInt8(ascii: "_"):
      return true
    default: return false
    }
  }

  /// The value of a hexadecimal digit in either case, or nil.
  var hexadecimalValue: Int? {
    if isDigit { return Int(self - UInt8(ascii: "0")) }
    let letter = lowercased
    guard letter >= UInt8(ascii: "a"), letter <= UInt8(ascii: "f") else { return nil }
    return Int(letter - UInt8(ascii: "a")) + 10
  }
}

extension Span<UInt8> {
  /// Where a byte first comes in a range.
  func index(of byte: UInt8, _ range: Range<Int>) -> Int? {
    for position in range where self[position] == byte { return position }
    return nil
  }

  /// A range as text; nil when it is not UTF-8.
  func text(_ range: Range<Int>) -> String? {
    do {
      return String(copying: try UTF8Span(validating: extracting(range)))
    } catch { return nil }
  }

  /// A range without blanks at its ends.
  func trimmed(_ range: Range<Int>) -> Range<Int> {
    var (first, last) = (range.lowerBound, range.upperBound)
    while first < last, self[first] == ASCII.blank || self[first] == ASCII.tab { first += 1 }
    while first < last, self[last - 1] == ASCII.blank || self[last - 1] == ASCII.tab { last -= 1 }
    return first..<last
  }
}

extension StringProtocol {
  /// The text without blanks at its ends.
  var trimmingBlanks: String {
    let isInk = { (character: Character) in character != " " && character != "\t" }
    guard let first = firstIndex(where: isInk), let last = lastIndex(where: isInk) else { return "" }
    return String(self[first...last])
  }
}
