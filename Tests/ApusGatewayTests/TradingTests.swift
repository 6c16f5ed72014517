import FoundationEssentials
import Testing

@testable import ApusGateway

@Suite("Trading over the wire")
struct TradingTests {
  @Test("The venue says who it is, and when")
  func about() throws {
    let venue = try LiveVenue()
    let answer = try #require(venue.connect().get("/api/v1"))
    #expect(answer.status == 200)
    #expect(answer.json["name"]?.text == "Apus")
    #expect(answer.json["timestamp"] != nil)
    #expect(answer.headers["content-type"] == "application/json; charset=utf-8")
    for name in ["x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset", "date"] {
      #expect(answer.headers[name] != nil, "\(name) is missing")
    }
  }

  @Test("Alice bids, raises her bid, and Bob sells into it")
  func bidAmendFill() throws {
    let venue = try LiveVenue()
    let wire = venue.connect()
    let bid = try #require(
      wire.ask(venue.alice, "POST", "/order", #"{"symbol":"xbtusd","orderQty":200,"price":9999.5,"clOrdID":"first"}"#))
    #expect(bid.status == 200)
    #expect(bid.json["side"]?.text == "Buy")
    #expect(bid.json["ordStatus"]?.text == "New")
    #expect(bid.json["ordType"]?.text == "Limit")
    let id = try #require(bid.json["orderID"]?.text)

    let raised = try #require(wire.ask(venue.alice, "PUT", "/order", "orderID=\(id)&price=10000.0&orderQty=300.0"))
    #expect(raised.json["price"]?.text == "10000")
    #expect(raised.json["leavesQty"]?.text == "300")

    let sale = try #require(wire.ask(venue.bob, "POST", "/order", #"{"symbol":"XBTUSD","orderQty":-100}"#))
    #expect(sale.json["ordType"]?.text == "Market")
    #expect(sale.json["ordStatus"]?.text == "Filled")
    #expect(sale.json["avgPx"]?.text == "10000")

    let order = try #require(wire.ask(venue.alice, "GET", "/order?filter=%7B%22open%22%3Atrue%7D")?.json[0])
    #expect(order["leavesQty"]?.text == "200")
    #expect(order["ordStatus"]?.text == "PartiallyFilled")
    let position = try #require(wire.ask(venue.alice, "GET", "/position")?.json[0])
    #expect(position["currentQty"]?.text == "100")
    let tape = try #require(wire.get("/api/v1/trade?symbol=XBTUSD&reverse=true&count=1")?.json[0])
    #expect(tape["side"]?.text == "Sell")
    #expect(tape["size"]?.text == "100")
    let book = try #require(wire.get("/api/v1/orderBook/L2?symbol=XBTUSD&depth=0")?.json)
    #expect(book.count == 1)
    #expect(book[0]?["size"]?.text == "200")
  }

  @Test("What a client says of its order stands in the order and its executions")
  func remarks() throws {
    let venue = try LiveVenue()
    let wire = venue.connect()
    let long = String(repeating: "é", count: 128)
    func place(_ text: String, _ rest: String = "price=9000") -> WireAnswer? {
      wire.ask(venue.alice, "POST", "/order", "symbol=XBTUSD&orderQty=100&\(rest)&text=\(text)")
    }
    #expect(place(long + "x")?.refusal == "Invalid text: at most 256 bytes of UTF-8 are kept")
    #expect(place("a%00b")?.refusal == "Invalid text: it has control characters")
    #expect(place(long)?.json["text"]?.text == long + "\nSubmitted via API.")
    let order = try #require(place("from the bot")?.json)
    #expect(order["text"]?.text == "from the bot\nSubmitted via API.")
    let id = try #require(order["orderID"]?.text)
    let amended = wire.ask(venue.alice, "PUT", "/order", "orderID=\(id)&price=9001&text=nearer")?.json["text"]?.text
    #expect(amended == "Amended price: nearer\nfrom the bot\nSubmitted via API.")
    let again = wire.ask(venue.alice, "PUT", "/order", "orderID=\(id)&price=9002")?.json["text"]?.text
    #expect(again == "Amended price: Amended via API.\nfrom the bot\nSubmitted via API.")
    let canceled = wire.ask(venue.alice, "DELETE", "/order", "orderID=\(id)&text=enough")?.json[0]?["text"]?.text
    #expect(canceled == "Canceled: enough\nAmended price: Amended via API.\nfrom the bot\nSubmitted via API.")
    // What comes next says nothing of its own, and the next of another says nothing of hers.
    #expect(
      wire.ask(venue.bob, "POST", "/order", "symbol=XBTUSD&orderQty=-200&price=9500")?.json["text"]?.text?.count == 18)
    let stops =
      #"[{"symbol":"XBTUSD","orderQty":100,"stopPx":12000,"side":"Buy","text":"a"},{"symbol":"XBTUSD","orderQty":100,"price":8000}]"#
    let bulk = try #require(wire.ask(venue.alice, "POST", "/order/bulk", #"{"orders":\#(stops)}"#)?.json)
    #expect(bulk[0]?["text"]?.text == "a\nSubmitted via API.")
    #expect(bulk[1]?["text"]?.text == "Submitted via API.")
    let stop = bulk[0]?["orderID"]?.text ?? ""
    let moved = wire.ask(venue.alice, "PUT", "/order", "orderID=\(stop)&stopPx=12001&text=away")?.json["text"]?.text
    #expect(moved == "Amended stopPx: away\na\nSubmitted via API.")
    let all = try #require(wire.ask(venue.alice, "DELETE", "/order/all", "text=good night")?.json)
    #expect((0..<all.count).allSatisfy { all[$0]?["text"]?.text?.hasPrefix("Canceled: good night\n") == true })
    let told = try #require(wire.ask(venue.alice, "GET", "/execution?reverse=true&count=500")?.json)
    let words = (0..<told.count).map { told[$0]?["text"]?.text }
    #expect(words.contains("from the bot\nSubmitted via API."))
    #expect(words.contains("Amended price: nearer\nfrom the bot\nSubmitted via API."))
  }

  @Test(
    "A price that is off the tick by the last bits of a double is that tick",
    arguments: [
      ("60000.99999999999", "60001"), ("9000.300000000001", "9000.3"), ("0.30000000000000004e5", "30000"),
    ])
  func doubles(_ sent: String, _ meant: String) throws {
    let venue = try LiveVenue()
    let wire = venue.connect()
    let stop = "symbol=XBTUSD&orderQty=100&ordType=Stop&side=Buy&stopPx="
    let order = "symbol=XBTUSD&orderQty=-100&price="
    #expect(wire.ask(venue.alice, "POST", "/order", order + sent)?.json["price"]?.text == meant)
    #expect(
      wire.ask(venue.alice, "POST", "/order", stop + sent)?.json["stopPx"]?.text == (meant == "9000.3" ? nil : meant))
    for off in ["9000.00000000001", "9000.05", "60000.9999999"] {
      #expect(wire.ask(venue.alice, "POST", "/order", order + off)?.refusal == "Invalid price tickSize")
    }
  }

  @Test("A cancel names several orders and says of each what became of it")
  func cancelList() throws {
    let venue = try LiveVenue()
    let wire = venue.connect()
    let ids = try (1...2).map { place in
      try #require(
        wire.ask(venue.alice, "POST", "/order", "symbol=XBTUSD&orderQty=100&price=\(9_000 + place)")?.json["orderID"]?
          .text)
    }
    let first = try #require(wire.ask(venue.alice, "DELETE", "/order?orderID=\(ids[0])"))
    #expect(first.json[0]?["ordStatus"]?.text == "Canceled")
    let both = try #require(
      wire.ask(venue.alice, "DELETE", "/order", #"{"orderID":["\#(ids[0])","\#(ids[1])","nonsense"]}"#))
    #expect(both.status == 200)
    #expect(both.json[0]?["error"]?.text == "Unable to cancel order due to existing state: Canceled")
    #expect(both.json[1]?["ordStatus"]?.text == "Canceled")
    #expect(both.json[1]?["error"] == nil)
    #expect(both.json[2]?["error"]?.text == "Not Found")
    let foreign = try #require(wire.ask(venue.bob, "DELETE", "/order", "orderID=\(ids[0])"))
    #expect(foreign.status == 404)
    #expect(foreign.refusal == "Not Found")
  }

  @Test("An order that is named twice has both names, or is not changed")
  func wrongName() throws {
    let venue = try LiveVenue()
    let wire = venue.connect()
    let order = wire.ask(venue.alice, "POST", "/order", "symbol=XBTUSD&orderQty=100&price=9000&clOrdID=first")
    let id = try #require(order?.json["orderID"]?.text)
    func amend(_ body: String) -> WireAnswer? { wire.ask(venue.alice, "PUT", "/order", "orderID=\(id)&" + body) }
    #expect(amend("origClOrdID=first&clOrdID=second&price=9001")?.json["clOrdID"]?.text == "second")
    #expect(amend("origClOrdID=first&price=9002")?.refusal == "Invalid origClOrdID")
    #expect(amend("origClOrdID=second&price=9003")?.json["price"]?.text == "9003")
    #expect(amend("clOrdID=third")?.json["clOrdID"]?.text == "third")
  }

  @Test("A client's name in JSON is one name, whatever it holds; in a form several stand between commas")
  func namesWithCommas() throws {
    let venue = try LiveVenue()
    let wire = venue.connect()
    func cancel(_ body: String) -> [String?] {
      guard let json = wire.ask(venue.alice, "DELETE", "/order", body)?.json else { return [] }
      return (0..<json.count).map { json[$0]?["clOrdID"]?.text }
    }
    for name in ["a", "a,b", #"[\"q\"]"#, "q", "b"] {
      let order = #"{"symbol":"XBTUSD","orderQty":100,"price":9000,"clOrdID":"\#(name)"}"#
      #expect(wire.ask(venue.alice, "POST", "/order", order)?.status == 200)
    }
    #expect(cancel(#"{"clOrdID":"a,b"}"#) == ["a,b"])
    #expect(cancel(#"{"clOrdID":"[\"q\"]"}"#) == [#"["q"]"#])
    #expect(cancel("clOrdID=[\"q\"]") == ["q"])
    #expect(cancel("clOrdID=a,b") == ["a", "b"])
    let many = (0...100).map { "n\($0)" }.joined(separator: ",")
    #expect(wire.ask(venue.alice, "DELETE", "/order", "clOrdID=\(many)")?.refusal == "Invalid clOrdID")
    #expect(wire.ask(venue.alice, "DELETE", "/order", "orderID=\(many)")?.refusal == "Invalid orderID")
  }

  @Test("Pipelined requests are answered in order, and a read sees the orders before it")
  func pipeline() throws {
    let venue = try LiveVenue()
    let wire = venue.connect()
    var bytes = ""
    for place in 1...20 {
      bytes += venue.alice.request(
        "POST", "/order", "symbol=XBTUSD&orderQty=100&price=\(9_000 + place)&clOrdID=bid-\(place)")
    }
    bytes += venue.alice.request("GET", "/order?count=500")
    bytes += venue.alice.request("DELETE", "/order/all")
    bytes += "GET /api/v1/orderBook/L2?symbol=XBTUSD HTTP/1.1\r\nHost: venue\r\n\r\n"
    wire.send(bytes)
    for place in 1...20 { #expect(wire.readAnswer()?.json["clOrdID"]?.text == "bid-\(place)") }
    #expect(wire.readAnswer()?.json.count == 20)
    #expect(wire.readAnswer()?.json.count == 20)
    #expect(wire.readAnswer()?.json.count == 0)
  }

  @Test("A position is closed by one request, whichever way it stands")
  func close() throws {
    let venue = try LiveVenue()
    let wire = venue.connect()
    #expect(wire.ask(venue.bob, "POST", "/order", "symbol=XBTUSD&orderQty=500&price=10000")?.status == 200)
    #expect(wire.ask(venue.bob, "POST", "/order", "symbol=XBTUSD&orderQty=-500&price=10001")?.status == 200)
    #expect(wire.ask(venue.alice, "POST", "/order", "symbol=XBTUSD&orderQty=-300")?.json["ordStatus"]?.text == "Filled")
    let wrong = try #require(wire.ask(venue.alice, "POST", "/order", "symbol=XBTUSD&execInst=Close&side=Sell"))
    #expect(wrong.refusal == "Order had execInst of Close/ReduceOnly and side of Sell but current position is -300")
    let closing = try #require(wire.ask(venue.alice, "POST", "/order/closePosition", "symbol=XBTUSD"))
    #expect(closing.json["side"]?.text == "Buy")
    #expect(closing.json["orderQty"]?.text == "300")
    #expect(closing.json["execInst"]?.text == "Close")
    #expect(wire.ask(venue.alice, "GET", "/position")?.json[0]?["currentQty"]?.text == "0")
    let again = try #require(wire.ask(venue.alice, "POST", "/order/closePosition", "symbol=XBTUSD"))
    #expect(again.status == 400)
    #expect(again.refusal?.hasPrefix("Order had execInst of Close/ReduceOnly") == true)
  }

  @Test("A closing order makes room for itself, and the answer is the closing order")
  func closeWithRestingOrder() throws {
    let venue = try LiveVenue()
    let wire = venue.connect()
    #expect(wire.ask(venue.bob, "POST", "/order", "symbol=XBTUSD&orderQty=-500&price=10000")?.status == 200)
    #expect(wire.ask(venue.alice, "POST", "/order", "symbol=XBTUSD&orderQty=300")?.json["ordStatus"]?.text == "Filled")
    let resting = try #require(wire.ask(venue.alice, "POST", "/order", "symbol=XBTUSD&orderQty=-200&price=11000"))
    let closing = try #require(wire.ask(venue.alice, "POST", "/order/closePosition", "symbol=XBTUSD&price=10500"))
    #expect(closing.json["orderQty"]?.text == "300")
    #expect(closing.json["orderID"]?.text != resting.json["orderID"]?.text)
    #expect(closing.json["ordStatus"]?.text == "New")
    let open = try #require(wire.ask(venue.alice, "GET", "/order?filter=%7B%22open%22%3Atrue%7D")?.json)
    #expect(open.count == 1)
    #expect(open[0]?["orderID"]?.text == closing.json["orderID"]?.text)
  }

  @Test("Leverage is set, isolated and crossed again")
  func leverage() throws {
    let venue = try LiveVenue()
    let wire = venue.connect()
    let ten = try #require(wire.ask(venue.alice, "POST", "/position/leverage", "symbol=XBTUSD&leverage=10"))
    #expect(ten.json["leverage"]?.text == "10")
    #expect(ten.json["crossMargin"]?.text == "false")
    let kept = try #require(wire.ask(venue.alice, "POST", "/position/isolate", "symbol=XBTUSD&enabled=true"))
    #expect(kept.json["leverage"]?.text == "10")
    let cross = try #require(wire.ask(venue.alice, "POST", "/position/isolate", "symbol=XBTUSD&enabled=false"))
    #expect(cross.json["crossMargin"]?.text == "true")
    let isolated = try #require(wire.ask(venue.alice, "POST", "/position/isolate", "symbol=XBTUSD&enabled=true"))
    #expect(isolated.json["leverage"]?.text == "100")
  }

  @Test("Balances, commissions, assets and statistics are told")
  func account() throws {
    let venue = try LiveVenue()
    let wire = venue.connect()
    #expect(wire.ask(venue.alice, "GET", "/user")?.json["username"]?.text == "alice")
    #expect(wire.ask(venue.alice, "GET", "/user/margin")?.json["walletBalance"]?.text == "1000000000")
    #expect(wire.ask(venue.alice, "GET", "/user/margin?currency=all")?.json.count == 1)
    #expect(wire.ask(venue.alice, "GET", "/user/wallet?currency=USDt")?.json["amount"]?.text == "0")
    #expect(wire.ask(venue.alice, "GET", "/user/wallet?currency=doge")?.refusal == "Invalid currency")
    #expect(wire.ask(venue.alice, "GET", "/user/walletHistory")?.json[0]?["transactType"]?.text == "Deposit")
    #expect(wire.ask(venue.alice, "GET", "/user/commission")?.json["XBTUSD"]?["takerFee"]?.text == "0.0005")
    #expect(wire.get("/api/v1/wallet/assets")?.json[0]?["scale"]?.text == "8")
    #expect(wire.get("/api/v1/stats")?.json[0]?["rootSymbol"]?.text == "XBT")
    #expect(wire.get("/api/v1/instrument?symbol=.BXBT")?.json.count == 1)
    #expect(wire.get("/api/v1/instrument?symbol=XBT:perpetual&columns=lastPrice")?.json[0]?.count == 2)
    #expect(wire.get("/api/v1/instrument/active")?.json[0]?["symbol"]?.text == "XBTUSD")
    #expect(wire.get("/api/v1/schema/websocketHelp")?.json["subscriptionSubjects"]?.count == 2)
  }

  @Test("The dead man's switch is set and called off")
  func deadMansSwitch() throws {
    let venue = try LiveVenue()
    let wire = venue.connect()
    let set = try #require(wire.ask(venue.alice, "POST", "/order/cancelAllAfter", "timeout=60000"))
    #expect(set.json["cancelTime"]?.text?.hasSuffix("Z") == true)
    #expect(wire.ask(venue.alice, "POST", "/order/cancelAllAfter", "timeout=0")?.json["cancelTime"]?.text == "0")
  }

  @Test("A venue that is stopped and opened again tells what it told before")
  func restart() throws {
    let directory = "/tmp/apus-gateway-\(UUID().uuidString)"
    var before: [String] = []
    let paths = ["/order", "/execution", "/position", "/user/margin", "/user/wallet", "/user/walletHistory", "/user"]
    for round in 1...2 {
      let venue = try LiveVenue(directory: round == 1 ? directory : directory + "-kept")
      let wire = venue.connect()
      if round == 1 {
        #expect(
          wire.ask(venue.alice, "POST", "/order", "symbol=XBTUSD&orderQty=300&price=10000&text=kept")?.status == 200)
        let money = "currency=XBt&network=btc&amount=50000000"
        #expect(wire.ask(venue.alice, "POST", "/user/requestWithdrawal", money)?.status == 200)
        #expect(wire.ask(venue.bob, "POST", "/order", "symbol=XBTUSD&orderQty=-100")?.status == 200)
        before = paths.map { wire.ask(venue.alice, "GET", $0)?.body ?? "" }
        // Kept by another name while this venue takes its directory along.
        venue.stop()
        try FileManager.default.moveItem(atPath: directory, toPath: directory + "-kept")
      } else {
        #expect(paths.map { wire.ask(venue.alice, "GET", $0)?.body ?? "" } == before)
      }
    }
  }
}
