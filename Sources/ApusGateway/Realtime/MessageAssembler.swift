/// Puts messages together from their frames.
struct MessageAssembler {
  private let longest: Int
  private var parts: [UInt8] = []
  private var isOpen = false

  init(longest: Int) { self.longest = longest }

  /// Takes a frame that holds data; returns the message that it completes, which is text in UTF-8.
  mutating func take(_ frame: Frame) throws(FrameRefusal) -> [UInt8]? {
    switch frame.kind {
    case .binary: throw FrameRefusal(code: .unsupportedData)
    case .text: guard !isOpen else { throw FrameRefusal(code: .protocolError) }
    case .continuation: guard isOpen else { throw FrameRefusal(code: .protocolError) }
    case .close, .ping, .pong: preconditionFailure("a control frame is no part of a message")
    }
    guard parts.count + frame.payload.count <= longest else { throw FrameRefusal(code: .messageTooBig) }
    parts += frame.payload
    isOpen = !frame.isFinal
    guard frame.isFinal else { return nil }
    defer { parts.removeAll() }
    guard String(validating: parts, as: UTF8.self) != nil else { throw FrameRefusal(code: .invalidText) }
    return parts
  }
}
