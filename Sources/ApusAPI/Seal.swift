import Crypto

/// Closes secrets for their time on disk: AES-GCM with a key of 256 bits.
public struct Seal: Sendable {
  private let key: SymmetricKey

  /// Bytes of the key.
  public static let size = 32

  /// A seal with a key; nil unless it has the right size.
  public init?(key bytes: [UInt8]) {
    guard bytes.count == Self.size else { return nil }
    key = SymmetricKey(data: bytes)
  }

  /// The sealed form of a secret in hexadecimal; `name` must be said again to open it, so that two cannot be swapped.
  ///
  /// Every sealing draws a nonce of its own: the same secret never looks the same twice.
  public func sealed(_ secret: String, name: String) -> String {
    let box: AES.GCM.SealedBox
    do {
      box = try AES.GCM.seal(Array(secret.utf8), using: key, authenticating: Array(name.utf8))
    } catch { preconditionFailure("a text of \(secret.utf8.count) bytes cannot be sealed: \(error)") }
    let bytes = Array(box.nonce) + Array(box.ciphertext) + Array(box.tag)
    return String(
      decoding: bytes.flatMap { [UInt8(hexadecimal: $0 >> 4), UInt8(hexadecimal: $0 & 0xF)] }, as: UTF8.self)
  }

  /// The secret of a sealed form; nil when the seal is another one, the name is, or a bit has changed.
  public func opened(_ text: String, name: String) -> String? {
    guard let bytes = Array<UInt8>(hexadecimal: text), bytes.count >= 28 else { return nil }
    do {
      let box = try AES.GCM.SealedBox(combined: bytes)
      let secret = try AES.GCM.open(box, using: key, authenticating: Array(name.utf8))
      return String(validating: secret, as: UTF8.self)
    } catch { return nil }
  }
}

extension [UInt8] {
  /// The bytes that pairs of hexadecimal digits in either case stand for; nil when the text is none.
  public init?(hexadecimal text: String) {
    var digits = text.utf8.makeIterator()
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count / 2)
    while let digit = digits.next() {
      guard let high = digit.hexadecimalValue, let low = digits.next()?.hexadecimalValue else { return nil }
      bytes.append(high << 4 | low)
    }
    self = bytes
  }
}
