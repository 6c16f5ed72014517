import Glibc
import Synchronization
import Testing

@testable import ApusGateway

/// Frames that break the protocol, and the number the connection ends with.
struct Abuse: CustomTestStringConvertible, Sendable {
  let story: String
  let bytes: [UInt8]
  let code: Int

  init(_ story: String, _ bytes: [UInt8], _ code: Int) {
    self.story = story
    self.bytes = bytes
    self.code = code
  }

  var testDescription: String { story }
}

@Suite("Frames that break the protocol")
struct FrameAbuseTests {
  private static func frame(_ first: UInt8, _ payload: [UInt8], isMasked: Bool = true) -> [UInt8] {
    RealtimeWire.frame(first, payload, isMasked: isMasked)
  }

  static let abuses: [Abuse] = [
    Abuse("no mask", frame(0x81, Array("ping".utf8), isMasked: false), 1002),
    Abuse("a reserved bit", frame(0xC1, Array("ping".utf8)), 1002),
    Abuse("another reserved bit", frame(0xA1, Array("ping".utf8)), 1002),
    Abuse("a kind that is none", frame(0x83, []), 1002),
    Abuse("a control kind that is none", frame(0x8B, []), 1002),
    Abuse("binary data", frame(0x82, [1, 2, 3]), 1003),
    Abuse("half a ping", frame(0x09, []), 1002),
    Abuse("a ping too long", frame(0x89, [UInt8](repeating: 0, count: 126)), 1002),
    Abuse("a continuation of nothing", frame(0x80, Array("ping".utf8)), 1002),
    Abuse("a text inside another", frame(0x01, Array("pi".utf8)) + frame(0x81, Array("ng".utf8)), 1002),
    Abuse("text that is no text", frame(0x81, [0xC3, 0x28]), 1007),
    Abuse("an overlong letter", frame(0x81, [0xC0, 0xAF]), 1007),
    Abuse("half a letter at the end", frame(0x81, [0x61, 0xE2, 0x82]), 1007),
    Abuse("a frame too long", frame(0x81, [UInt8](repeating: 0x61, count: 65_537)), 1009),
    Abuse(
      "a message too long",
      frame(0x01, [UInt8](repeating: 0x61, count: 65_536)) + frame(0x00, [UInt8](repeating: 0x61, count: 65_536))
        + frame(0x80, [0x61]), 1009),
    Abuse("a frame of 2 to the 63 bytes", [0x81, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4], 1009),
    Abuse("a length in too many bytes", [0x81, 0xFE, 0, 4, 0, 0, 0, 0, 0x70, 0x69, 0x6E, 0x67], 1002),
    Abuse("a goodbye of one byte", frame(0x88, [3]), 1002),
    Abuse("a goodbye with a number that is none", frame(0x88, [0x03, 0xED]), 1002),
    Abuse("a goodbye with a number below all", frame(0x88, [0x00, 0x01]), 1002),
    Abuse("a goodbye in no text", frame(0x88, [0x03, 0xE8, 0xC3, 0x28]), 1007),
    Abuse("a plain goodbye", frame(0x88, []), 1000),
    Abuse("a goodbye for a reason of the client's own", frame(0x88, [0x0F, 0xA1] + Array("done".utf8)), 4001),
    Abuse("a client that leaves the page", frame(0x88, [0x03, 0xE9]), 1001),
    Abuse("a normal goodbye", frame(0x88, [0x03, 0xE8] + Array("bye".utf8)), 1000),
    Abuse("a flood of pings", (0..<60).flatMap { _ in frame(0x89, []) }, 1008),
    Abuse("a flood of nonsense", (0..<110).flatMap { _ in frame(0x81, Array("{".utf8)) }, 1008),
  ]

  @Test("The connection ends with the right number", arguments: abuses)
  func ended(_ abuse: Abuse) throws {
    try SharedVenue.live { venue in
      let client = try RealtimeWire(venue)
      _ = try client.message()
      client.wire.send(abuse.bytes)
      #expect(client.closeCode() == abuse.code)
    }
  }

  @Test("A message in pieces is understood, with a ping between them")
  func fragments() throws {
    try SharedVenue.live { venue in
      let client = try RealtimeWire(venue)
      _ = try client.message()
      for byte in Self.frame(0x01, Array("pi".utf8)) { client.wire.send([byte]) }
      client.send(0x89, [7])
      client.send(0x80, Array("ng".utf8))
      #expect(client.nextFrame()?.payload == [7])
      #expect(try client.text() == "pong")
    }
  }

  @Test(
    "A handshake that is none is refused",
    arguments: [
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 8\r\n",
      "Sec-WebSocket-Key: short\r\nSec-WebSocket-Version: 13\r\n",
      "Sec-WebSocket-Version: 13\r\n",
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n",
    ])
  func handshake(_ headers: String) throws {
    try SharedVenue.live { venue in
      let wire = venue.connect()
      wire.send(
        "GET /realtime HTTP/1.1\r\nHost: venue\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\(headers)\r\n")
      #expect(wire.readAnswer()?.status == 400)
    }
  }

  @Test("Who does not read is let go")
  func slowReader() throws {
    let venue = try LiveVenue { $0.realtime.backlog = 200_000 }
    let (key, expires, signature) = venue.alice.realtimeArguments()
    let client = try RealtimeWire(
      venue, query: "?subscribe=execution,execution:XBTUSD",
      headers: "api-key: \(key)\r\napi-expires: \(expires)\r\napi-signature: \(signature)\r\n")
    let wire = venue.connect()
    #expect(wire.get("/api/v1")?.status == 200)
    let order = venue.alice.request(
      "POST", "/order", "symbol=XBTUSD&orderQty=100&price=9&timeInForce=ImmediateOrCancel")
    while venue.gateway.meters.cuts.load(ordering: .relaxed) == 0 {
      wire.send(String(repeating: order, count: 50))
      for _ in 0..<50 { #expect(wire.readAnswer()?.status == 200) }
    }
    #expect(client.handshake.status == 101)
    // It is counted before it is let go.
    while venue.gateway.subscriptionCount > 0 { sched_yield() }
    #expect(client.closeCode() == 1008, "who reads on after all hears why")
  }
}
