import ApusAPI
import Testing

@testable import ApusGateway

/// A realtime client that sends exactly the frames it is told to.
final class RealtimeWire {
  let wire: Wire
  /// The answer to the handshake.
  let handshake: WireAnswer

  /// A realtime connection, with topics and credentials in its address or its headers.
  init(_ venue: LiveVenue, path: String = "/realtime", query: String = "", headers: String = "") throws {
    wire = venue.connect()
    wire.send(
      "GET \(path)\(query) HTTP/1.1\r\nHost: venue\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\(headers)\r\n")
    handshake = try #require(wire.readAnswer())
  }

  /// Sends a text message.
  func say(_ text: String) { send(0x81, Array(text.utf8)) }

  /// Sends a frame with this first byte.
  func send(_ first: UInt8, _ payload: [UInt8], isMasked: Bool = true) {
    wire.send(Self.frame(first, payload, isMasked: isMasked))
  }

  static func frame(_ first: UInt8, _ payload: [UInt8], isMasked: Bool = true) -> [UInt8] {
    let bit: UInt8 = isMasked ? 0x80 : 0
    var bytes = [first]
    switch payload.count {
    case ...125: bytes.append(bit | UInt8(payload.count))
    case ...0xFFFF: bytes += [bit | 126, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
    default: bytes += [bit | 127] + stride(from: 56, through: 0, by: -8).map { UInt8(payload.count >> $0 & 0xFF) }
    }
    let mask: [UInt8] = [0x12, 0x34, 0x56, 0x78]
    if isMasked { bytes += mask }
    return bytes + (isMasked ? payload.enumerated().map { $1 ^ mask[$0 & 3] } : payload)
  }

  /// The next frame; nil when the other side has ended.
  func nextFrame() -> (kind: UInt8, payload: [UInt8])? {
    let header = wire.read(2)
    guard header.count == 2 else { return nil }
    #expect(header[0] & 0x80 != 0, "the venue sends whole messages")
    #expect(header[1] & 0x80 == 0, "the venue masks nothing")
    var length = Int(header[1])
    if length == 126 { length = wire.read(2).reduce(0) { $0 << 8 | Int($1) } }
    if length == 127 { length = wire.read(8).reduce(0) { $0 << 8 | Int($1) } }
    return (header[0] & 0x0F, wire.read(length))
  }

  /// The next text message.
  func text() throws -> String {
    let frame = try #require(nextFrame())
    try #require(frame.kind == 1)
    return String(decoding: frame.payload, as: UTF8.self)
  }

  /// The next message.
  func message() throws -> JSONValue {
    let text = try text()
    do throws(JSONRefusal) { return try JSONReader.read(text) } catch {
      Issue.record("no JSON: \(text)")
      return .null
    }
  }

  /// The next message that is wanted.
  func message(where isWanted: (JSONValue) -> Bool) throws -> JSONValue {
    while true {
      let message = try message()
      if isWanted(message) { return message }
    }
  }

  /// The number of the last frame, after which the other side ends.
  func closeCode() -> Int? {
    while let frame = nextFrame() {
      guard frame.kind == 8 else { continue }
      wire.finish()
      #expect(wire.readToEnd().isEmpty)
      return frame.payload.prefix(2).reduce(0) { $0 << 8 | Int($1) }
    }
    return nil
  }
}
