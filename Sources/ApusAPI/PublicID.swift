/// The public name of something the venue numbered: a UUID that holds the number and can be turned back into it.
///
/// The text is a version 8 UUID (RFC 9562, custom). Half of its bits are the scrambled number, the rest name the kind
/// and check the whole, so that a text which the venue never wrote is recognised.
public struct PublicID: Hashable, Sendable {
  /// What the number counts.
  public enum Kind: UInt8, Sendable, CaseIterable {
    /// An order.
    case order = 1
    /// One order's side of what happened.
    case execution = 2
    /// A match of a maker and a taker.
    case trade = 3
    /// A change of a wallet.
    case transaction = 4
  }

  /// What the number counts.
  public let kind: Kind
  /// The venue's own number.
  public let number: UInt64

  /// Names `number` among things of one kind.
  public init(_ kind: Kind, _ number: UInt64) {
    self.kind = kind
    self.number = number
  }

  /// Reads the 36 characters of a UUID in either case; nil when the venue cannot have written them.
  public init?(_ text: String) {
    guard let (high, low) = Self.halves(of: text) else { return nil }
    guard (high >> 12) & 0xF == 8, low >> 62 == 2 else { return nil }
    guard let kind = Kind(rawValue: UInt8((high >> 8) & 0xF)) else { return nil }
    let mixed = (high >> 16) << 16 | (high & 0xFF) << 8 | (low >> 48) & 0xFF
    self.init(kind, Scramble.backward(mixed))
    guard halves == (high, low) else { return nil }
  }
}

extension PublicID {
  /// The UUID that names nothing.
  public static let nothing = "00000000-0000-0000-0000-000000000000"

  /// Whether a text is a UUID, whoever wrote it.
  public static func isUUID(_ text: String) -> Bool { halves(of: text) != nil }
}

extension PublicID: CustomStringConvertible {
  /// The UUID text in lower case.
  public var description: String {
    var writer = JSONWriter(capacity: 38)
    writer.append(self)
    return String(decoding: writer.bytes.dropFirst().dropLast(), as: UTF8.self)
  }
}

extension PublicID {
  /// The UUID as two big-endian halves.
  var halves: (high: UInt64, low: UInt64) {
    let mixed = Scramble.forward(number)
    let check = Scramble.forward(mixed ^ (UInt64(kind.rawValue) << 56))
    let high = (mixed >> 16) << 16 | 0x8000 | UInt64(kind.rawValue) << 8 | (mixed >> 8) & 0xFF
    let low = 0x8000_0000_0000_0000 | (check >> 58) << 56 | (mixed & 0xFF) << 48 | check & 0xFFFF_FFFF_FFFF
    return (high, low)
  }

  private static func halves(of text: String) -> (high: UInt64, low: UInt64)? {
    guard text.utf8.count == 36 else { return nil }
    var bits: (high: UInt64, low: UInt64) = (0, 0)
    for (position, byte) in text.utf8.enumerated() {
      if position == 8 || position == 13 || position == 18 || position == 23 {
        guard byte == UInt8(ascii: "-") else { return nil }
        continue
      }
      guard let nibble = byte.hexadecimalValue else { return nil }
      bits.high = bits.high << 4 | bits.low >> 60
      bits.low = bits.low << 4 | UInt64(nibble)
    }
    return bits
  }
}

/// A reversible shuffle of 64 bits, so that neighbouring numbers look unlike each other at a glance.
private enum Scramble {
  private static let first: UInt64 = 0x9E37_79B9_7F4A_7C15
  private static let second: UInt64 = 0xD6E8_FEB8_6659_FD93
  private static let firstInverse = inverse(of: first)
  private static let secondInverse = inverse(of: second)

  static func forward(_ number: UInt64) -> UInt64 {
    let half = ((number ^ (number >> 32)) &* first)
    let whole = (half ^ (half >> 32)) &* second
    return whole ^ (whole >> 32)
  }

  static func backward(_ mixed: UInt64) -> UInt64 {
    let whole = (mixed ^ (mixed >> 32)) &* secondInverse
    let half = (whole ^ (whole >> 32)) &* firstInverse
    return half ^ (half >> 32)
  }

  /// Newton's iteration: each step doubles the number of correct low bits, from three to over sixty-four.
  private static func inverse(of odd: UInt64) -> UInt64 {
    (0..<5).reduce(odd) { guess, _ in guess &* (2 &- odd &* guess) }
  }
}

extension UInt8 {
  /// The value of a hexadecimal digit in either case, or nil.
  var hexadecimalValue: UInt8? {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
    default: nil
    }
  }

  /// The lower-case hexadecimal digit of a value below 16.
  init(hexadecimal value: UInt8) {
    self = value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }
}
