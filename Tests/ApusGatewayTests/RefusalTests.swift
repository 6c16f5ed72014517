import ApusExchange
import Testing

@testable import ApusGateway

/// A request in good form that the venue refuses, and its words.
struct Refused: CustomTestStringConvertible, Sendable {
  let story: String
  let verb: String
  let path: String
  let body: String
  let status: Int
  let text: String

  /// An order.
  init(_ story: String, _ body: String, _ status: Int, _ text: String) {
    self.init(story, "POST", "/order", body, status, text)
  }

  init(_ story: String, _ verb: String, _ path: String, _ body: String, _ status: Int, _ text: String) {
    self.story = story
    self.verb = verb
    self.path = path
    self.body = body
    self.status = status
    self.text = text
  }

  var testDescription: String { story }
}

@Suite("Requests that are refused at the door")
struct RefusalTests {
  static let unknownOrder = "00000000-0000-4000-8000-000000000000"

  static let bodies: [Refused] = [
    Refused("half an object", #"{"symbol":"XBTUSD""#, 400, "Malformed request: the text ends early at byte 18"),
    Refused("a list for an object", "[1,2]", 400, "Malformed request: unexpected character at byte 0"),
    Refused("a name twice", #"{"symbol":"XBTUSD","symbol":"X"}"#, 400, "Malformed request: duplicate name at byte 19"),
    Refused("something behind the object", "{} {}", 400, "Malformed request: something follows the value at byte 3"),
    Refused(
      "a number that is none", #"{"symbol":"XBTUSD","orderQty":01}"#, 400,
      "Malformed request: unexpected character at byte 31"),
    Refused(
      "deep nesting", #"{"a":"# + String(repeating: "[", count: 40) + String(repeating: "]", count: 40) + "}", 400,
      "Malformed request: nested too deeply at byte 20"),
    Refused("half a surrogate pair", #"{"text":"\ud800"}"#, 400, "Malformed request: malformed escape at byte 15"),
    Refused("a bad escape in a form", "symbol=%zz", 400, "Malformed request: malformed escape at byte 7"),
  ]

  static let orders: [Refused] = [
    Refused("no symbol", #"{"orderQty":100,"price":9000}"#, 400, "Invalid symbol"),
    Refused("an unknown symbol", #"{"symbol":"NOPE","orderQty":100,"price":9000}"#, 400, "Invalid symbol"),
    Refused("a symbol that is a number", #"{"symbol":7,"orderQty":100,"price":9000}"#, 400, "Invalid symbol"),
    Refused("no quantity", #"{"symbol":"XBTUSD","price":9000}"#, 400, "Invalid orderQty"),
    Refused("a quantity of nothing", #"{"symbol":"XBTUSD","orderQty":0,"price":9000}"#, 400, "Invalid orderQty"),
    Refused("half a contract", #"{"symbol":"XBTUSD","orderQty":0.5,"price":9000}"#, 400, "orderQty is invalid"),
    Refused("a quantity in words", #"{"symbol":"XBTUSD","orderQty":"many","price":9000}"#, 400, "orderQty is invalid"),
    Refused("a quantity off the lot", #"{"symbol":"XBTUSD","orderQty":150,"price":9000}"#, 400, "Invalid orderQty"),
    Refused("a quantity beyond all", #"{"symbol":"XBTUSD","orderQty":1e18,"price":9000}"#, 400, "Invalid orderQty"),
    Refused("a quantity of 1e400", #"{"symbol":"XBTUSD","orderQty":1e400,"price":9000}"#, 400, "orderQty is invalid"),
    Refused("a price of 1e400", #"{"symbol":"XBTUSD","orderQty":100,"price":1e400}"#, 400, "Invalid price"),
    Refused("a negative price", #"{"symbol":"XBTUSD","orderQty":100,"price":-1}"#, 400, "Invalid price"),
    Refused("a price of nothing", #"{"symbol":"XBTUSD","orderQty":100,"price":0}"#, 400, "Invalid price"),
    Refused("a price in words", #"{"symbol":"XBTUSD","orderQty":100,"price":"x"}"#, 400, "Invalid price"),
    Refused("a price that is a truth", #"{"symbol":"XBTUSD","orderQty":100,"price":true}"#, 400, "Invalid price"),
    Refused(
      "a price off the tick", #"{"symbol":"XBTUSD","orderQty":100,"price":9000.05}"#, 400, "Invalid price tickSize"),
    Refused(
      "a price finer than any tick", #"{"symbol":"XBTUSD","orderQty":100,"price":9000.00000000001}"#, 400,
      "Invalid price tickSize"),
    Refused("a price beyond all", #"{"symbol":"XBTUSD","orderQty":100,"price":1000001}"#, 400, "Invalid price"),
    Refused("an unknown side", #"{"symbol":"XBTUSD","side":"Long","orderQty":100,"price":9000}"#, 400, "Invalid side"),
    Refused(
      "a negative purchase", #"{"symbol":"XBTUSD","side":"Buy","orderQty":-100,"price":9}"#, 400, "Invalid orderQty"),
    Refused(
      "a stop off the tick", #"{"symbol":"XBTUSD","orderQty":100,"stopPx":9000.05}"#, 400, "Invalid stopPx tickSize"),
    Refused(
      "a closing stop without a side", #"{"symbol":"XBTUSD","execInst":"Close","stopPx":9000}"#, 400, "Invalid side"),
    Refused(
      "a stop without its price", #"{"symbol":"XBTUSD","orderQty":100,"ordType":"Stop"}"#, 400,
      "Invalid stopPx for ordType"),
    Refused(
      "an order type nobody knows", #"{"symbol":"XBTUSD","orderQty":100,"ordType":"Iceberg"}"#, 400,
      "Unsupported ordType"),
    Refused(
      "a peg that would move",
      #"{"symbol":"XBTUSD","orderQty":100,"pegPriceType":"PrimaryPeg","pegOffsetValue":0}"#, 400,
      "Invalid ordType or timeInForce for execInst"),
    Refused(
      "an old instruction", #"{"symbol":"XBTUSD","orderQty":100,"price":9000,"execInst":"AllOrNone"}"#, 400,
      "Unsupported execInst"),
    Refused(
      "post-only at any price", #"{"symbol":"XBTUSD","orderQty":100,"execInst":"ParticipateDoNotInitiate"}"#, 400,
      "Invalid ordType or timeInForce for execInst"),
    Refused(
      "a part of a lot shown", #"{"symbol":"XBTUSD","orderQty":200,"price":9000,"displayQty":150}"#, 400,
      "Invalid displayQty"),
    Refused(
      "a contingent order without a link",
      #"{"symbol":"XBTUSD","orderQty":100,"price":9,"contingencyType":"OneCancelsTheOther"}"#,
      400,
      "Invalid clOrdLinkID"),
    Refused(
      "a name of 37 characters",
      #"{"symbol":"XBTUSD","orderQty":100,"price":9,"clOrdID":"\#(String(repeating: "x", count: 37))"}"#,
      400, "Invalid clOrdID"),
    Refused(
      "a name with a line feed in it",
      #"{"symbol":"XBTUSD","orderQty":100,"price":9,"clOrdID":"a\nb"}"#,
      400, "Invalid clOrdID"),
    Refused(
      "an unknown order changed", "PUT", "/order", #"{"orderID":"\#(unknownOrder)","price":9}"#, 400, "Invalid orderID"),
    Refused(
      "an unknown name changed", "PUT", "/order", #"{"origClOrdID":"nobody","price":9}"#, 400, "Invalid origClOrdID"),
    Refused("no order changed", "PUT", "/order", #"{"price":9}"#, 400, "Invalid orderID"),
    Refused("an unknown order canceled", "DELETE", "/order", #"{"orderID":"\#(unknownOrder)"}"#, 404, "Not Found"),
    Refused("an unknown name canceled", "DELETE", "/order", "clOrdID=nobody", 404, "Not Found"),
    Refused("no order canceled", "DELETE", "/order", "", 400, "Invalid orderID"),
    Refused("all of an unknown contract", "DELETE", "/order/all", "symbol=NOPE", 400, "Invalid symbol"),
    Refused(
      "all by an unknown column", "DELETE", "/order/all", #"{"filter":{"x":1}}"#, 400, "filter values are not valid"),
    Refused("a timeout in words", "POST", "/order/cancelAllAfter", "timeout=soon", 400, "timeout is invalid"),
    Refused(
      "a leverage in words", "POST", "/position/leverage", "symbol=XBTUSD&leverage=high", 400, "Invalid leverage"),
    Refused("a leverage of 1e6", "POST", "/position/leverage", "symbol=XBTUSD&leverage=1e6", 400, "Invalid leverage"),
    Refused(
      "a leverage too high", "POST", "/position/leverage", "symbol=XBTUSD&leverage=100.001", 400, "Invalid leverage"),
    Refused(
      "a switch that is neither", "POST", "/position/isolate", "symbol=XBTUSD&enabled=maybe", 400, "enabled is invalid"),
  ]

  static let queries: [Refused] = [
    Refused("a filter that is none", "GET", "/order?filter=%7Bnot", "", 400, "filter values are not valid"),
    Refused("an unknown column", "GET", "/instrument?columns=secret", "", 400, "columns are not valid"),
    Refused("a negative count", "GET", "/trade?count=-1", "", 400, "count is invalid"),
    Refused("a start in words", "GET", "/trade?start=x", "", 400, "start is invalid"),
    Refused("a time that is none", "GET", "/trade?startTime=yesterday", "", 400, "startTime is invalid"),
    Refused("a negative depth", "GET", "/orderBook/L2?symbol=XBTUSD&depth=-1", "", 400, "depth is invalid"),
    Refused("the book of nothing", "GET", "/orderBook/L2", "", 400, "Invalid symbol"),
    Refused(
      "a table that is not kept", "GET", "/guild", "", 404,
      "Not Found: GET /api/v1/guild is not available on this venue"),
  ]

  @Test("Each gets the venue's words, and the log does not grow", arguments: bodies + orders + queries)
  func refused(_ refused: Refused) throws {
    try SharedVenue.live { venue in
      let before = venue.exchange.sequence
      let wire = venue.connect()
      let answer = try #require(wire.ask(venue.alice, refused.verb, refused.path, refused.body))
      #expect(answer.status == refused.status)
      #expect(answer.refusal == refused.text)
      #expect(answer.headers["x-ratelimit-remaining"] != nil)
      #expect(venue.exchange.sequence == before)
      #expect(wire.get("/api/v1")?.status == 200, "the connection goes on")
    }
  }

  @Test("Nobody but the owner of the secret can sign")
  func signatures() throws {
    try SharedVenue.live { venue in
      let before = venue.exchange.sequence
      let wire = venue.connect()
      func ask(_ change: (String) -> String) throws -> WireAnswer {
        wire.send(change(venue.alice.request("POST", "/order", MalformedRequestTests.order)))
        return try #require(wire.readAnswer())
      }
      let forged = try ask { request in
        let parts = request.split(separator: "api-signature: ", maxSplits: 1)
        return parts[0] + "api-signature: " + (parts[1].first == "0" ? "1" : "0") + parts[1].dropFirst()
      }
      #expect(forged.status == 401)
      #expect(forged.refusal == "Signature not valid.")
      #expect(try ask { $0.replacing("9000", with: "9001") }.refusal == "Signature not valid.")
      #expect(try ask { $0.replacing("/order HTTP", with: "/order?x=1 HTTP") }.refusal == "Signature not valid.")
      #expect(try ask { $0.replacing("key-of-alice", with: "key-of-bob") }.refusal == "Signature not valid.")
      #expect(try ask { $0.replacing("key-of-alice", with: "key-of-mallory") }.refusal == "Invalid API Key.")
      #expect(venue.exchange.sequence == before)
    }
  }

  @Test("A signature has an end, which may be far away or in milliseconds")
  func expiry() throws {
    try SharedVenue.live { venue in
      let wire = venue.connect()
      func ask(_ expires: String) throws -> WireAnswer {
        wire.send(venue.alice.request("GET", "/position", expires: expires))
        return try #require(wire.readAnswer())
      }
      let expired = try ask("1500000000")
      #expect(expired.status == 400)
      let text = "This request has expired - `expires` is in the past. Current time: "
      #expect(expired.refusal?.hasPrefix(text) == true)
      #expect(try ask("soon").refusal == "expires is invalid")
      #expect(try ask("99999999999").status == 200)
      #expect(try ask("4000000000000").status == 200)
    }
  }

  @Test("A full inbox is told in the venue's words")
  func overloaded() throws {
    let venue = try LiveVenue(inboxLimit: 8)
    let wire = venue.connect()
    for place in 1...9 {
      #expect(wire.ask(venue.alice, "POST", "/order", "symbol=XBTUSD&orderQty=100&price=\(place)000")?.status == 200)
    }
    let ids = try #require(wire.ask(venue.alice, "GET", "/order")?.json)
    let names = try (0..<9).map { try #require(ids[$0]?["orderID"]?.text) }
    let answer = try #require(wire.ask(venue.alice, "DELETE", "/order", "orderID=\(names.joined(separator: ","))"))
    #expect(answer.status == 503)
    #expect(answer.refusal == "The system is currently overloaded. Please try again later.")
    #expect(wire.ask(venue.alice, "DELETE", "/order", "orderID=\(names[0])")?.status == 200)
  }

  @Test("What the engine refuses is told in the venue's words")
  func rejected() throws {
    let venue = try LiveVenue()
    let wire = venue.connect()
    func ask(_ verb: String, _ body: String) -> String? { wire.ask(venue.alice, verb, "/order", body)?.refusal }
    #expect(wire.ask(venue.alice, "POST", "/order", "symbol=XBTUSD&orderQty=100&price=9000&clOrdID=a")?.status == 200)
    #expect(ask("POST", "symbol=XBTUSD&orderQty=100&price=9000&clOrdID=a") == "Duplicate clOrdID")
    for same in ["", "&price=9000", "&orderQty=100", "&leavesQty=100&price=9000"] {
      #expect(ask("PUT", "origClOrdID=a\(same)") == "Invalid amend: orderQty, leavesQty, price, stopPx unchanged")
    }
    #expect(ask("PUT", "origClOrdID=a&price=9000.01") == "Invalid price tickSize")
    #expect(ask("PUT", "origClOrdID=a&orderQty=-200") == "Invalid orderQty")
    #expect(ask("PUT", "origClOrdID=a&stopPx=9") == "Invalid stopPx for ordType")
    #expect(
      ask("POST", "symbol=XBTUSD&orderQty=10000000&price=10000")
        == "Value of position and orders exceeds position Risk Limit")
    #expect(wire.ask(venue.alice, "POST", "/position/leverage", "symbol=XBTUSD&leverage=1")?.status == 200)
    let broke = try #require(ask("POST", "symbol=XBTUSD&orderQty=1900000&price=10000"))
    #expect(broke.hasPrefix("Account has insufficient Available Balance, "))
    #expect(broke.hasSuffix(" XBt required"))
    let reduce = "symbol=XBTUSD&side=Buy&orderQty=100&price=9000&execInst=ReduceOnly"
    #expect(
      ask("POST", reduce) == "Order had execInst of Close/ReduceOnly and side of Buy but current position is 0")
    #expect(wire.ask(venue.alice, "DELETE", "/order", "clOrdID=a")?.status == 200)
    #expect(ask("PUT", "origClOrdID=a&price=9001") == "Invalid ordStatus")
  }
}
