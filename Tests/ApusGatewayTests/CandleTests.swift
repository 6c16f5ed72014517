import ApusAPI
import Testing

@testable import ApusGateway

@Suite("Candles")
struct CandleTests {
  @Test(
    "A running minute is shown when it is asked for, and has no unknown number", arguments: ["1m", "5m", "1h", "1d"])
  func running(_ size: String) throws {
    let venue = try LiveVenue()
    let wire = venue.connect()
    _ = wire.ask(venue.alice, "POST", "/order", "symbol=XBTUSD&orderQty=-100&price=9990")
    _ = wire.ask(venue.bob, "POST", "/order", "symbol=XBTUSD&orderQty=100&price=9990")
    let path = "/api/v1/trade/bucketed?symbol=XBTUSD&reverse=true&count=1&binSize=\(size)"
    let ended = try #require(wire.get(path)?.json[0])
    let running = try #require(wire.get(path + "&partial=true")?.json[0])
    #expect(ended["trades"]?.text == "0" && running["trades"]?.text == "1")
    #expect(running["open"] == ended["close"] && running["close"]?.text == "9990")
    for row in [ended, running] {
      guard case .object(let object) = row else { continue }
      #expect(object.members.count == TradeBinRow.schema.columns.count)
      for member in object.members { #expect(member.value != .null, "\(member.name)") }
    }
  }

  @Test("Followers of candles get the last one, and the same row as a reader")
  func partials() throws {
    let venue = try LiveVenue()
    let wire = venue.connect()
    _ = wire.ask(venue.alice, "POST", "/order", "symbol=XBTUSD&orderQty=-100&price=10010")
    _ = wire.ask(venue.bob, "POST", "/order", "symbol=XBTUSD&orderQty=100&price=9990")
    for size in BinSize.allCases {
      for kind in ["trade", "quote"] {
        let topic = "\(kind)Bin\(size.rawValue)"
        let client = try RealtimeWire(venue, query: "?subscribe=\(topic):XBTUSD")
        var message = try client.message()
        while message["action"]?.text != "partial" { message = try client.message() }
        let path = "/api/v1/\(kind)/bucketed?symbol=XBTUSD&reverse=true&count=1&binSize=\(size.rawValue)"
        let row = try #require(message["data"]?[0])
        #expect(message["data"]?.count == 1 && message["table"]?.text == topic)
        #expect(wire.get(path)?.json[0] == row)
        guard case .object(let object) = row else { continue }
        for member in object.members { #expect(member.value != .null, "\(topic) \(member.name)") }
      }
    }
  }

  @Test("What is no bin size is refused")
  func refusals() throws {
    try SharedVenue.live { venue in
      let answer = venue.connect().get("/api/v1/trade/bucketed?binSize=2m")
      #expect(answer?.status == 400 && answer?.refusal == APIError.binSizeInvalid.message)
    }
  }
}
