/// Writes rows as lines of values between commas (RFC 4180), under a line with the names of the columns.
public struct CSVWriter: Sendable {
  /// What has been written.
  public private(set) var bytes: [UInt8] = []
  private var isNewLine = true

  /// Makes a writer that has written the names.
  public init(_ names: [String]) {
    for name in names { append(text: name) }
    endLine()
  }

  /// Writes a value; an unknown one is nothing between its commas.
  public mutating func append(_ cell: Cell) {
    switch cell {
    case .null: append(text: "")
    case .text(let text): append(text: text)
    default:
      var writer = JSONWriter(capacity: 48)
      writer.append(cell)
      append(text: String(decoding: writer.bytes.filter { $0 != UInt8(ascii: "\"") }, as: UTF8.self))
    }
  }

  /// Ends a row.
  public mutating func endLine() {
    bytes += [UInt8(ascii: "\r"), UInt8(ascii: "\n")]
    isNewLine = true
  }

  private mutating func append(text: String) {
    if !isNewLine { bytes.append(UInt8(ascii: ",")) }
    isNewLine = false
    guard text.utf8.contains(where: { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 < 0x20 }) else {
      bytes += text.utf8
      return
    }
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      if byte == UInt8(ascii: "\"") { bytes.append(byte) }
      bytes.append(byte)
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
