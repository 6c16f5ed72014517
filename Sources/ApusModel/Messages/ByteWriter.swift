/// Appends fixed little-endian fields to a byte array.
public struct ByteWriter: Sendable {
  /// What was written.
  public private(set) var bytes: [UInt8] = []

  /// An empty writer with room for `capacity` bytes before it grows.
  public init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

  /// Forgets what was written and keeps the room.
  public mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  /// Writes an integer, lowest byte first.
  public mutating func write<Number: FixedWidthInteger>(_ number: Number) {
    var rest = number
    for _ in 0..<MemoryLayout<Number>.size {
      bytes.append(UInt8(truncatingIfNeeded: rest))
      rest = MemoryLayout<Number>.size == 1 ? 0 : rest >> 8
    }
  }

  /// Writes a whole number with a unit.
  public mutating func write(_ number: some Whole) { write(number.rawValue) }

  /// Writes a byte that says yes or no.
  public mutating func write(_ flag: Bool) { write(UInt8(flag ? 1 : 0)) }

  /// Writes a length byte and the text.
  public mutating func write(text: [UInt8]) {
    precondition(text.count < 256, "text of \(text.count) bytes does not fit its length byte")
    write(UInt8(text.count))
    bytes.append(contentsOf: text)
  }

  /// Writes a presence byte and the value when there is one.
  public mutating func write<Value>(_ value: Value?, _ body: (inout ByteWriter, Value) -> Void) {
    write(value != nil)
    if let value { body(&self, value) }
  }
}
