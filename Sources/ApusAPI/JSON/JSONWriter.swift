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

  /// Takes back the end of an object, so that members can follow.
  mutating func reopen() {
    precondition(bytes.last == UInt8(ascii: "}"), "no object ends here")
    bytes.removeLast()
  }

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
    putNull()
  }

  /// Puts a comma in front of the next value unless it is the first, or follows a name.
  mutating func separate() {
    switch bytes.last {
    case nil, UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: ":"), UInt8(ascii: ","): return
    default: bytes.append(UInt8(ascii: ","))
    }
  }

  /// Writes a byte as it is.
  mutating func put(_ byte: UInt8) { bytes.append(byte) }

  /// Writes a byte over another.
  mutating func replace(_ position: Int, with byte: UInt8) { bytes[position] = byte }

  /// Writes bytes as they are.
  mutating func put(_ more: [UInt8]) { bytes.append(contentsOf: more) }

  /// Writes up to `capacity` bytes at once.
  @inline(__always)
  mutating func put(atMost capacity: Int, _ write: (inout OutputSpan<UInt8>) -> Void) {
    bytes.append(addingCapacity: capacity, initializingWith: write)
  }

  /// Writes a text in quotes, without regard to commas.
  mutating func put(quoted text: String) {
    let whole = text.utf8Span.span
    var plain = 0
    while plain < whole.count, whole[plain].isPlainInJSON { plain += 1 }
    // Nearly every text is plain to its end.
    put(atMost: plain + 2) { span in
      span.append(UInt8(ascii: "\""))
      for place in 0..<plain { span.append(whole[place]) }
      if plain == whole.count { span.append(UInt8(ascii: "\"")) }
    }
    guard plain < whole.count else { return }
    for place in plain..<whole.count { putEscaped(whole[place]) }
    bytes.append(UInt8(ascii: "\""))
  }
}

extension JSONWriter {
  /// Writes a truth value.
  public mutating func append(_ value: Bool) {
    separate()
    put(value)
  }

  /// Writes a whole number.
  public mutating func append(_ value: Int64) {
    separate()
    put(value)
  }

  /// Writes a decimal number without exponent and trailing zeros.
  public mutating func append(_ value: Decimal) {
    separate()
    put(value)
  }

  /// Writes a text in quotes.
  public mutating func append(_ text: String) {
    separate()
    put(quoted: text)
  }

  /// Writes a UUID in quotes.
  public mutating func append(_ id: PublicID) {
    separate()
    put(id)
  }

  /// Writes a moment, milliseconds since 1970, as `YYYY-MM-DDTHH:MM:SS.mmmZ` in quotes.
  public mutating func append(timestamp milliseconds: Int64) {
    separate()
    put(timestamp: milliseconds)
  }

  /// Writes a length of time in milliseconds as the date that lies as far after the beginning of 2000.
  public mutating func append(timespan milliseconds: Int64) {
    separate()
    put(timestamp: CalendarDate.beginningOf2000 + milliseconds)
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
    case .json(let value): append(value)
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
  private mutating func putEscaped(_ byte: UInt8) {
    if byte.isPlainInJSON { return put(byte) }
    put(UInt8(ascii: "\\"))
    switch byte {
    case UInt8(ascii: "\n"): put(UInt8(ascii: "n"))
    case UInt8(ascii: "\r"): put(UInt8(ascii: "r"))
    case UInt8(ascii: "\t"): put(UInt8(ascii: "t"))
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): put(byte)
    default:
      put(atMost: 5) { span in
        span.append(UInt8(ascii: "u"))
        span.append(hexadecimal: UInt64(byte), digits: 4)
      }
    }
  }
}

extension UInt8 {
  /// Whether a byte of UTF-8 stands for itself inside a JSON string.
  fileprivate var isPlainInJSON: Bool {
    self >= 0x20 && self != UInt8(ascii: "\"") && self != UInt8(ascii: "\\")
  }
}
