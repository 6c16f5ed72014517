import ApusAPI
import Testing

@testable import ApusGateway

@Suite("Orders in bulk, as market makers of 2019 send them")
struct BulkOrderTests {
  private func field(_ orders: String) -> String {
    "orders="
      + orders.utf8.map { byte in
        let digits = String(byte, radix: 16, uppercase: true)
        return "%" + (digits.count == 1 ? "0" : "") + digits
      }.joined()
  }

  @Test("Four quotes come at once, as JSON or as a form, and are amended at once", arguments: [true, false])
  func quotes(_ isForm: Bool) throws {
    let venue = try LiveVenue()
    let wire = venue.connect()
    let quotes = (1...4).map { place in
      let side = place % 2 == 0 ? "Sell" : "Buy"
      let price = place % 2 == 0 ? 10_000 + place : 9_990 - place
      return
        #"{"orderQty":100,"price":\#(price),"side":"\#(side)","symbol":"XBTUSD","clOrdID":"mm_\#(place)","execInst":"ParticipateDoNotInitiate"}"#
    }
    let list = "[\(quotes.joined(separator: ","))]"
    let placed = try #require(
      wire.ask(venue.alice, "POST", "/order/bulk", isForm ? field(list) : #"{"orders":\#(list)}"#))
    #expect(placed.status == 200)
    #expect(placed.json.count == 4)
    #expect((0..<4).map { placed.json[$0]?["clOrdID"]?.text } == ["mm_1", "mm_2", "mm_3", "mm_4"])
    #expect((0..<4).allSatisfy { placed.json[$0]?["ordStatus"]?.text == "New" })

    let changes = (0..<2).map { place in
      #"{"orderID":"\#(placed.json[place]?["orderID"]?.text ?? "")","orderQty":200,"price":\#(place == 0 ? 9_980 : 10_010),"side":"Buy"}"#
    }
    let amends = "[\(changes.joined(separator: ","))]"
    let amended = try #require(
      wire.ask(venue.alice, "PUT", "/order/bulk", isForm ? field(amends) : #"{"orders":\#(amends)}"#))
    #expect((0..<2).map { amended.json[$0]?["leavesQty"]?.text } == ["200", "200"])
    #expect(amended.json[1]?["price"]?.text == "10010")
    #expect(wire.get("/api/v1/orderBook/L2?symbol=XBTUSD")?.json.count == 4)
  }

  @Test("What breaks the grid refuses the whole, what the rules refuse is one row; when all are refused it is an error")
  func partialFailure() throws {
    let venue = try LiveVenue()
    let wire = venue.connect()
    func place(_ orders: String) throws -> WireAnswer {
      try #require(wire.ask(venue.alice, "POST", "/order/bulk", #"{"orders":[\#(orders)]}"#))
    }
    let good = #"{"symbol":"XBTUSD","orderQty":100,"price":9000,"clOrdID":"one"}"#
    let offTick = try place(good + #",{"symbol":"XBTUSD","orderQty":100,"price":9000.35}"#)
    #expect(offTick.status == 400)
    #expect(offTick.refusal == "Invalid price tickSize")
    #expect(wire.ask(venue.alice, "GET", "/order")?.json.count == 0)

    let mixed = try place(good + #",{"symbol":"XBTUSD","orderQty":9000000,"price":9000,"clOrdID":"huge"}"#)
    #expect(mixed.status == 200)
    #expect(mixed.json[0]?["ordStatus"]?.text == "New")
    #expect(mixed.json[1]?["ordStatus"]?.text == "Rejected")
    #expect(mixed.json[1]?["clOrdID"]?.text == "huge")
    #expect(mixed.json[1]?["ordRejReason"]?.text?.hasPrefix("Value of position and orders exceeds") == true)
    #expect(mixed.json[1]?["error"]?.text == mixed.json[1]?["ordRejReason"]?.text)

    // The sample bot reads its order again on exactly this text.
    let again = try place(good)
    #expect(again.status == 400)
    #expect(again.refusal == "Duplicate clOrdID")

    #expect(wire.ask(venue.alice, "DELETE", "/order/all")?.json.count == 1)
    let id = mixed.json[0]?["orderID"]?.text ?? ""
    let late = try #require(
      wire.ask(venue.alice, "PUT", "/order/bulk", #"{"orders":[{"orderID":"\#(id)","price":9001}]}"#))
    #expect(late.status == 400)
    // And waits for its data to converge on this one.
    #expect(late.refusal == "Invalid ordStatus")
    for orders in ["{}", #"{"orders":[]}"#, #"{"orders":[1]}"#, "orders=%5B", "orders=x"] {
      #expect(wire.ask(venue.alice, "POST", "/order/bulk", orders)?.refusal == "Invalid orders")
    }
  }

  @Test("Ten orders in bulk count as one request, eleven as two")
  func cost() throws {
    let venue = try LiveVenue() { $0.rates.keyed = RequestRate(100, per: 3_600) }
    let wire = venue.connect()
    func place(_ count: Int) -> String? {
      let order = #"{"symbol":"XBTUSD","orderQty":100,"price":9000}"#
      let orders = Array(repeating: order, count: count).joined(separator: ",")
      return wire.ask(venue.alice, "POST", "/order/bulk", #"{"orders":[\#(orders)]}"#)?.headers["x-ratelimit-remaining"]
    }
    #expect(place(1) == "99")
    #expect(place(10) == "98")
    #expect(place(11) == "96")
    #expect(place(100) == "86")
  }
}
