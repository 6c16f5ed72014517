import ApusAPI
import Testing

@testable import ApusGateway

/// Several streams over one connection.
@Suite("Streams that share a connection")
struct StreamTests {
  private func connect(_ venue: LiveVenue) throws -> RealtimeWire { try RealtimeWire(venue, path: "/realtimemd") }

  @Test("Each stream is welcomed, says who it is and follows its topics by itself")
  func separate() throws {
    let venue = try LiveVenue()
    let client = try connect(venue)
    func next() throws -> (kind: String?, id: String?, topic: String?, payload: JSONValue?) {
      let frame = try client.message()
      return (frame[0]?.text, frame[1]?.text, frame[2]?.text, frame[3])
    }
    client.say(#"[1,"a","alice's"]"#)
    client.say(#"[1,"b","bob's"]"#)
    for (id, topic) in [("a", "alice's"), ("b", "bob's")] {
      let welcome = try next()
      #expect((welcome.kind, welcome.id, welcome.topic) == ("0", id, topic))
      #expect(welcome.payload?["info"]?.text == "Welcome to the BitMEX Realtime API.")
    }
    for (id, topic, trader, account) in [("a", "alice's", venue.alice, "1"), ("b", "bob's", venue.bob, "2")] {
      let (key, expires, signature) = trader.realtimeArguments()
      client.say(#"[0,"\#(id)","\#(topic)",{"op":"authKeyExpires","args":["\#(key)",\#(expires),"\#(signature)"]}]"#)
      #expect(try next().payload?["success"]?.text == "true")
      client.say(#"[0,"\#(id)","\#(topic)",{"op":"subscribe","args":"wallet"}]"#)
      #expect(try next().payload?["success"]?.text == "true")
      let partial = try next()
      #expect(partial.id == id)
      #expect(partial.payload?["data"]?[0]?["account"]?.text == account)
    }
    client.say(#"[0,"a","alice's",{"op":"subscribe","args":"orderBookL2:XBTUSD"}]"#)
    _ = try (next(), next())
    #expect(
      venue.connect().ask(venue.alice, "POST", "/order", "symbol=XBTUSD&orderQty=100&price=9000")?.status == 200)
    let insert = try next()
    #expect((insert.kind, insert.id, insert.topic) == ("0", "a", "alice's"))
    #expect(insert.payload?["action"]?.text == "insert")
    client.say(#"[2,"a","alice's"]"#)
    client.say(#"[0,"a","alice's",{"op":"subscribe","args":"trade"}]"#)
    #expect(try client.message()["error"]?.text == "Unknown stream: a")
    client.say(#"[0,"b","bob's","ping"]"#)
    #expect(try next().payload == .string("pong"))
    #expect(venue.gateway.subscriptionCount == 1)
  }

  @Test(
    "What is no frame of a stream is refused, and the connection goes on",
    arguments: [
      ("{}", "Unable to parse message."), ("[]", "Unable to parse message."), ("[0]", "Unable to parse message."),
      (#"[9,"a","b"]"#, "Unable to parse message."), (#"[0,"a","b"]"#, "Unable to parse message."),
      (#"[1,5,"b"]"#, "Unable to parse message."), (#"[1,"a","b","c","d"]"#, "Unable to parse message."),
      (#"[0,"a","b",{}]"#, "Unknown stream: a"), (#"{"op":"subscribe","args":"trade"}"#, "Unable to parse message."),
      (#"[1,"\#(String(repeating: "x", count: 65))","b"]"#, "Unable to parse message."),
    ])
  func refused(_ text: String, _ refusal: String) throws {
    try SharedVenue.live { venue in
      let client = try connect(venue)
      client.say(text)
      #expect(try client.message()["error"]?.text == refusal)
      client.say("ping")
      #expect(try client.text() == "pong")
    }
  }

  @Test("A name is open once, and there is an end to how many")
  func bounds() throws {
    let venue = try LiveVenue { $0.realtime.streams = 2 }
    let client = try connect(venue)
    for id in ["a", "b"] {
      client.say(#"[1,"\#(id)","x"]"#)
      #expect(try client.message()[1]?.text == id)
    }
    client.say(#"[1,"a","x"]"#)
    #expect(try client.message()["error"]?.text == "This stream is already open: a")
    client.say(#"[1,"c","x"]"#)
    #expect(try client.message()["status"]?.text == "503")
  }
}
