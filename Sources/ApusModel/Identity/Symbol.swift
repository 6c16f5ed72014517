/// A short public name such as `XBTUSD` or `.BXBT`: up to 23 bytes of ASCII held inline.
@frozen public struct Symbol: Hashable, Sendable, BitwiseCopyable, ExpressibleByStringLiteral, CustomStringConvertible {
  private var a: UInt64 = 0
  private var b: UInt64 = 0
  private var c: UInt64 = 0

  /// No name.
  public static let none = Symbol()

  private init() {}

  /// The name in these bytes, or nil when there are more than 23 or one is not printable ASCII.
  public init?(utf8 bytes: some Collection<UInt8>) {
    guard bytes.count <= 23, bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
    for (index, byte) in bytes.enumerated() {
      let part = UInt64(byte) << (UInt64(index & 7) * 8)
      switch index >> 3 {
      case 0: a |= part
      case 1: b |= part
      default: c |= part
      }
    }
    c |= UInt64(bytes.count) << 56
  }

  /// The name as text, or nil when it does not fit.
  public init?(_ text: String) { self.init(utf8: Array(text.utf8)) }

  /// A name written in the source; traps when it does not fit.
  public init(stringLiteral text: StaticString) {
    guard let symbol = Symbol(text.description) else { preconditionFailure("symbol too long: \(text)") }
    self = symbol
  }

  /// True when there is no name.
  public var isEmpty: Bool { c >> 56 == 0 }

  /// The bytes of the name.
  public var utf8: [UInt8] {
    (0..<Int(c >> 56)).map { index in
      let word = index < 8 ? a : index < 16 ? b : c
      return UInt8(truncatingIfNeeded: word >> (UInt64(index & 7) * 8))
    }
  }

  public var description: String { String(decoding: utf8, as: UTF8.self) }
}
