/// The client's own name for an order: up to 36 bytes of UTF-8 held inline, so the core has no strings.
@frozen public struct ClientOrderID: Hashable, Sendable, BitwiseCopyable {
  /// Four words of text, then the last four bytes, and last the length: 37 bytes, so that small fields of whatever
  /// carries a name fit behind it.
  @usableFromInline var words: (UInt64, UInt64, UInt64, UInt64)
  @usableFromInline var tail: UInt32
  @usableFromInline var length: UInt8

  /// No name given.
  @inlinable public static var none: ClientOrderID { ClientOrderID() }

  /// No name given.
  @inlinable public init() {
    words = (0, 0, 0, 0)
    tail = 0
    length = 0
  }

  /// The name in these bytes, or nil when there are more than 36.
  public init?(utf8 bytes: some Collection<UInt8>) {
    guard bytes.count <= 36 else { return nil }
    self.init()
    length = UInt8(bytes.count)
    for (index, byte) in bytes.enumerated() { self[index] = byte }
  }

  /// The name as text, or nil when it is longer than 36 bytes.
  public init?(_ text: String) { self.init(utf8: Array(text.utf8)) }

  /// True when the client gave no name.
  @inlinable public var isEmpty: Bool { length == 0 }

  /// The bytes of the name.
  public var utf8: [UInt8] { (0..<Int(length)).map { self[$0] } }

  /// The name as text.
  public var text: String { String(decoding: utf8, as: UTF8.self) }

  /// A fixed 64-bit hash of the name and its owner, the same on every machine.
  public func hash(with account: AccountID) -> UInt64 {
    var hash = UInt64(account.rawValue) &+ 0x9E37_79B9_7F4A_7C15
    for word in [words.0, words.1, words.2, words.3, UInt64(tail) << 32 | UInt64(length)] {
      hash = Self.mix(hash ^ word)
    }
    return hash
  }

  public static func == (left: Self, right: Self) -> Bool {
    left.words == right.words && left.tail == right.tail && left.length == right.length
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(words.0)
    hasher.combine(words.1)
    hasher.combine(words.2)
    hasher.combine(words.3)
    hasher.combine(tail)
    hasher.combine(length)
  }

  private static func mix(_ value: UInt64) -> UInt64 {
    var z = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  private subscript(index: Int) -> UInt8 {
    get {
      let shift = UInt64(index & 7) * 8
      switch index >> 3 {
      case 0: return UInt8(truncatingIfNeeded: words.0 >> shift)
      case 1: return UInt8(truncatingIfNeeded: words.1 >> shift)
      case 2: return UInt8(truncatingIfNeeded: words.2 >> shift)
      case 3: return UInt8(truncatingIfNeeded: words.3 >> shift)
      default: return UInt8(truncatingIfNeeded: UInt64(tail) >> shift)
      }
    }
    set {
      let shift = UInt64(index & 7) * 8
      switch index >> 3 {
      case 0: words.0 |= UInt64(newValue) << shift
      case 1: words.1 |= UInt64(newValue) << shift
      case 2: words.2 |= UInt64(newValue) << shift
      case 3: words.3 |= UInt64(newValue) << shift
      default: tail |= UInt32(newValue) << UInt32(shift)
      }
    }
  }
}
