import ApusAPI
import ApusModel
import Testing

@testable import ApusGateway

@Suite("Routes")
struct RouteTests {
  @Test("Each route is declared once")
  func unique() {
    let names = Routes.all.map { "\($0.method.rawValue) \($0.path)" }
    #expect(Set(names).count == names.count)
  }

  @Test("Each route asks for the permission it declares")
  func permissions() throws {
    let reader = Trader(name: "reader", account: 1) { $0.permissions = [] }
    let canceler = Trader(name: "canceler", account: 1) { $0.permissions = .cancel }
    let former = Trader(name: "former", account: 1) { $0.isEnabled = false }
    let venue = try LiveVenue(keys: [reader.key, canceler.key, former.key])
    let wire = venue.connect()
    for route in Routes.all {
      let path = String(route.path.dropFirst(Routes.base.count))
      func status(_ trader: Trader) -> Int? { wire.ask(trader, route.method.rawValue, path)?.status }
      wire.send("\(route.method.rawValue) \(route.path) HTTP/1.1\r\nHost: venue\r\n\r\n")
      #expect((wire.readAnswer()?.status == 401) == (route.permission != .open), "\(route.path)")
      let needsMore = route.permission != .open && route.permission != .read
      #expect((status(reader) == 403) == needsMore, "\(route.path)")
      #expect((status(canceler) == 403) == (needsMore && route.permission != .cancel), "\(route.path)")
      #expect(status(venue.alice) != 403, "\(route.path)")
      #expect(status(former) == 401, "\(route.path)")
    }
  }

  @Test("A whole address is as good as its path, which alone is signed")
  func wholeAddress() throws {
    try SharedVenue.live { venue in
      let wire = venue.connect()
      let request = venue.alice.request("GET", "/user?columns=id")
      wire.send(request.replacing("GET /api", with: "GET HTTP://Venue/api"))
      #expect(wire.readAnswer()?.json["id"]?.text == "1")
    }
  }

  @Test("A price beyond the band is told the nearest that is not")
  func beyondBand() {
    let refused = Rejected(account: AccountID(1), reason: .priceBeyondBand, detail: Price(units: 9_500).rawValue)
    #expect(APIError(refused, .xbt).message == "Price is beyond the price limit of 9500")
  }

  @Test("A path that is there refuses other methods, and says which it has")
  func methods() throws {
    try SharedVenue.live { venue in
      let wire = venue.connect()
      wire.send("PUT /api/v1/trade HTTP/1.1\r\nHost: venue\r\n\r\n")
      let answer = try #require(wire.readAnswer())
      #expect(answer.status == 405)
      #expect(answer.headers["allow"] == "GET")
      for method in ["PATCH", "TRACE", "QUERY"] {
        wire.send("\(method) /api/v1/order HTTP/1.1\r\nHost: venue\r\n\r\n")
        #expect(wire.readAnswer()?.headers["allow"] == "GET, POST, PUT, DELETE")
      }
      wire.send("OPTIONS /api/v1/trade HTTP/1.1\r\nHost: venue\r\n\r\n")
      let preflight = try #require(wire.readAnswer())
      #expect(preflight.status == 204)
      #expect(preflight.headers["access-control-allow-origin"] == "*")
      #expect(preflight.headers["access-control-allow-credentials"] == nil)
      wire.send("HEAD /api/v1/instrument HTTP/1.1\r\nHost: venue\r\n\r\n")
      let head = try #require(wire.readAnswer(toHead: true))
      #expect(head.status == 200)
      #expect(Int(head.headers["content-length"] ?? "") ?? 0 > 100)
      #expect(wire.get("/api/v1")?.status == 200)
    }
  }

  @Test("What is shown again and again is made anew when the market moves, and only then; a false key sees none of it")
  func showcase() throws {
    let venue = try LiveVenue()
    let wire = venue.connect()
    let targets = ["/orderBook/L2?symbol=XBTUSD", "/instrument?symbol=XBTUSD", "/instrument", "/instrument/active"]
    func seen() -> [String?] { targets.map { wire.get("/api/v1" + $0)?.body } }
    let empty = seen()
    #expect(seen() == empty && empty[0] == "[]")
    #expect(wire.ask(venue.alice, "POST", "/order", "symbol=XBTUSD&orderQty=100&price=9000")?.status == 200)
    let bid = seen()
    #expect(seen() == bid)
    for (before, now) in zip(empty, bid) { #expect(before != now) }
    #expect(wire.ask(venue.alice, "DELETE", "/order/all", "")?.status == 200)
    let gone = seen()
    #expect(gone[0] == "[]" && gone[1] != bid[1])
    #expect(wire.ask(venue.alice, "GET", "/instrument?symbol=XBTUSD", "")?.body == gone[1])
    let forger = Trader(name: "mallory", account: 1)
    #expect(wire.ask(forger, "GET", "/instrument?symbol=XBTUSD", "")?.status == 401)
  }

  @Test("A connection ends when the client wants it to")
  func closing() throws {
    try SharedVenue.live { venue in
      let wire = venue.connect()
      wire.send("GET /api/v1 HTTP/1.1\r\nHost: venue\r\nConnection: close\r\n\r\n")
      #expect(wire.readAnswer()?.headers["connection"] == "close")
      #expect(wire.readToEnd().isEmpty)
      let old = venue.connect()
      old.send("GET /api/v1 HTTP/1.0\r\n\r\n")
      #expect(old.readAnswer()?.status == 200)
      #expect(old.readToEnd().isEmpty)
    }
  }

  @Test("A client of the older protocol that wants to stay is told that it may")
  func oldClients() throws {
    try SharedVenue.live { venue in
      let wire = venue.connect()
      for _ in 0..<2 {
        wire.send("GET /api/v1 HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n")
        #expect(wire.readAnswer()?.headers["connection"] == "keep-alive")
      }
      #expect(wire.get("/api/v1")?.headers["connection"] == nil)
    }
  }

  @Test("Parameters that a form left open are as good as not sent")
  func openParameters() throws {
    try SharedVenue.live { venue in
      let wire = venue.connect()
      let open = "symbol=&count=&start=&reverse=&columns=&filter=&startTime=&endTime="
      #expect(wire.get("/api/v1/instrument?\(open)")?.body == wire.get("/api/v1/instrument")?.body)
      #expect(wire.get("/api/v1/orderBook/L2?symbol=XBTUSD&depth=")?.status == 200)
      #expect(wire.ask(venue.alice, "GET", "/order?filter=null&\(open.replacing("filter=&", with: ""))")?.status == 200)
      #expect(wire.get("/api/v1/trade?count=0")?.refusal == "count is invalid")
    }
  }

  @Test("One account never sees or moves another's orders")
  func foreignOrders() throws {
    let venue = try LiveVenue()
    let wire = venue.connect()
    let id = try #require(
      wire.ask(venue.alice, "POST", "/order", "symbol=XBTUSD&orderQty=100&price=9000&clOrdID=mine")?.json["orderID"]?
        .text)
    for name in ["orderID=\(id)", "clOrdID=mine"] {
      #expect(wire.ask(venue.bob, "DELETE", "/order", name)?.status == 404)
    }
    #expect(wire.ask(venue.bob, "PUT", "/order", "orderID=\(id)&price=1")?.refusal == "Invalid orderID")
    #expect(wire.ask(venue.bob, "PUT", "/order", "origClOrdID=mine&price=1")?.refusal == "Invalid origClOrdID")
    for path in ["/order", "/execution", "/position", "/execution/tradeHistory"] {
      #expect(wire.ask(venue.bob, "GET", path)?.json.count == 0)
    }
    #expect(wire.ask(venue.bob, "DELETE", "/order/all")?.json.count == 0)
    #expect(wire.ask(venue.alice, "GET", "/order")?.json[0]?["ordStatus"]?.text == "New")
  }
}
