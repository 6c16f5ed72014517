/// Writes JSON as UTF-8 into a growing buffer; commas between members and elements are put in by it.
public struct JSONWriter: Sendable {
  /// What has been written.
  public private(set) var bytes: [UInt8] = []

  /// Makes an empty writer with room for `capacity` bytes.
  public init(capacity: Int = 1_024) {
    bytes.reserveCapacity(capacity)
  }

  /// Forgets what has been written and keeps the room.
  public mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  /// Opens an object, after a comma where one is due.
  public mutating func beginObject() {
    separate()
    bytes.append(UInt8(ascii: "{"))
  }

  /// Closes an object.
  public mutating func endObject() { bytes.append(UInt8(ascii: "}")) }

  /// Opens an array, after a comma where one is due.
  public mutating func beginArray() {
    separate()
    bytes.append(UInt8(ascii: "["))
  }

  /// Closes an array.
  public mutating func endArray() { bytes.append(UInt8(ascii: "]")) }

  /// Writes a member's name; its value must follow.
  public mutating func name(_ name: String) {
    append(name)
    bytes.append(UInt8(ascii: ":"))
  }

  /// Writes bytes that are JSON already, as they are.
  public mutating func append(json: [UInt8]) { bytes.append(contentsOf: json) }

  /// Writes null.
  public mutating func appendNull() {
    separate()
    appendLiteral("null")
  }

  /// Puts a comma in front of the next value unless it is the first, or follows a name.
  mutating func separate() {
    switch bytes.last {
    case nil, UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: ":"), UInt8(ascii: ","): return
    default: bytes.append(UInt8(ascii: ","))
    }
  }

  mutating func append(byte: UInt8) { bytes.append(byte) }
}

extension JSONWriter {
  /// Writes a truth value.
  public mutating func append(_ value: Bool) {
    separate()
    appendLiteral(value ? "true" : "false")
  }

  /// Writes a whole number.
  public mutating func append(_ value: Int64) {
    separate()
    if value < 0 { bytes.append(UInt8(ascii: "-")) }
    appendDigits(value.magnitude, places: 0)
  }

  /// Writes a decimal number without exponent and trailing zeros.
  public mutating func append(_ value: Decimal) {
    separate()
    if value.mantissa < 0 { bytes.append(UInt8(ascii: "-")) }
    appendDigits(value.mantissa.magnitude, places: Int(value.scale))
  }

  /// Writes a text in quotes.
  public mutating func append(_ text: String) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    if text.utf8.allSatisfy(\.isPlainInJSON) {
      bytes.append(contentsOf: text.utf8)
    } else {
      for byte in text.utf8 { appendEscaped(byte) }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Writes a UUID in quotes.
  public mutating func append(_ id: PublicID) {
    separate()
    let (high, low) = id.halves
    bytes.append(UInt8(ascii: "\""))
    appendHexadecimal(high >> 32, digits: 8)
    bytes.append(UInt8(ascii: "-"))
    appendHexadecimal(high >> 16, digits: 4)
    bytes.append(UInt8(ascii: "-"))
    appendHexadecimal(high, digits: 4)
    bytes.append(UInt8(ascii: "-"))
    appendHexadecimal(low >> 48, digits: 4)
    bytes.append(UInt8(ascii: "-"))
    appendHexadecimal(low, digits: 12)
    bytes.append(UInt8(ascii: "\""))
  }

  /// Writes one side of a short book as pairs of price and size.
  public mutating func append(_ levels: [PriceLevel]) {
    beginArray()
    for level in levels {
      beginArray()
      append(level.price)
      append(level.size)
      endArray()
    }
    endArray()
  }

  /// Writes the value of a column.
  public mutating func append(_ cell: Cell) {
    switch cell {
    case .null: appendNull()
    case .bool(let value): append(value)
    case .long(let value): append(value)
    case .decimal(let value): append(value)
    case .timestamp(let value): append(timestamp: value)
    case .timespan(let value): append(timespan: value)
    case .text(let value): append(value)
    case .guid(let value): append(value)
    case .levels(let value): append(value)
    }
  }
}

extension JSONWriter {
  /// Writes a member with a text.
  public mutating func member(_ name: String, _ text: String) {
    self.name(name)
    append(text)
  }

  /// Writes a member with a whole number.
  public mutating func member(_ name: String, _ value: Int64) {
    self.name(name)
    append(value)
  }

  /// Writes a member with a truth value.
  public mutating func member(_ name: String, _ value: Bool) {
    self.name(name)
    append(value)
  }

  /// Writes a member with a moment in milliseconds since 1970.
  public mutating func member(_ name: String, timestamp: Int64) {
    self.name(name)
    append(timestamp: timestamp)
  }

  /// Writes a member with a list of texts.
  public mutating func member(_ name: String, texts: [String]) {
    self.name(name)
    beginArray()
    for text in texts { append(text) }
    endArray()
  }

  /// Writes a member with an object of texts.
  public mutating func member(_ name: String, object: [(String, String)]) {
    self.name(name)
    beginObject()
    for (name, text) in object { member(name, text) }
    endObject()
  }
}

extension JSONWriter {
  mutating func appendLiteral(_ text: StaticString) {
    bytes.append(contentsOf: String(describing: text).utf8)
  }

  /// Writes digits with a point `places` from the right, and a leading zero where the point would come first.
  private mutating func appendDigits(_ magnitude: UInt64, places: Int) {
    var digits = InlineArray<24, UInt8>(repeating: UInt8(ascii: "0"))
    var start = digits.count
    var rest = magnitude
    var written = 0
    repeat {
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
      start -= 1
      digits[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit)
      rest = quotient
      written += 1
      if written == places {
        start -= 1
        digits[start] = UInt8(ascii: ".")
      }
    } while rest != 0 || written <= places
    for position in start..<digits.count { bytes.append(digits[position]) }
  }

  private mutating func appendHexadecimal(_ value: UInt64, digits: Int) {
    var shift = digits * 4
    while shift > 0 {
      shift -= 4
      bytes.append(UInt8(hexadecimal: UInt8(truncatingIfNeeded: value >> UInt64(shift)) & 0xF))
    }
  }

  private mutating func appendEscaped(_ byte: UInt8) {
    if byte.isPlainInJSON { return bytes.append(byte) }
    bytes.append(UInt8(ascii: "\\"))
    switch byte {
    case UInt8(ascii: "\n"): bytes.append(UInt8(ascii: "n"))
    case UInt8(ascii: "\r"): bytes.append(UInt8(ascii: "r"))
    case UInt8(ascii: "\t"): bytes.append(UInt8(ascii: "t"))
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
    default:
      bytes.append(UInt8(ascii: "u"))
      appendHexadecimal(UInt64(byte), digits: 4)
    }
  }
}

extension UInt8 {
  /// Whether a byte of UTF-8 stands for itself inside a JSON string.
  fileprivate var isPlainInJSON: Bool {
    self >= 0x20 && self != UInt8(ascii: "\"") && self != UInt8(ascii: "\\")
  }
}
