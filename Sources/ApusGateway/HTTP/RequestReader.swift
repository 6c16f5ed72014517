import NIOCore

/// Takes the bytes of a connection apart into requests.
struct RequestReader {
  private let limits: HTTPLimits
  private var input = ByteBuffer()
  private var stage = Stage.head(searched: 0)
  /// The head of the request whose body is coming.
  private var head: RequestHead?
  private var deadline: NIODeadline?
  private var owesContinue = false

  private enum Stage {
    case head(searched: Int)
    case sized(Int)
    case chunked(ChunkedBody)
    case stopped
  }

  init(_ limits: HTTPLimits) { self.limits = limits }

  /// Whether no request has begun.
  var isEmpty: Bool {
    if case .head = stage { return input.readableBytes == 0 }
    return false
  }

  /// What came behind the last request.
  var rest: ByteBuffer { input }

  /// Whether the request that has begun should be here by now.
  func isLate(_ now: NIODeadline) -> Bool { deadline.map { now >= $0 } ?? false }

  mutating func append(_ bytes: inout ByteBuffer) {
    if input.readableBytes == 0 { input = bytes } else { input.writeBuffer(&bytes) }
  }

  /// Takes no more.
  mutating func stop() {
    stage = .stopped
    head = nil
    deadline = nil
    input.clear()
  }

  /// Whether the client waits to be told to send the body; said once.
  mutating func takeContinue() -> Bool {
    defer { owesContinue = false }
    return owesContinue
  }

  /// The next whole request; nil when it is not there yet.
  mutating func next() throws(HTTPRefusal) -> Request? {
    while true {
      switch stage {
      case .stopped: return nil
      case .head(let searched):
        guard try takeHead(searched: searched) else { return nil }
      case .sized(let length):
        guard input.readableBytes >= length else { return nil }
        return finish(length == 0 ? [] : input.readBytes(length: length) ?? [])
      case .chunked(var body):
        let isComplete = try body.take(from: &input)
        guard isComplete else {
          stage = .chunked(body)
          return nil
        }
        return finish(body.bytes)
      }
    }
  }

  private mutating func finish(_ body: [UInt8]) -> Request {
    guard let head = head.take() else { preconditionFailure("a body without a head") }
    stage = .head(searched: 0)
    deadline = nil
    owesContinue = false
    // The connection reads into the same memory again once nobody holds it.
    if input.readableBytes == 0 { input = ByteBuffer() }
    return Request(head: head, body: body)
  }

  private mutating func takeHead(searched: Int) throws(HTTPRefusal) -> Bool {
    let readable = input.readableBytes
    guard readable > 0 else { return false }
    guard let end = Self.headEnd(input.readableBytesUInt8Span, from: searched) else {
      guard readable <= limits.head else { throw .headTooLarge }
      stage = .head(searched: max(0, readable - 3))
      if deadline == nil { deadline = .now() + .seconds(limits.headSeconds) }
      return false
    }
    guard end <= limits.head else { throw .headTooLarge }
    let head = try HeadReader.read(input.readableBytesUInt8Span, limits)
    input.moveReaderIndex(forwardBy: end)
    switch head.body {
    case .none: stage = .sized(0)
    case .sized(let length): stage = .sized(length)
    case .chunked: stage = .chunked(ChunkedBody(limit: limits.body))
    }
    owesContinue = head.expectsContinue && head.body != .none
    if head.body != .none { deadline = .now() + .seconds(limits.bodySeconds) }
    self.head = consume head
    return true
  }

  /// Where the empty line behind the headers ends.
  private static func headEnd(_ bytes: Span<UInt8>, from start: Int) -> Int? {
    var position = start + 3
    while position < bytes.count {
      // Three bytes in four are skipped: only those of the empty line itself need a second look.
      switch bytes[position] {
      case ASCII.lineFeed:
        if bytes[position - 1] == ASCII.carriageReturn, bytes[position - 2] == ASCII.lineFeed,
          bytes[position - 3] == ASCII.carriageReturn
        {
          return position + 1
        }
        position += 2
      case ASCII.carriageReturn: position += 1
      default: position += 4
      }
    }
    return nil
  }
}
