/// Why bytes could not be read back.
public enum CodecError: Error, Hashable, Sendable {
  /// Fewer bytes than the form asks for.
  case truncated
  /// More bytes than the form asks for.
  case trailing
  /// A code this version does not know: where, and which.
  case unknown(String, UInt64)
}

/// Reads fixed little-endian fields from a byte array.
public struct ByteReader: Sendable {
  private let bytes: ArraySlice<UInt8>
  private var position: Int

  /// A reader at the start of `bytes`.
  public init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  /// A reader at the start of `bytes`.
  public init(_ bytes: [UInt8]) { self.init(bytes[...]) }

  /// Bytes not yet read.
  public var remaining: Int { bytes.endIndex - position }

  /// Reads an integer, lowest byte first.
  public mutating func read<Number: FixedWidthInteger>(_: Number.Type = Number.self) throws(CodecError) -> Number {
    let size = MemoryLayout<Number>.size
    guard remaining >= size else { throw .truncated }
    var number: Number = 0
    for index in 0..<size { number |= Number(truncatingIfNeeded: bytes[position + index]) << (index * 8) }
    position += size
    return number
  }

  /// Reads a whole number with a unit.
  public mutating func read<Number: Whole>(_: Number.Type = Number.self) throws(CodecError) -> Number {
    Number(rawValue: try read(Int64.self))
  }

  /// Reads a code of one byte.
  public mutating func read<Code: RawRepresentable>(code: Code.Type) throws(CodecError) -> Code
  where Code.RawValue == UInt8 {
    let raw = try read(UInt8.self)
    guard let value = Code(rawValue: raw) else { throw .unknown("\(Code.self)", UInt64(raw)) }
    return value
  }

  /// Reads a byte that says yes or no; `name` is for who finds another there.
  public mutating func readFlag(_ name: String = "flag") throws(CodecError) -> Bool {
    let flag = try read(UInt8.self)
    guard flag < 2 else { throw .unknown(name, UInt64(flag)) }
    return flag == 1
  }

  /// Reads a length byte and the text.
  public mutating func readText() throws(CodecError) -> ArraySlice<UInt8> {
    let count = Int(try read(UInt8.self))
    guard remaining >= count else { throw .truncated }
    defer { position += count }
    return bytes[position..<position + count]
  }

  /// Reads a presence byte and the value when there is one.
  public mutating func readOptional<Value>(
    _ body: (inout ByteReader) throws(CodecError) -> Value
  ) throws(CodecError) -> Value? {
    try readFlag("presence") ? try body(&self) : nil
  }

  /// Throws when bytes are left over.
  public func finish() throws(CodecError) { guard remaining == 0 else { throw .trailing } }
}
