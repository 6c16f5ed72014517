import ApusAPI
import ApusModel
import FoundationEssentials
import Testing

@testable import ApusGateway

@Suite("Limits")
struct LimitTests {
  @Test("A key that asks too often is told when to come back, and others are not touched by it")
  func rate() throws {
    let venue = try LiveVenue { $0.rates.keyed = RequestRate(3, per: 3_600) }
    let wire = venue.connect()
    for left in ["2", "1", "0"] {
      #expect(wire.ask(venue.alice, "GET", "/position")?.headers["x-ratelimit-remaining"] == left)
    }
    let refused = try #require(wire.ask(venue.alice, "GET", "/position"))
    #expect(refused.status == 429)
    // Twenty minutes for a third of the hour's allowance, less what the four requests took on a busy machine.
    let seconds = try #require(refused.headers["retry-after"].flatMap { Int($0) })
    #expect((1_080...1_200).contains(seconds))
    #expect(refused.headers["x-ratelimit-limit"] == "3")
    #expect(refused.headers["x-ratelimit-remaining"] == "0")
    #expect(refused.refusal == "Rate limit exceeded, retry in \(seconds) seconds.")
    #expect(refused.json["error"]?["name"]?.text == "RateLimitError")
    #expect(wire.ask(venue.bob, "GET", "/position")?.status == 200)
    #expect(wire.get("/api/v1")?.status == 200)
  }

  @Test("Orders have an allowance of their own")
  func orders() throws {
    let venue = try LiveVenue { $0.rates.orders = RequestRate(1, per: 3_600) }
    let wire = venue.connect()
    let placed = wire.ask(venue.alice, "POST", "/order", "symbol=XBTUSD&orderQty=100&price=9000")
    #expect(placed?.headers["x-ratelimit-remaining-1s"] == "0")
    #expect(wire.ask(venue.alice, "DELETE", "/order/all")?.status == 429)
    #expect(wire.ask(venue.alice, "GET", "/order")?.status == 200)
  }

  @Test("False signatures are paid for by the address, not by the key")
  func falseSignatures() throws {
    let venue = try LiveVenue { $0.rates.anonymous = RequestRate(2, per: 3_600) }
    let wire = venue.connect()
    let forged = venue.alice.request("GET", "/position").replacing("api-signature: ", with: "api-signature: x")
    for status in [401, 401, 429] {
      wire.send(forged)
      #expect(wire.readAnswer()?.status == status)
    }
    #expect(wire.ask(venue.alice, "GET", "/position")?.status == 200)
  }

  @Test("A bucket refills with time, to the token")
  func bucket() {
    var bucket = TokenBucket(RequestRate(10, per: 1), now: 0)
    for left in (0..<10).reversed() { #expect(bucket.take(now: 0)?.remaining == Int64(left)) }
    #expect(bucket.take(now: 99) == nil)
    #expect(bucket.take(now: 100) != nil)
    #expect(bucket.take(now: 199) == nil)
    #expect(!bucket.isFull(at: 1_099))
    #expect(bucket.isFull(at: 1_100))
    #expect(bucket.secondsUntilToken == 1)
    var slow = TokenBucket(RequestRate(3, per: 60), now: 0)
    for _ in 0..<3 { #expect(slow.take(now: 0) != nil) }
    for (now, seconds) in [(0, 20), (1, 20), (1_000, 19), (19_999, 1)] as [(Int64, Int64)] {
      #expect(slow.take(now: now) == nil)
      #expect(slow.secondsUntilToken == seconds)
    }
    #expect(slow.take(now: 20_000) != nil)
    // A clock that is set back gives nothing away.
    #expect(bucket.take(now: 50) == nil)
  }

  @Test("An address has so many connections and no more")
  func connections() throws {
    let venue = try LiveVenue { $0.connections.perAddress = 3 }
    let wires = (0..<3).map { _ in venue.connect() }
    for wire in wires { #expect(wire.get("/api/v1")?.status == 200) }
    #expect(venue.connect().readAnswer() == nil)
    wires[0].finish()
    #expect(wires[0].readToEnd().isEmpty)
    while venue.gateway.connectionCount > 2 {}
    #expect(venue.connect().get("/api/v1")?.status == 200)
  }

  @Test(
    "Who is slow with the headers or the body is let go",
    arguments: [
      "GET /api/v1 HTTP/1.1\r\nHost: ven",
      "POST /api/v1/order HTTP/1.1\r\nHost: venue\r\nContent-Length: 9\r\n\r\nhalf",
    ])
  func slow(_ bytes: String) throws {
    let venue = try LiveVenue {
      $0.http.headSeconds = 1
      $0.http.bodySeconds = 1
    }
    let wire = venue.connect()
    wire.send(bytes)
    let answer = try #require(wire.readAnswer())
    #expect(answer.status == 408)
    #expect(wire.readToEnd().isEmpty)
  }

  @Test("Who asks for nothing is let go")
  func idle() throws {
    let venue = try LiveVenue { $0.http.idleSeconds = 1 }
    #expect(venue.connect().readToEnd().isEmpty)
  }

  @Test("A realtime client that is silent is pinged, and let go when it does not answer")
  func silent() throws {
    let venue = try LiveVenue { $0.realtime.pingSeconds = 1 }
    let client = try RealtimeWire(venue)
    _ = try client.message()
    #expect(client.nextFrame()?.kind == 9)
    #expect(client.closeCode() == 1001)
  }
}

@Suite("Pages")
struct PageTests {
  @Test("The files of the directory are served, and nothing beside them")
  func files() throws {
    let root = "/tmp/apus-pages-\(UUID().uuidString)"
    defer {
      do { try FileManager.default.removeItem(atPath: root) } catch { Issue.record("\(root) is left: \(error)") }
    }
    try FileManager.default.createDirectory(atPath: root + "/js", withIntermediateDirectories: true)
    for (name, text) in [("index.html", "<p>Apus"), ("js/main.js", "go()"), (".secret", "no")] {
      try Data(text.utf8).write(to: URL(filePath: "\(root)/\(name)"))
    }
    let venue = try LiveVenue { $0.webRoot = root }
    let wire = venue.connect()
    let index = try #require(wire.get("/"))
    #expect(index.body == "<p>Apus")
    #expect(index.headers["content-type"] == "text/html; charset=utf-8")
    #expect(index.headers["content-security-policy"]?.hasPrefix("default-src 'none'; script-src 'self'") == true)
    #expect(index.headers["x-content-type-options"] == "nosniff")
    #expect(index.headers["access-control-allow-origin"] == nil)
    #expect(wire.get("/js/main.js")?.headers["content-type"] == "text/javascript; charset=utf-8")
    for path in [
      "/.secret", "/../etc/passwd", "/js/../index.html", "/%2e%2e/etc/passwd", "//etc/passwd", "/js", "/js/",
    ] {
      #expect(wire.get(path)?.status == 404)
    }
    let tag = try #require(index.headers["etag"])
    wire.send("GET / HTTP/1.1\r\nHost: venue\r\nIf-None-Match: \"x\", \(tag)\r\n\r\n")
    #expect(wire.readAnswer()?.status == 304)
    #expect(wire.get("/js/main.js")?.body == "go()")
  }

  @Test("Moments are written as HTTP wants them")
  func dates() {
    #expect(HTTPDate.text(784_111_777) == "Sun, 06 Nov 1994 08:49:37 GMT")
    #expect(HTTPDate.text(951_782_400) == "Tue, 29 Feb 2000 00:00:00 GMT")
    #expect(HTTPDate.text(0) == "Thu, 01 Jan 1970 00:00:00 GMT")
  }

  @Test("Hashes and their texts are those of the standards")
  func hashes() {
    #expect(Base64.text(SHA1.hash("abc")) == "qZk+NkcGgWq6PiVxeFDCbJzQ2J0=")
    #expect(Base64.text(SHA1.hash("")) == "2jmj7l5rSw0yVb/vlWAYkK/YBwk=")
    #expect(Base64.text(Array("foobar".utf8)) == "Zm9vYmFy")
    #expect(Base64.text(Array("fooba".utf8)) == "Zm9vYmE=")
    #expect(Base64.text(Array("foob".utf8)) == "Zm9vYg==")
    #expect(Base64.byteCount(of: "Zm9vYg==") == 4)
    #expect(Base64.byteCount(of: "Zm9vYg=") == nil)
    #expect(Base64.byteCount(of: "Zm9*Yg==") == nil)
  }
}

@Suite("The venue's own limits")
struct LimitRuleTests {
  @Test("The limits of a day are those that came last before it")
  func dated() {
    #expect(LimitRules.limits(at: 1_553_558_400_000) == LimitRules.of2019)
    #expect(LimitRules.limits(at: 1_790_000_000_000) == LimitRules.of2026)
    #expect(LimitRules.of2026.keyed == RequestRate(120, per: 60))
    #expect(LimitRules.of2026.anonymous == RequestRate(30, per: 60))
    #expect(LimitRules.of2026.orders == RequestRate(10, per: 1))
  }

  @Test("A stranger has thirty requests a minute, and the thirty-first is told to come back in two seconds")
  func anonymous() throws {
    let venue = try LiveVenue { $0.rates = LimitRules.of2026 }
    let wire = venue.connect()
    for left in (0..<30).reversed() {
      let answer = try #require(wire.get("/api/v1"))
      #expect(answer.headers["x-ratelimit-limit"] == "30")
      // A token comes back every two seconds, should this take as long.
      #expect(Int(answer.headers["x-ratelimit-remaining"] ?? "").map { $0 >= left } == true)
    }
    let refused = try #require(wire.get("/api/v1"))
    #expect([200, 429].contains(refused.status))
    if refused.status == 429 { #expect(["1", "2"].contains(refused.headers["retry-after"])) }
  }

  @Test("Realtime connections are counted by address and hour, and the welcome says how many are left")
  func handshakes() throws {
    let venue = try LiveVenue { $0.rates.handshakes = RequestRate(2, per: 3_600) }
    #expect(try RealtimeWire(venue).message()["limit"]?["remaining"]?.text == "1")
    #expect(try RealtimeWire(venue).message()["limit"]?["remaining"]?.text == "0")
    let refused = try RealtimeWire(venue).handshake
    #expect(refused.status == 429)
    // Half an hour, less what all this took on a busy machine.
    let seconds = try #require(refused.headers["retry-after"].flatMap { Int($0) })
    #expect((1_620...1_800).contains(seconds))
  }

  @Test("An account has so many realtime connections at a time, however it says who it is")
  func sockets() throws {
    let venue = try LiveVenue { $0.rates.socketsPerAccount = 1 }
    func headers(_ trader: Trader) -> String {
      let (key, expires, signature) = trader.realtimeArguments()
      return "api-key: \(key)\r\napi-expires: \(expires)\r\napi-signature: \(signature)\r\n"
    }
    let first = try RealtimeWire(venue, headers: headers(venue.alice))
    #expect(first.handshake.status == 101)
    #expect(try RealtimeWire(venue, headers: headers(venue.alice)).handshake.status == 429)
    let second = try RealtimeWire(venue)
    _ = try second.message()
    let (key, expires, signature) = venue.alice.realtimeArguments()
    let sign = #"{"op":"authKeyExpires","args":["\#(key)",\#(expires),"\#(signature)"]}"#
    second.say(sign)
    #expect(try second.message()["status"]?.text == "429")
    first.send(0x88, [0x03, 0xE8])
    #expect(first.closeCode() == 1000)
    second.say(sign)
    #expect(try second.message()["success"]?.text == "true")
  }

  @Test("A subscription costs as much as a request")
  func subscriptions() throws {
    let venue = try LiveVenue { $0.rates.anonymous = RequestRate(2, per: 3_600) }
    let client = try RealtimeWire(venue, query: "?subscribe=trade,quote")
    _ = try client.message { $0["table"]?.text == "quote" }
    #expect(venue.connect().get("/api/v1")?.headers["x-ratelimit-remaining"] == "0")
    client.say(#"{"op":"subscribe","args":"funding"}"#)
    let refused = try client.message { $0["status"] != nil }
    #expect(refused["status"]?.text == "429")
    let seconds = try #require(refused["meta"]?["retryAfter"]?.text.flatMap { Int($0) })
    // Half an hour, less what all this took on a busy machine.
    #expect((1_620...1_800).contains(seconds))
    #expect(refused["error"]?.text == "Rate limit exceeded, retry in \(seconds) seconds.")
  }

  @Test("Cancels and closing a whole position are never shed, all else is")
  func exempt() {
    let account = AccountID(1)
    let market = InstrumentID(0)
    func isExempt(_ command: Command) -> Bool { Act.command(command, .canceledAll).isExempt }
    func order(_ instructions: Instructions, _ quantity: Int64) -> Command {
      .placeOrder(
        PlaceOrder(
          account: account, instrument: market, side: .sell, type: .market, instructions: instructions,
          quantity: Contracts(rawValue: quantity)))
    }
    #expect(isExempt(.cancelOrders(CancelOrders(account: account, instrument: nil))))
    #expect(isExempt(.cancelAllAfter(CancelAllAfter(account: account, timeout: 1_000))))
    #expect(isExempt(order([.close, .reduceOnly], 0)))
    #expect(!isExempt(order([.close, .reduceOnly], 100)))
    #expect(!isExempt(order([], 100)))
    #expect(!isExempt(.setLeverage(SetLeverage(account: account, instrument: market, leverage: .cross))))
  }
}
