import NIOCore

/// A piece of a realtime message as it came, without its mask.
struct Frame: Equatable {
  /// What a frame holds.
  enum Kind: UInt8, Sendable {
    case continuation = 0x0
    case text = 0x1
    case binary = 0x2
    case close = 0x8
    case ping = 0x9
    case pong = 0xA

    var isControl: Bool { rawValue >= 8 }
  }

  var kind: Kind
  var isFinal: Bool
  var payload: [UInt8]
}

/// Why a realtime connection ends, by the number its last frame says.
struct CloseCode: RawRepresentable, Hashable, Sendable {
  let rawValue: UInt16

  /// The client wanted it.
  static let normal = CloseCode(rawValue: 1000)
  /// The client has not been heard of.
  static let goingAway = CloseCode(rawValue: 1001)
  /// A frame broke a rule.
  static let protocolError = CloseCode(rawValue: 1002)
  /// A message was no text.
  static let unsupportedData = CloseCode(rawValue: 1003)
  /// A text was not UTF-8.
  static let invalidText = CloseCode(rawValue: 1007)
  /// The client asked too much, read too little, or lost its key.
  static let policyViolation = CloseCode(rawValue: 1008)
  /// A frame or a message was too long.
  static let messageTooBig = CloseCode(rawValue: 1009)
  /// The venue stops.
  static let serviceRestart = CloseCode(rawValue: 1012)
}

/// A breach of the protocol, which ends the connection.
struct FrameRefusal: Error {
  let code: CloseCode
}

extension Frame {
  /// Takes the next whole frame off a buffer; nil when it is not there yet.
  static func take(from input: inout ByteBuffer, longest: Int) throws(FrameRefusal) -> Frame? {
    guard let header = try FrameHeader(input.readableBytesUInt8Span) else { return nil }
    guard header.length <= longest else { throw FrameRefusal(code: .messageTooBig) }
    guard input.readableBytes >= header.size + header.length else { return nil }
    input.moveReaderIndex(forwardBy: header.size)
    var payload = input.readBytes(length: header.length) ?? []
    for place in payload.indices { payload[place] ^= UInt8(truncatingIfNeeded: header.mask >> (24 - 8 * (place & 3))) }
    return Frame(kind: header.kind, isFinal: header.isFinal, payload: payload)
  }
}

/// What stands in front of a frame's payload.
private struct FrameHeader {
  let kind: Frame.Kind
  let isFinal: Bool
  let length: Int
  let mask: UInt32
  let size: Int

  /// Reads the header of a client's frame, which must be masked; nil when it is not there yet.
  init?(_ bytes: Span<UInt8>) throws(FrameRefusal) {
    guard bytes.count >= 2 else { return nil }
    guard bytes[0] & 0x70 == 0, bytes[1] & 0x80 != 0, let kind = Frame.Kind(rawValue: bytes[0] & 0x0F) else {
      throw FrameRefusal(code: .protocolError)
    }
    self.kind = kind
    isFinal = bytes[0] & 0x80 != 0
    let short = Int(bytes[1] & 0x7F)
    if kind.isControl, !isFinal || short > 125 { throw FrameRefusal(code: .protocolError) }
    let lengthBytes = short == 127 ? 8 : short == 126 ? 2 : 0
    size = 2 + lengthBytes + 4
    guard bytes.count >= size else { return nil }
    guard lengthBytes > 0 else {
      length = short
      mask = bytes.bigEndian(2..<6, as: UInt32.self)
      return
    }
    let long = bytes.bigEndian(2..<2 + lengthBytes, as: UInt64.self)
    // A length must be written as short as it can be.
    guard long > (lengthBytes == 2 ? 125 : 0xFFFF) else { throw FrameRefusal(code: .protocolError) }
    guard long <= UInt64(Int32.max) else { throw FrameRefusal(code: .messageTooBig) }
    length = Int(long)
    mask = bytes.bigEndian(2 + lengthBytes..<size, as: UInt32.self)
  }
}

extension Span<UInt8> {
  fileprivate func bigEndian<Number: FixedWidthInteger>(_ range: Range<Int>, as _: Number.Type) -> Number {
    var number: Number = 0
    for place in range { number = number << 8 | Number(self[place]) }
    return number
  }
}

extension ByteBuffer {
  /// A whole text message as the venue sends it.
  static func textFrame(_ payload: [UInt8]) -> ByteBuffer { frame(.text, payload) }

  /// A whole frame as the venue sends it: final and without a mask.
  static func frame(_ kind: Frame.Kind, _ payload: [UInt8]) -> ByteBuffer {
    var buffer = ByteBuffer()
    buffer.reserveCapacity(payload.count + 10)
    buffer.writeInteger(kind.rawValue | 0x80)
    switch payload.count {
    case 0...125: buffer.writeInteger(UInt8(payload.count))
    case 126...0xFFFF:
      buffer.writeInteger(UInt8(126))
      buffer.writeInteger(UInt16(payload.count))
    default:
      buffer.writeInteger(UInt8(127))
      buffer.writeInteger(UInt64(payload.count))
    }
    buffer.writeBytes(payload)
    return buffer
  }

  /// The frame that ends a connection.
  static func closeFrame(_ code: CloseCode) -> ByteBuffer {
    frame(.close, [UInt8(code.rawValue >> 8), UInt8(code.rawValue & 0xFF)])
  }
}
