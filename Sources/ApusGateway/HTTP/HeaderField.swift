/// The headers that the gateway reads; all others are passed over.
enum HeaderField: UInt16, CaseIterable {
  case host
  case connection
  case contentLength
  case transferEncoding
  case contentType
  case expect
  case upgrade
  case apiKey
  case apiExpires
  case apiNonce
  case apiSignature
  case webSocketKey
  case webSocketVersion
  case ifNoneMatch
  case accept

  /// The name in lower case.
  var name: String {
    switch self {
    case .host: "host"
    case .connection: "connection"
    case .contentLength: "content-length"
    case .transferEncoding: "transfer-encoding"
    case .contentType: "content-type"
    case .expect: "expect"
    case .upgrade: "upgrade"
    case .apiKey: "api-key"
    case .apiExpires: "api-expires"
    case .apiNonce: "api-nonce"
    case .apiSignature: "api-signature"
    case .webSocketKey: "sec-websocket-key"
    case .webSocketVersion: "sec-websocket-version"
    case .ifNoneMatch: "if-none-match"
    case .accept: "accept"
    }
  }

  /// Whether it may come more than once without two readers understanding different things.
  var mayRepeat: Bool { self == .connection || self == .upgrade || self == .ifNoneMatch || self == .accept }

  /// The field of that name in any case; nil for one that is passed over.
  init?(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    guard range.count < Self.byLength.count else { return nil }
    for (name, field) in Self.byLength[range.count] where Self.isEqual(name, bytes, range.lowerBound) {
      self = field
      return
    }
    return nil
  }

  private static func isEqual(_ name: [UInt8], _ bytes: Span<UInt8>, _ start: Int) -> Bool {
    for (offset, byte) in name.enumerated() where bytes[start + offset].lowercased != byte { return false }
    return true
  }

  private static let byLength: [[(name: [UInt8], field: HeaderField)]] = (0...21).map { length in
    allCases.filter { $0.name.utf8.count == length }.map { (Array($0.name.utf8), $0) }
  }
}

/// Which headers a request has had so far.
struct HeaderFields {
  private var bits: UInt16 = 0

  /// Adds a field; false when it was there before.
  mutating func insert(_ field: HeaderField) -> Bool {
    defer { bits |= 1 << field.rawValue }
    return !contains(field)
  }

  func contains(_ field: HeaderField) -> Bool { bits & 1 << field.rawValue != 0 }
}
