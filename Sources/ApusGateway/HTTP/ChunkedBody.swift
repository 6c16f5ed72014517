import NIOCore

/// A body that comes in chunks, put together as far as it has come.
struct ChunkedBody {
  /// The bytes so far.
  private(set) var bytes: [UInt8] = []
  private var stage = Stage.size
  private let limit: Int

  private enum Stage: Equatable {
    case size
    case data(Int)
    case dataEnd
    case end
    case complete
  }

  /// The longest line in front of a chunk, which may carry extensions that are passed over.
  private static let longestSizeLine = 256

  init(limit: Int) { self.limit = limit }

  /// Takes what has come; true when the body is complete. Trailers are refused, as nothing reads them.
  mutating func take(from input: inout ByteBuffer) throws(HTTPRefusal) -> Bool {
    while stage != .complete {
      switch stage {
      case .size:
        guard let size = try Self.size(from: &input) else { return false }
        guard bytes.count + size <= limit else { throw .bodyTooLarge }
        stage = size == 0 ? .end : .data(size)
      case .data(let left):
        guard let part = input.readBytes(length: min(left, input.readableBytes)), !part.isEmpty else { return false }
        bytes.append(contentsOf: part)
        stage = part.count == left ? .dataEnd : .data(left - part.count)
      case .dataEnd:
        guard try Self.lineEnd(from: &input) else { return false }
        stage = .size
      case .end:
        guard try Self.lineEnd(from: &input) else { return false }
        stage = .complete
      case .complete: break
      }
    }
    return true
  }

  private static func lineEnd(from input: inout ByteBuffer) throws(HTTPRefusal) -> Bool {
    guard input.readableBytes > 0 else { return false }
    guard input.readableBytesView.first == ASCII.carriageReturn else { throw .malformed("chunk") }
    guard let line = input.readBytes(length: 2) else { return false }
    guard line[1] == ASCII.lineFeed else { throw .malformed("chunk") }
    return true
  }

  /// The number of bytes of the next chunk; nil when its line is not there yet.
  private static func size(from input: inout ByteBuffer) throws(HTTPRefusal) -> Int? {
    let view = input.readableBytesView.prefix(longestSizeLine + 2)
    guard let end = view.firstIndex(of: ASCII.lineFeed) else {
      guard view.count <= longestSizeLine else { throw .malformed("chunk") }
      return nil
    }
    let line = view[..<end]
    guard line.last == ASCII.carriageReturn else { throw .malformed("chunk") }
    let digits = line.dropLast().prefix { $0.hexadecimalValue != nil }
    guard (1...8).contains(digits.count) else { throw .malformed("chunk") }
    let rest = line.dropLast().dropFirst(digits.count)
    guard rest.isEmpty || rest.first == ASCII.semicolon, !rest.contains(ASCII.carriageReturn) else {
      throw .malformed("chunk")
    }
    let size = digits.reduce(0) { $0 << 4 | ($1.hexadecimalValue ?? 0) }
    input.moveReaderIndex(forwardBy: line.count + 1)
    return size
  }
}
