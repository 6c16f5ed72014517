import ApusAPI
import ApusExchange
import ApusModel
import Testing

@testable import ApusGateway

@Suite("Realtime")
struct RealtimeTests {
  @Test("A client is welcomed, may ping, and may ask for help")
  func welcome() throws {
    let venue = try LiveVenue()
    let client = try RealtimeWire(venue)
    #expect(client.handshake.status == 101)
    // The example of RFC 6455.
    #expect(client.handshake.headers["sec-websocket-accept"] == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
    let welcome = try client.message()
    #expect(welcome["info"]?.text == "Welcome to the BitMEX Realtime API.")
    for name in ["version", "timestamp", "docs", "heartbeatEnabled", "appName"] { #expect(welcome[name] != nil) }
    #expect(welcome["limit"]?["remaining"] != nil)
    client.say("ping")
    #expect(try client.text() == "pong")
    client.send(0x89, Array("still there?".utf8))
    let pong = try #require(client.nextFrame())
    #expect(pong.kind == 0xA)
    #expect(pong.payload == Array("still there?".utf8))
    client.say("help")
    #expect(try client.message()["ops"]?.count == 4)
  }

  @Test("A book is acknowledged, shown whole, and then followed")
  func book() throws {
    let venue = try LiveVenue()
    let client = try RealtimeWire(venue)
    _ = try client.message()
    client.say(#"{"op":"subscribe","args":["orderBookL2:XBTUSD"]}"#)
    let acknowledgement = try client.message()
    #expect(acknowledgement["success"]?.text == "true")
    #expect(acknowledgement["subscribe"]?.text == "orderBookL2:XBTUSD")
    #expect(acknowledgement["request"]?["op"]?.text == "subscribe")
    let partial = try client.message()
    #expect(partial["action"]?.text == "partial")
    #expect(partial["filter"]?["symbol"]?.text == "XBTUSD")
    #expect(partial["data"]?.count == 0)

    let wire = venue.connect()
    let id = try #require(
      wire.ask(venue.alice, "POST", "/order", "symbol=XBTUSD&orderQty=100&price=9000")?.json["orderID"]?.text)
    #expect(wire.ask(venue.alice, "PUT", "/order", "orderID=\(id)&orderQty=200")?.status == 200)
    #expect(wire.ask(venue.alice, "DELETE", "/order", "orderID=\(id)")?.status == 200)
    for (action, size) in [("insert", "100"), ("update", "200"), ("delete", nil)] {
      let message = try client.message()
      #expect(message["table"]?.text == "orderBookL2")
      #expect(message["action"]?.text == action)
      #expect(message["data"]?[0]?["size"]?.text == size)
      #expect(message["data"]?[0]?["price"]?.text == "9000")
    }
    client.say(#"{"op":"unsubscribe","args":"orderBookL2:XBTUSD"}"#)
    #expect(try client.message()["unsubscribe"]?.text == "orderBookL2:XBTUSD")
    client.say(#"{"op":"subscribe","args":"orderBookL2:XBTUSD"}"#)
    #expect(try client.message()["success"]?.text == "true")
    #expect(try client.message()["action"]?.text == "partial")
  }

  @Test("Private topics need a key, which may come in the headers, the address or an operation")
  func credentials() throws {
    let venue = try LiveVenue()
    let (key, expires, signature) = venue.alice.realtimeArguments()
    let stranger = try RealtimeWire(venue)
    _ = try stranger.message()
    stranger.say(#"{"op":"subscribe","args":["order"]}"#)
    #expect(try stranger.message()["status"]?.text == "401")
    stranger.say(
      #"{"op":"authKeyExpires","args":["\#(key)",\#(expires),"\#(signature.reversed().map(String.init).joined())"]}"#)
    #expect(try stranger.message()["error"]?.text == "Signature not valid.")
    stranger.say(#"{"op":"authKeyExpires","args":["\#(key)",\#(expires),"\#(signature)"]}"#)
    #expect(try stranger.message()["success"]?.text == "true")
    stranger.say(#"{"op":"authKeyExpires","args":["\#(key)",\#(expires),"\#(signature)"]}"#)
    #expect(try stranger.message()["error"]?.text == "Already authenticated.")
    stranger.say(#"{"op":"subscribe","args":["margin"]}"#)
    #expect(try stranger.message()["subscribe"]?.text == "margin")
    let partial = try stranger.message()
    #expect(partial["filter"]?["account"]?.text == "1")
    #expect(partial["data"]?[0]?["walletBalance"]?.text == "1000000000")

    let signed = "api-key: \(key)\r\napi-expires: \(expires)\r\napi-signature: \(signature)\r\n"
    let known = try RealtimeWire(venue, query: "?subscribe=order,position:XBTUSD", headers: signed)
    _ = try known.message()
    #expect(try known.message()["subscribe"]?.text == "order")
    #expect(try known.message()["table"]?.text == "order")
    #expect(try known.message()["subscribe"]?.text == "position:XBTUSD")
    #expect(try known.message()["filter"]?["symbol"]?.text == "XBTUSD")

    let query = "?api-key=\(key)&api-expires=\(expires)&api-signature=\(signature)&subscribe=wallet"
    let named = try RealtimeWire(venue, query: query)
    _ = try named.message()
    _ = try named.message()
    #expect(try named.message()["table"]?.text == "wallet")
  }

  @Test("Bad credentials end the handshake with 401 and the connection goes on as it was")
  func badHandshake() throws {
    let venue = try LiveVenue()
    let (key, expires, _) = venue.alice.realtimeArguments()
    let forged = "api-key: \(key)\r\napi-expires: \(expires)\r\napi-signature: \(String(repeating: "0", count: 64))\r\n"
    let client = try RealtimeWire(venue, headers: forged)
    #expect(client.handshake.status == 401)
    #expect(client.handshake.refusal == "Signature not valid.")
    #expect(client.wire.get("/api/v1")?.status == 200)
    #expect(client.wire.get("/realtime")?.status == 426)
  }

  @Test("What cannot be followed is refused, with the request beside it")
  func refusedTopics() throws {
    let venue = try LiveVenue()
    let client = try RealtimeWire(venue)
    _ = try client.message()
    let cases = [
      ("nonsense:XBTUSD", "400", "Unknown table: nonsense"), ("trade:NOPE", "400", "Unknown or expired symbol."),
      (
        "order", "401", "User requested an account-locked subscription but no authorization was provided."
      ),
    ]
    for (topic, status, text) in cases {
      client.say(#"{"op":"subscribe","args":["\#(topic)"]}"#)
      let error = try client.message()
      #expect(error["status"]?.text == status)
      #expect(error["error"]?.text == text)
      #expect(error["request"]?["args"]?[0]?.text == topic)
    }
    client.say(#"{"op":"subscribe","args":["trade:*","trade"]}"#)
    #expect(try client.message()["subscribe"]?.text == "trade:*")
    #expect(try client.message()["action"]?.text == "partial")
    #expect(try client.message()["error"]?.text == "You are already subscribed to this topic: trade")
    client.say("{oops")
    #expect(try client.message()["error"]?.text == "Unable to parse message.")
    client.say(#"{"op":"cancelAllAfter","args":1000}"#)
    #expect(try client.message()["status"]?.text == "401")
  }

  @Test("Contracts and indices can each be followed together", arguments: ["CONTRACTS", "INDICES"])
  func groups(_ group: String) throws {
    let venue = try LiveVenue()
    let client = try RealtimeWire(venue, query: "?subscribe=instrument:\(group)")
    func isWanted(_ row: JSONValue?) -> Bool { row?["symbol"]?.text?.hasPrefix(".") == (group == "INDICES") }
    _ = try client.message()
    #expect(try client.message()["subscribe"]?.text == "instrument:\(group)")
    let partial = try client.message()
    #expect(partial["action"]?.text == "partial")
    #expect(partial["filter"]?["symbol"] == nil)
    let count = try #require(partial["data"]?.count)
    #expect(count > 0)
    for place in 0..<count { #expect(isWanted(partial["data"]?[place])) }
    for price in [Int64(10_100), 10_200] {
      #expect(venue.exchange.submit(.indexPrice(IndexPrice(instrument: InstrumentID(0), price: Price(units: price)))))
      let column = group == "INDICES" ? "lastPrice" : "indicativeSettlePrice"
      _ = try client.message {
        #expect(isWanted($0["data"]?[0]))
        return $0["data"]?[0]?[column]?.text == String(price)
      }
    }
    client.say(#"{"op":"subscribe","args":["trade:\#(group)"]}"#)
    #expect(try client.message { $0["error"] != nil }["error"]?.text == "Unknown or expired symbol.")
  }

  @Test("Each account hears of its own orders only")
  func privacy() throws {
    let venue = try LiveVenue()
    func follow(_ trader: Trader) throws -> RealtimeWire {
      let (key, expires, signature) = trader.realtimeArguments()
      let headers = "api-key: \(key)\r\napi-expires: \(expires)\r\napi-signature: \(signature)\r\n"
      let client = try RealtimeWire(
        venue, query: "?subscribe=order,execution,position,margin,wallet,transact", headers: headers)
      for _ in 0..<13 { _ = try client.message() }
      return client
    }
    let alice = try follow(venue.alice)
    let bob = try follow(venue.bob)
    let wire = venue.connect()
    #expect(wire.ask(venue.alice, "POST", "/order", "symbol=XBTUSD&orderQty=100&price=9000")?.status == 200)
    #expect(wire.ask(venue.bob, "POST", "/order", "symbol=XBTUSD&orderQty=-200&price=11000")?.status == 200)
    for (client, account, quantity) in [(alice, "1", "100"), (bob, "2", "200")] {
      let order = try client.message()
      #expect(order["table"]?.text == "order")
      #expect(order["action"]?.text == "insert")
      #expect(order["data"]?[0]?["account"]?.text == account)
      #expect(order["data"]?[0]?["orderQty"]?.text == quantity)
      let execution = try client.message()
      #expect(execution["data"]?[0]?["execType"]?.text == "New")
      #expect(execution["data"]?[0]?["account"]?.text == account)
    }
  }

  @Test("The dead man's switch answers with the request beside it")
  func deadMansSwitch() throws {
    let venue = try LiveVenue()
    let (key, expires, signature) = venue.alice.realtimeArguments()
    let headers = "api-key: \(key)\r\napi-expires: \(expires)\r\napi-signature: \(signature)\r\n"
    let client = try RealtimeWire(venue, headers: headers)
    _ = try client.message()
    client.say(#"{"op":"cancelAllAfter","args":60000}"#)
    let answer = try client.message()
    #expect(answer["cancelTime"] != nil)
    #expect(answer["request"]?["op"]?.text == "cancelAllAfter")
    client.say(#"{"op":"cancelAllAfter","args":[0]}"#)
    #expect(try client.message()["cancelTime"]?.text == "0")
  }
}
