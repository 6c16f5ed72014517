import Testing

@testable import ApusGateway

@Suite("Risk limits and isolated margin over the wire")
struct MarginTests {
  @Test("An order beyond the risk limit says which limit it needs; once raised, the limit is no reason any more")
  func raiseAndResubmit() throws {
    let venue = try LiveVenue()
    let wire = venue.connect()
    let order = "symbol=XBTUSD&orderQty=3000000&price=10000"
    let refused = try #require(wire.ask(venue.alice, "POST", "/order", order))
    #expect(refused.status == 400)
    let error = try #require(refused.json["error"])
    #expect(error["message"]?.text == "Value of position and orders exceeds position Risk Limit")
    #expect(error["name"]?.text == "ValidationError")
    let need = try #require(error["riskLimit"])
    // 300 XBT against a base of 200 and steps of 150.
    #expect(need["current"]?.text == "20000000000" && need["required"]?.text == "35000000000")
    #expect(need["steps"]?.text == "1" && need["initMargin"]?.text == "0.015" && need["maintMargin"]?.text == "0.01")
    let raised = try #require(
      wire.ask(venue.alice, "POST", "/position/riskLimit", "symbol=XBTUSD&riskLimit=35000000000"))
    #expect(raised.status == 200 && raised.json["riskLimit"]?.text == "35000000000")
    #expect(raised.json["initMarginReq"]?.text == "0.015" && raised.json["leverage"]?.text == "66.66")
    let again = try #require(wire.ask(venue.alice, "POST", "/order", order))
    #expect(again.json["error"]?["riskLimit"] == nil)
    let off = try #require(wire.ask(venue.alice, "POST", "/position/riskLimit", "symbol=XBTUSD&riskLimit=30000000000"))
    #expect(off.status == 400 && off.json["error"]?["message"]?.text == "Invalid riskLimit")
  }

  @Test("Margin goes into an isolated position and comes back, and not into one in cross margin")
  func transferMargin() throws {
    let venue = try LiveVenue()
    let wire = venue.connect()
    _ = wire.ask(venue.alice, "POST", "/order", "symbol=XBTUSD&orderQty=-100&price=9990")
    // Below the mark, so that nothing of the margin is already lost.
    _ = wire.ask(venue.bob, "POST", "/order", "symbol=XBTUSD&orderQty=100&price=9990")
    let cross = try #require(wire.ask(venue.bob, "POST", "/position/transferMargin", "symbol=XBTUSD&amount=1000"))
    #expect(cross.status == 400 && cross.json["error"]?["message"]?.text == "Position has cross margin enabled")
    #expect(wire.ask(venue.bob, "POST", "/position/leverage", "symbol=XBTUSD&leverage=10")?.status == 200)
    let added = try #require(wire.ask(venue.bob, "POST", "/position/transferMargin", "symbol=XBTUSD&amount=1000"))
    #expect(added.status == 200 && added.json["posCross"]?.text == "1000")
    let taken = try #require(wire.ask(venue.bob, "POST", "/position/transferMargin", "symbol=XBTUSD&amount=-1001"))
    #expect(taken.status == 400)
    #expect(taken.json["error"]?["message"]?.text == "Position has insufficient isolated margin")
    let back = try #require(wire.ask(venue.bob, "POST", "/position/transferMargin", "symbol=XBTUSD&amount=-1000"))
    #expect(back.status == 200 && back.json["posCross"]?.text == "0")
  }
}
