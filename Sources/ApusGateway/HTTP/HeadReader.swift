import NIOCore

/// Reads the head of a request strictly: what two servers could understand differently is refused.
struct HeadReader {
  private let limits: HTTPLimits
  private var head = RequestHead()
  private var isVersion11 = false
  private var seen = HeaderFields()
  private var count = 0
  /// The server that the target names, when it is a whole address.
  private var authority: String?

  /// Reads all lines, which end with the empty one.
  static func read(_ bytes: Span<UInt8>, _ limits: HTTPLimits) throws(HTTPRefusal) -> RequestHead {
    var reader = HeadReader(limits: limits)
    var position = try reader.takeRequestLine(bytes)
    while true {
      let end = try lineEnd(bytes, from: position)
      if end == position { break }
      guard end - position <= limits.headerLine else { throw .headTooLarge }
      try reader.takeHeader(bytes, position..<end)
      position = end + 2
    }
    return try reader.finish()
  }

  private init(limits: HTTPLimits) { self.limits = limits }

  /// Where the line ends; a lone carriage return or line feed ends nothing.
  private static func lineEnd(_ bytes: Span<UInt8>, from start: Int) throws(HTTPRefusal) -> Int {
    var position = start
    while position < bytes.count {
      let byte = bytes[position]
      if byte < 0x20, byte != ASCII.tab {
        guard byte == ASCII.carriageReturn, position + 1 < bytes.count, bytes[position + 1] == ASCII.lineFeed else {
          throw .malformed("control character in the headers")
        }
        return position
      }
      if byte == 0x7F { throw .malformed("control character in the headers") }
      position += 1
    }
    throw .malformed("headers end early")
  }

  // MARK: Request line

  private mutating func takeRequestLine(_ bytes: Span<UInt8>) throws(HTTPRefusal) -> Int {
    let end = try Self.lineEnd(bytes, from: 0)
    guard end <= limits.requestLine else { throw .targetTooLong }
    guard let first = bytes.index(of: ASCII.blank, 0..<end),
      let second = bytes.index(of: ASCII.blank, first + 1..<end)
    else { throw .malformed("request line") }
    try takeVersion(bytes, second + 1..<end)
    guard let method = bytes.text(0..<first).flatMap(Method.init) else { throw .unknownMethod }
    head.method = method
    try takeTarget(bytes, first + 1..<second)
    return end + 2
  }

  private mutating func takeVersion(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(HTTPRefusal) {
    guard range.count == 8, bytes.text(range.lowerBound..<range.lowerBound + 5) == "HTTP/" else {
      throw .malformed("request line")
    }
    switch (bytes[range.lowerBound + 5], bytes[range.lowerBound + 6], bytes[range.lowerBound + 7]) {
    case (UInt8(ascii: "1"), UInt8(ascii: "."), UInt8(ascii: "1")): isVersion11 = true
    case (UInt8(ascii: "1"), UInt8(ascii: "."), UInt8(ascii: "0")): head.keepsAlive = false
    default: throw .unknownVersion
    }
  }

  /// Takes a path, or what stands behind the server in a whole address (RFC 9112, 3.2.2).
  private mutating func takeTarget(_ bytes: Span<UInt8>, _ whole: Range<Int>) throws(HTTPRefusal) {
    let range = try takeAuthority(bytes, whole)..<whole.upperBound
    guard !range.isEmpty, bytes[range.lowerBound] == ASCII.slash else { throw .malformed("request target") }
    var query: Int?
    for position in range {
      let byte = bytes[position]
      guard byte > ASCII.blank, byte < 0x7F, byte != ASCII.hash else { throw .malformed("request target") }
      if byte == ASCII.question, query == nil { query = position }
    }
    guard let target = bytes.text(range) else { throw .malformed("request target") }
    head.target = target
    guard let query else { return head.path = target }
    guard let path = bytes.text(range.lowerBound..<query) else { throw .malformed("request target") }
    head.path = path
  }

  /// Takes the scheme and the server of a whole address and answers where its path begins.
  private mutating func takeAuthority(_ bytes: Span<UInt8>, _ target: Range<Int>) throws(HTTPRefusal) -> Int {
    // Nearly every target is a path: no text is made of it to find that out.
    if target.isEmpty || bytes[target.lowerBound] == ASCII.slash { return target.lowerBound }
    for scheme in ["http://", "https://"] where target.count > scheme.utf8.count {
      let start = target.lowerBound + scheme.utf8.count
      guard bytes.text(target.lowerBound..<start)?.lowercased() == scheme else { continue }
      guard let end = bytes.index(of: ASCII.slash, start..<target.upperBound), end > start,
        let authority = bytes.text(start..<end), authority.utf8.allSatisfy(\.isHostCharacter)
      else { throw .malformed("request target") }
      self.authority = authority
      return end
    }
    return target.lowerBound
  }

  // MARK: Headers

  private mutating func takeHeader(_ bytes: Span<UInt8>, _ line: Range<Int>) throws(HTTPRefusal) {
    count += 1
    guard count <= limits.headers else { throw .headTooLarge }
    var colon = line.lowerBound
    while colon < line.upperBound, bytes[colon].isTokenCharacter { colon += 1 }
    // A line that begins with a blank continues the one before by an old rule that servers follow differently.
    guard colon > line.lowerBound, colon < line.upperBound, bytes[colon] == ASCII.colon else {
      throw .malformed("header line")
    }
    guard let field = HeaderField(bytes, line.lowerBound..<colon) else { return }
    guard seen.insert(field) || field.mayRepeat else { throw .malformed("repeated \(field.name)") }
    guard let text = bytes.text(bytes.trimmed(colon + 1..<line.upperBound)) else { throw .malformed("header text") }
    try take(field, text)
  }

  private mutating func take(_ field: HeaderField, _ text: String) throws(HTTPRefusal) {
    switch field {
    case .host:
      guard !text.isEmpty, text.utf8.allSatisfy(\.isHostCharacter) else { throw .malformed("host") }
      head.host = text
    case .contentLength: try takeLength(text)
    case .transferEncoding:
      guard isVersion11, text.lowercased() == "chunked" else { throw .malformed("transfer-encoding") }
    case .connection: takeConnection(text)
    case .expect:
      guard text.lowercased() == "100-continue" else { throw .unknownExpectation }
      head.expectsContinue = true
    case .upgrade: head.isWebSocket = text.lowercased() == "websocket"
    case .contentType: head.contentType = text
    case .apiKey: head.key = text
    case .apiExpires: head.expires = text
    case .apiNonce: head.nonce = text
    case .apiSignature: head.signature = text
    case .webSocketKey: head.webSocketKey = text
    case .webSocketVersion: head.webSocketVersion = text
    case .ifNoneMatch: head.knownTag = text
    case .accept: head.accept = head.accept.map { $0 + "," + text } ?? text
    }
  }

  private mutating func takeLength(_ text: String) throws(HTTPRefusal) {
    guard !text.isEmpty, text.utf8.count <= 18, text.utf8.allSatisfy(\.isDigit), let length = Int(text) else {
      throw .malformed("content-length")
    }
    guard length <= limits.body else { throw .bodyTooLarge }
    head.body = length == 0 ? .none : .sized(length)
  }

  private mutating func takeConnection(_ text: String) {
    for word in text.lowercased().split(separator: ",") {
      switch word.trimmingBlanks {
      case "close": head.keepsAlive = false
      case "keep-alive":
        guard !isVersion11 else { continue }
        head.keepsAlive = true
        head.saysKeepAlive = true
      case "upgrade": head.wantsUpgrade = true
      default: break
      }
    }
  }

  private mutating func finish() throws(HTTPRefusal) -> RequestHead {
    guard head.host != nil || !isVersion11 else { throw .malformed("no host") }
    if let authority {
      // Who sends both must send the same in both; what differs, servers behind each other understand differently.
      guard head.host?.lowercased() ?? authority.lowercased() == authority.lowercased() else {
        throw .malformed("request target of another host")
      }
      head.host = authority
    }
    if seen.contains(.transferEncoding) {
      guard !seen.contains(.contentLength) else { throw .malformed("content-length beside transfer-encoding") }
      head.body = .chunked
    }
    return head
  }
}
