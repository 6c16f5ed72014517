import Crypto

/// A secret ready to sign: the keyed state is prepared once and copied for each request.
public struct SigningKey: Sendable {
  private let prepared: HMAC<SHA256>

  /// Prepares a secret.
  public init(secret: String) {
    prepared = HMAC<SHA256>(key: SymmetricKey(data: Array(secret.utf8)))
  }

  /// The signature of a request in lower-case hexadecimal.
  ///
  /// `target` is the path with its query exactly as sent, `expires` the header exactly as sent, `body` the raw bytes.
  public func signature(verb: String, target: String, expires: String, body: [UInt8] = []) -> String {
    let code = authenticationCode(verb, target, expires, body)
    return String(
      decoding: code.flatMap { [UInt8(hexadecimal: $0 >> 4), UInt8(hexadecimal: $0 & 0xF)] }, as: UTF8.self)
  }

  /// Whether a signature, in either case, is that of a request; takes the same time wherever it is wrong.
  public func isValid(_ signature: String, verb: String, target: String, expires: String, body: [UInt8] = []) -> Bool {
    let code = authenticationCode(verb, target, expires, body)
    let digits = signature.utf8Span.span
    guard digits.count == 2 * SHA256.byteCount else { return false }
    var difference: UInt8 = 0
    var place = 0
    for byte in code {
      guard let high = digits[place].hexadecimalValue, let low = digits[place + 1].hexadecimalValue else {
        return false
      }
      difference |= byte ^ (high << 4 | low)
      place += 2
    }
    return difference == 0
  }

  private func authenticationCode(
    _ verb: String, _ target: String, _ expires: String, _ body: [UInt8]
  ) -> HMAC<SHA256>.MAC {
    var text: [UInt8] = []
    text.reserveCapacity(verb.utf8.count + target.utf8.count + expires.utf8.count + body.count)
    text.append(contentsOf: verb.utf8)
    text.append(contentsOf: target.utf8)
    text.append(contentsOf: expires.utf8)
    text.append(contentsOf: body)
    var state = prepared
    state.update(data: text)
    return state.finalize()
  }
}

/// What clients of the first years sent in the place of an expiry: the time, in ever larger numbers.
public enum RequestNonce {
  /// How far from the clock one may be, in milliseconds: none is remembered over a restart, so none may be old.
  static let leeway: Int64 = 60_000

  /// Reads a nonce; refuses one that is no number or not the time of `now`, in milliseconds since 1970. It may count
  /// seconds, milliseconds, microseconds or nanoseconds.
  public static func check(_ text: String, now: Int64) throws(APIError) -> Int64 {
    guard !text.isEmpty, text.utf8.allSatisfy(\.isDigit), let nonce = Int64(text) else { throw .nonceInvalid }
    let milliseconds =
      switch nonce {
      case ..<100_000_000_000: nonce * 1_000
      case ..<100_000_000_000_000: nonce
      case ..<100_000_000_000_000_000: nonce / 1_000
      default: nonce / 1_000_000
      }
    guard abs(milliseconds - now) <= leeway else { throw .nonceNotNow(now) }
    return nonce
  }
}

/// When a signed request stops being valid.
public enum RequestExpiry {
  /// Refuses an expiry that is missing, is no number or lies before `seconds` since 1970.
  ///
  /// There is no upper bound: clients send seconds, milliseconds or a year ahead.
  public static func check(_ expires: String, now seconds: Int64) throws(APIError) {
    if expires.isEmpty { throw .expiresMissing }
    guard expires.utf8.allSatisfy(\.isDigit) else { throw .expiresInvalid }
    // What does not fit 64 bits is further away than any clock.
    guard let moment = Int64(expires) else { return }
    if moment < seconds { throw .expired(now: seconds) }
  }
}
