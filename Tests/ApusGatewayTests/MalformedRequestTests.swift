import ApusExchange
import Testing

@testable import ApusGateway

/// Bytes that are no request the venue serves, and what it says about them.
struct Malformed: CustomTestStringConvertible, Sendable {
  let story: String
  let bytes: String
  let status: Int
  let text: String?

  init(_ story: String, _ bytes: String, _ status: Int, _ text: String? = nil) {
    self.story = story
    self.bytes = bytes
    self.status = status
    self.text = text
  }

  var testDescription: String { story }
}

@Suite("Bytes that are no request")
struct MalformedRequestTests {
  static let order = #"{"symbol":"XBTUSD","orderQty":100,"price":9000}"#

  static func post(_ headers: String, _ body: String) -> String {
    "POST /api/v1/order HTTP/1.1\r\nHost: venue\r\n\(headers)\r\n\(body)"
  }

  static let protocolCases: [Malformed] = [
    Malformed(
      "two lengths", post("Content-Length: 4\r\nContent-Length: 4\r\n", "abcd"), 400,
      "Malformed request: repeated content-length"),
    Malformed(
      "two different lengths", post("Content-Length: 4\r\nContent-Length: 5\r\n", "abcde"), 400,
      "Malformed request: repeated content-length"),
    Malformed(
      "a length beside chunks", post("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400,
      "Malformed request: content-length beside transfer-encoding"),
    Malformed(
      "chunks beside a length", post("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", "0\r\n\r\n"), 400,
      "Malformed request: content-length beside transfer-encoding"),
    Malformed("two encodings", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400),
    Malformed("an encoding nobody decodes", post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"), 400),
    Malformed("identity as an encoding", post("Transfer-Encoding: identity\r\n", ""), 400),
    Malformed("a length in two parts", post("Content-Length: 4, 4\r\n", "abcd"), 400),
    Malformed("a signed length", post("Content-Length: +4\r\n", "abcd"), 400),
    Malformed("a negative length", post("Content-Length: -1\r\n", ""), 400),
    Malformed("a hexadecimal length", post("Content-Length: 0x4\r\n", "abcd"), 400),
    Malformed("an endless length", post("Content-Length: 99999999999999999999999\r\n", ""), 400),
    Malformed("a body above the limit", post("Content-Length: 65537\r\n", ""), 413, "Request body is too large"),
    Malformed("a body a thousand times the limit", post("Content-Length: 65536000\r\n", ""), 413),
    Malformed("a chunk above the limit", post("Transfer-Encoding: chunked\r\n", "10001\r\n"), 413),
    Malformed("a chunk without a size", post("Transfer-Encoding: chunked\r\n", "\r\n\r\n"), 400),
    Malformed("a chunk with a signed size", post("Transfer-Encoding: chunked\r\n", "-1\r\n\r\n"), 400),
    Malformed(
      "a chunk size with a lone line feed", post("Transfer-Encoding: chunked\r\n", "4\nabcd\r\n0\r\n\r\n"), 400),
    Malformed("a chunk longer than it says", post("Transfer-Encoding: chunked\r\n", "2\r\nabcd\r\n0\r\n\r\n"), 400),
    Malformed("chunks with trailers", post("Transfer-Encoding: chunked\r\n", "0\r\nHost: evil\r\n\r\n"), 400),
    Malformed(
      "a chunk with endless extensions",
      post("Transfer-Encoding: chunked\r\n", "4;\(String(repeating: "x", count: 300))\r\nabcd\r\n0\r\n\r\n"), 400),
    Malformed("a folded header", "GET / HTTP/1.1\r\nHost: venue\r\nX-A: b\r\n c\r\n\r\n", 400),
    Malformed("a blank before the colon", "GET / HTTP/1.1\r\nHost : venue\r\n\r\n", 400),
    Malformed("a header without a name", "GET / HTTP/1.1\r\n: venue\r\n\r\n", 400),
    Malformed("a header without a colon", "GET / HTTP/1.1\r\nHost\r\n\r\n", 400),
    Malformed("a blank in front of the first header", "GET / HTTP/1.1\r\n Host: venue\r\n\r\n", 400),
    Malformed("a lone carriage return", "GET / HTTP/1.1\r\nHost: venue\rX-A: b\r\n\r\n", 400),
    Malformed("a lone line feed", "GET / HTTP/1.1\r\nHost: venue\nX-A: b\r\n\r\n", 400),
    Malformed("a zero byte", "GET / HTTP/1.1\r\nHost: ven\0ue\r\n\r\n", 400),
    Malformed("no host", "GET / HTTP/1.1\r\n\r\n", 400, "Malformed request: no host"),
    Malformed("two hosts", "GET / HTTP/1.1\r\nHost: venue\r\nHost: evil\r\n\r\n", 400),
    Malformed("an odd host", "GET / HTTP/1.1\r\nHost: venue/evil\r\n\r\n", 400),
    Malformed("an address of another server", "GET http://evil/ HTTP/1.1\r\nHost: venue\r\n\r\n", 400),
    Malformed("an address with a user", "GET http://me@venue/ HTTP/1.1\r\nHost: venue\r\n\r\n", 400),
    Malformed("an address without a server", "GET http:///api/v1 HTTP/1.1\r\nHost: venue\r\n\r\n", 400),
    Malformed("no path", "OPTIONS * HTTP/1.1\r\nHost: venue\r\n\r\n", 400),
    Malformed("a path with a fragment", "GET /#x HTTP/1.1\r\nHost: venue\r\n\r\n", 400),
    Malformed("a path beyond ASCII", "GET /é HTTP/1.1\r\nHost: venue\r\n\r\n", 400),
    Malformed("a blank in the path", "GET /a b HTTP/1.1\r\nHost: venue\r\n\r\n", 400),
    Malformed("the protocol of 1991", "GET /\r\n\r\n", 400),
    Malformed("a protocol of tomorrow", "GET / HTTP/2.0\r\nHost: venue\r\n\r\n", 505),
    Malformed("another protocol", "GET / ICY/1.1\r\nHost: venue\r\n\r\n", 400),
    Malformed("a method nobody serves", "BREW / HTTP/1.1\r\nHost: venue\r\n\r\n", 501),
    Malformed("a method in lower case", "get / HTTP/1.1\r\nHost: venue\r\n\r\n", 501),
    Malformed("a method glued to another request", "0\r\n\r\nGET / HTTP/1.1\r\nHost: venue\r\n\r\n", 400),
    Malformed("an expectation nobody meets", post("Expect: tea\r\nContent-Length: 4\r\n", "abcd"), 417),
    Malformed("two keys", "GET /api/v1 HTTP/1.1\r\nHost: venue\r\napi-key: a\r\napi-key: b\r\n\r\n", 400),
    Malformed("a header that is no text", "GET /api/v1 HTTP/1.1\r\nHost: venue\r\napi-key: \u{7F}\r\n\r\n", 400),
    Malformed("an endless path", "GET /\(String(repeating: "a", count: 8_192)) HTTP/1.1\r\nHost: venue\r\n\r\n", 414),
    Malformed(
      "an endless header", "GET / HTTP/1.1\r\nHost: venue\r\nX-A: \(String(repeating: "a", count: 8_192))\r\n\r\n", 431),
    Malformed(
      "too many headers", "GET / HTTP/1.1\r\nHost: venue\r\n\(String(repeating: "X-A: b\r\n", count: 64))\r\n", 431),
    Malformed("headers without end", "GET / HTTP/1.1\r\n" + String(repeating: "X-A: b\r\n", count: 5_000), 431),
  ]

  @Test("The connection gets its answer and ends; the log does not grow", arguments: protocolCases)
  func refused(_ malformed: Malformed) throws {
    try SharedVenue.live { venue in
      let before = venue.exchange.sequence
      let wire = venue.connect()
      wire.send(malformed.bytes)
      let answer = try #require(wire.readAnswer())
      #expect(answer.status == malformed.status)
      let refusal = try #require(answer.refusal)
      if let text = malformed.text { #expect(refusal == text) }
      #expect(answer.headers["connection"] == "close")
      // Whatever was smuggled behind it is not answered.
      wire.finish()
      #expect(wire.readToEnd().isEmpty)
      #expect(venue.exchange.sequence == before)
    }
  }

  @Test("A request cut off anywhere changes nothing")
  func truncated() throws {
    let venue = try LiveVenue()
    let before = venue.exchange.sequence
    let whole = Array(venue.alice.request("POST", "/order", Self.order).utf8)
    for length in stride(from: 0, to: whole.count, by: 7) {
      let wire = venue.connect()
      wire.send(Array(whole[..<length]))
      wire.finish()
      #expect(wire.readToEnd().isEmpty)
    }
    #expect(venue.exchange.sequence == before)
  }

  @Test("A request is understood however it is cut into pieces")
  func pieces() throws {
    let venue = try LiveVenue()
    let wire = venue.connect()
    let chunked =
      "POST /api/v1/order HTTP/1.1\r\nHost: venue\r\n" + venue.alice.headers("POST", "/api/v1/order", Self.order)
      + "Transfer-Encoding: chunked\r\n\r\n10;a=b\r\n\(Self.order.prefix(16))\r\n"
      + "\(String(Self.order.utf8.count - 16, radix: 16))\r\n\(Self.order.dropFirst(16))\r\n0\r\n\r\n"
    for byte in Array(chunked.utf8) { wire.send([byte]) }
    #expect(wire.readAnswer()?.status == 200)
    #expect(wire.get("/api/v1")?.status == 200)
  }

  @Test("A client that asks is told to send its body")
  func expectation() throws {
    let venue = try LiveVenue()
    let wire = venue.connect()
    wire.send(
      "POST /api/v1/order HTTP/1.1\r\nHost: venue\r\n" + venue.alice.headers("POST", "/api/v1/order", Self.order)
        + "Expect: 100-continue\r\nContent-Length: \(Self.order.utf8.count)\r\n\r\n")
    #expect(wire.readAnswer()?.status == 100)
    wire.send(Self.order)
    #expect(wire.readAnswer()?.status == 200)
  }
}
