import ApusAPI
import NIOCore

/// An answer before it is written.
struct Response: Sendable {
  /// What the body holds.
  enum Body: Sendable {
    case none
    case json([UInt8])
    case file(StaticFile)
  }

  var status: Int
  var body: Body
  /// What is left of the client's allowance.
  var allowance: Allowance?
  /// After how many seconds a refused request may be repeated.
  var retryAfter: Int64?
  /// Whether the answer is a preflight's, which lists what browsers may send.
  var isPreflight = false
  /// Methods that the path has, for a request by another one.
  var allows: String?

  /// An answer with JSON.
  static func json(_ bytes: [UInt8], status: Int = 200) -> Response { Response(status: status, body: .json(bytes)) }

  /// A refusal in the venue's words.
  static func refusal(_ error: APIError) -> Response {
    Response(status: error.status, body: .json(error.envelope), retryAfter: error.retryAfter)
  }

  static let preflight = Response(status: 204, body: .none, isPreflight: true)
}

/// How the connection wants an answer to its request.
struct AnswerForm: Sendable {
  /// Whether the body is left out.
  var isHead = false
  /// Whether the connection goes on.
  var keepsAlive = true
}

extension Response {
  /// Writes the answer as it goes over the wire; `date` is the header line of this second.
  func write(into buffer: inout ByteBuffer, _ form: AnswerForm, date: [UInt8]) {
    buffer.writeStaticString("HTTP/1.1 ")
    buffer.writeStaticString(Self.statusLine(status))
    buffer.writeBytes(date)
    if !form.keepsAlive { buffer.writeStaticString("Connection: close\r\n") }
    if let allowance { allowance.write(into: &buffer) }
    if let retryAfter { buffer.writeString("Retry-After: \(retryAfter)\r\n") }
    if let allows { buffer.writeString("Allow: \(allows)\r\n") }
    switch body {
    case .none:
      Self.writePublicHeaders(into: &buffer)
      if isPreflight { Self.writePreflight(into: &buffer) } else { buffer.writeStaticString("Content-Length: 0\r\n") }
      buffer.writeStaticString("\r\n")
    case .json(let bytes):
      buffer.writeStaticString("Content-Type: application/json; charset=utf-8\r\nX-Content-Type-Options: nosniff\r\n")
      Self.writePublicHeaders(into: &buffer)
      buffer.writeLength(bytes.count)
      if !form.isHead { buffer.writeBytes(bytes) }
    case .file(let file): file.write(into: &buffer, isHead: form.isHead, isKnown: status == 304)
    }
  }

  /// Any page may read what the API says: nothing depends on cookies, and private answers need a signature.
  private static func writePublicHeaders(into buffer: inout ByteBuffer) {
    buffer.writeStaticString("Access-Control-Allow-Origin: *\r\nCache-Control: no-store\r\n")
  }

  private static func writePreflight(into buffer: inout ByteBuffer) {
    buffer.writeStaticString("Access-Control-Allow-Methods: GET, HEAD, POST, PUT, DELETE, OPTIONS\r\n")
    buffer.writeStaticString("Access-Control-Allow-Headers: api-key, api-expires, api-signature, content-type\r\n")
    buffer.writeStaticString("Access-Control-Max-Age: 86400\r\n")
  }

  private static func statusLine(_ status: Int) -> StaticString {
    switch status {
    case 200: "200 OK\r\n"
    case 204: "204 No Content\r\n"
    case 304: "304 Not Modified\r\n"
    case 400: "400 Bad Request\r\n"
    case 401: "401 Unauthorized\r\n"
    case 403: "403 Forbidden\r\n"
    case 404: "404 Not Found\r\n"
    case 405: "405 Method Not Allowed\r\n"
    case 408: "408 Request Timeout\r\n"
    case 413: "413 Content Too Large\r\n"
    case 414: "414 URI Too Long\r\n"
    case 417: "417 Expectation Failed\r\n"
    case 426: "426 Upgrade Required\r\n"
    case 429: "429 Too Many Requests\r\n"
    case 431: "431 Request Header Fields Too Large\r\n"
    case 501: "501 Not Implemented\r\n"
    case 503: "503 Service Unavailable\r\n"
    case 505: "505 HTTP Version Not Supported\r\n"
    default: preconditionFailure("status \(status) has no words")
    }
  }
}

extension ByteBuffer {
  /// Writes the header with the body's length, and the end of the headers.
  mutating func writeLength(_ count: Int) {
    writeStaticString("Content-Length: ")
    writeDigits(Int64(count))
    writeStaticString("\r\n\r\n")
  }

  /// Writes a number that is not negative.
  mutating func writeDigits(_ number: Int64) {
    var digits = InlineArray<20, UInt8>(repeating: 0)
    var start = digits.count
    var rest = number
    repeat {
      start -= 1
      digits[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    } while rest > 0
    for position in start..<digits.count { writeInteger(digits[position]) }
  }
}
