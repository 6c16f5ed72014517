import ApusAPI
import NIOCore

/// An answer before it is written.
struct Response: Sendable {
  /// What the body holds.
  enum Body: Sendable {
    case none
    case json([UInt8])
    case text([UInt8])
    case csv([UInt8])
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

  /// An answer with rows as lines.
  static func csv(_ bytes: [UInt8]) -> Response { Response(status: 200, body: .csv(bytes)) }

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
  /// Whether that has to be said, because in the client's version of the protocol it would end.
  var saysKeepAlive = false

  init(isHead: Bool = false, keepsAlive: Bool = true) {
    self.isHead = isHead
    self.keepsAlive = keepsAlive
  }

  /// What a request wants.
  init(_ head: RequestHead) {
    isHead = head.method == .head
    keepsAlive = head.keepsAlive
    saysKeepAlive = head.saysKeepAlive
  }
}

extension Response {
  /// The answer as it goes over the wire; `date` is the header line of this second.
  func bytes(_ form: AnswerForm, date: [UInt8]) -> ByteBuffer {
    var head = HeadWriter(Self.statusLine(status))
    head.write(date)
    if !form.keepsAlive { head.write(HeaderLine.close) } else if form.saysKeepAlive { head.write(HeaderLine.keepAlive) }
    if let allowance { head.write(allowance) }
    if let retryAfter { head.write(HeaderLine.retryAfter, retryAfter) }
    if let allows { head.write(Array("Allow: \(allows)\r\n".utf8)) }
    switch body {
    case .none:
      head.write(isPreflight ? HeaderLine.preflight : HeaderLine.empty)
      return head.buffer(followedBy: [])
    case .json(let bytes):
      head.write(HeaderLine.json, Int64(bytes.count))
      head.write(HeaderLine.end)
      return head.buffer(followedBy: form.isHead ? [] : bytes)
    case .text(let bytes):
      head.write(HeaderLine.text, Int64(bytes.count))
      head.write(HeaderLine.end)
      return head.buffer(followedBy: form.isHead ? [] : bytes)
    case .csv(let bytes):
      head.write(HeaderLine.csv, Int64(bytes.count))
      head.write(HeaderLine.end)
      return head.buffer(followedBy: form.isHead ? [] : bytes)
    case .file(let file):
      if status == 304 {
        head.write(file.headers)
        head.write(HeaderLine.end)
        return head.buffer(followedBy: [])
      }
      head.write(file.headers)
      head.write(HeaderLine.length, Int64(file.bytes.count))
      head.write(HeaderLine.end)
      return head.buffer(followedBy: form.isHead ? [] : file.bytes)
    }
  }

  private static func statusLine(_ status: Int) -> [UInt8] {
    if status == 200 { return HeaderLine.ok }
    guard let line = HeaderLine.statuses[status] else { preconditionFailure("status \(status) has no words") }
    return line
  }
}

/// Puts the lines in front of a body together.
private struct HeadWriter {
  private var bytes: [UInt8] = []

  init(_ statusLine: [UInt8]) {
    bytes.reserveCapacity(512)
    bytes += statusLine
  }

  mutating func write(_ line: [UInt8]) { bytes += line }

  /// Writes a line that ends with a number.
  mutating func write(_ beginning: [UInt8], _ number: Int64) {
    bytes += beginning
    endLine(with: number)
  }

  mutating func write(_ allowance: Allowance) {
    write(HeaderLine.rateLimit, allowance.limit)
    write(HeaderLine.remaining, allowance.remaining)
    write(HeaderLine.reset, allowance.reset)
    if let left = allowance.remainingThisSecond { write(HeaderLine.remainingThisSecond, left) }
  }

  /// Writes a number that is not negative, and the end of its line.
  private mutating func endLine(with number: Int64) {
    var digits = InlineArray<20, UInt8>(repeating: 0)
    var start = digits.count
    var rest = number
    repeat {
      start -= 1
      digits[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    } while rest > 0
    bytes.append(addingCapacity: digits.count - start + 2) { span in
      for position in start..<digits.count { span.append(digits[position]) }
      span.append(ASCII.carriageReturn)
      span.append(ASCII.lineFeed)
    }
  }

  func buffer(followedBy body: [UInt8]) -> ByteBuffer {
    var buffer = ByteBufferAllocator().buffer(capacity: bytes.count + body.count)
    buffer.writeBytes(bytes)
    buffer.writeBytes(body)
    return buffer
  }
}
