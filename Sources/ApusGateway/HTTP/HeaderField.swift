/// The headers that the gateway reads; all others are passed over.
enum HeaderField: String, CaseIterable {
  case host
  case connection
  case contentLength = "content-length"
  case transferEncoding = "transfer-encoding"
  case contentType = "content-type"
  case expect
  case upgrade
  case apiKey = "api-key"
  case apiExpires = "api-expires"
  case apiSignature = "api-signature"
  case webSocketKey = "sec-websocket-key"
  case webSocketVersion = "sec-websocket-version"
  case ifNoneMatch = "if-none-match"

  /// Whether it may come more than once without two readers understanding different things.
  var mayRepeat: Bool { self == .connection || self == .upgrade || self == .ifNoneMatch }

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
    allCases.filter { $0.rawValue.utf8.count == length }.map { (Array($0.rawValue.utf8), $0) }
  }
}
