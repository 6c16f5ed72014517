import ApusAPI
import ApusModel
import Testing

@testable import ApusGateway

@Suite("Keys")
struct KeyTests {
  private func refusal(_ answer: WireAnswer?) -> [String?] {
    let error = answer?.json["error"]
    return [answer.map { String($0.status) }, error?["message"]?.text, error?["reason"]?.text]
  }

  @Test("Each refusal says which it was")
  func reasons() throws {
    let former = Trader(name: "former", account: 1) { $0.isEnabled = false }
    let past = Trader(name: "past", account: 1) { $0.expires = 1_000 }
    let away = Trader(name: "away", account: 1) {
      $0.addresses = ["10.0.0.0/8", "::1"].compactMap { AddressRange($0) }
    }
    let reader = Trader(name: "reader", account: 1) { $0.permissions = [] }
    let nobody = Trader(name: "nobody", account: 1)
    let venue = try LiveVenue(keys: [former.key, past.key, away.key, reader.key])
    let wire = venue.connect()
    func ask(_ trader: Trader) -> [String?] { refusal(wire.ask(trader, "DELETE", "/order/all")) }
    #expect(ask(nobody) == ["401", "Invalid API Key.", "unknown"])
    #expect(ask(former) == ["401", "This key is disabled.", "disabled"])
    #expect(ask(past) == ["401", "This key has expired.", "expired"])
    #expect(ask(away) == ["403", "This IP address is not allowed to use this key.", "address"])
    #expect(ask(reader) == ["403", "Access Denied", "permission"])
    let denied = wire.ask(reader, "DELETE", "/order/all")
    #expect(denied?.json["error"]?["needs"]?.text == "orderCancel")
    wire.send(venue.alice.request("DELETE", "/order/all").replacing("api-signature: ", with: "api-signature: 0"))
    let forged = wire.readAnswer()
    #expect(refusal(forged) == ["401", "Signature not valid.", "signature"])
  }

  @Test("Where everybody is among friends, a bad signature is told what should have been signed")
  func signed() throws {
    let venue = try LiveVenue()
    let wire = venue.connect()
    let body = #"{"symbol":"XBTUSD","orderQty":100,"price":9000}"#
    let request = venue.alice.request("POST", "/order?a=%7B+x", body, expires: "4000000000")
    wire.send(request.replacing("api-signature: ", with: "api-signature: 0"))
    #expect(wire.readAnswer()?.json["error"]?["signed"]?.text == "POST/api/v1/order?a=%7B+x4000000000" + body)
    let quiet = KeyRing([venue.alice.key])
    let claim = Claim(key: venue.alice.key.id, signature: "", expires: "4000000000", verb: "GET", target: "/")
    let source = try #require(Sources(ConnectionLimits(), RateLimits()).enter("10.0.0.1", now: 0))
    #expect(throws: APIError.signatureNotValid) { try quiet.verify(claim, from: source, now: 0) }
  }

  @Test("A client of the first years signs with a nonce, which is the time and may only rise")
  func nonce() throws {
    let venue = try LiveVenue()
    let wire = venue.connect()
    let now = WallClock.milliseconds
    func ask(_ nonce: String) -> WireAnswer? {
      wire.send(
        venue.alice.request("GET", "/position", expires: nonce).replacing("api-expires", with: "api-nonce"))
      return wire.readAnswer()
    }
    #expect(ask("\(now)")?.status == 200)
    #expect(ask("\(now)")?.refusal == "Nonce is not increasing. This nonce: \(now), last nonce: \(now)")
    #expect(ask("\(now + 1)")?.status == 200)
    #expect(ask("\(now - 1)")?.status == 400)
    // What was signed long ago is good for nothing, not even after a restart.
    #expect(ask("\(now - 120_000)")?.refusal?.hasPrefix("Nonce is not the time") == true)
    #expect(ask("12x")?.refusal == "nonce is invalid")
    #expect(ask("\((now + 2) * 1_000_000)")?.status == 200)
    // A false signature uses no nonce up.
    let later = String((now + 10) * 1_000_000)
    wire.send(
      venue.alice.request("GET", "/position", expires: later).replacing("api-expires", with: "api-nonce")
        .replacing("api-signature: ", with: "api-signature: 0"))
    #expect(wire.readAnswer()?.status == 401)
    #expect(ask(later)?.status == 200)

    let headers = venue.bob.headers("GET", "/realtime", expires: "\(now)").replacing("api-expires", with: "api-nonce")
    #expect(try RealtimeWire(venue, headers: headers).handshake.status == 101)
    #expect(try RealtimeWire(venue, headers: headers).handshake.status == 400)
  }

  @Test("What a stranger asks of a key that is no good looks like a bad signature")
  func strangers() throws {
    let former = Trader(name: "former", account: 1) { $0.isEnabled = false }
    let venue = try LiveVenue(keys: [former.key])
    let wire = venue.connect()
    wire.send(former.request("GET", "/order").replacing("api-signature: ", with: "api-signature: 0"))
    #expect(wire.readAnswer()?.json["error"]?["reason"]?.text == "signature")
  }

  @Test("A key knows when and where it was used last")
  func lastUse() throws {
    let venue = try LiveVenue()
    #expect(venue.alice.key.lastUse == nil)
    let before = WallClock.milliseconds
    #expect(venue.connect().ask(venue.alice, "GET", "/order")?.status == 200)
    let use = try #require(venue.alice.key.lastUse)
    #expect(use.address == "127.0.0.1")
    #expect(use.time >= before)
    #expect(venue.keys.uses == [venue.alice.key.id: use])
  }

  @Test("New keys are taken up: what goes closes what it opened, what stays keeps its allowance")
  func replaced() throws {
    let venue = try LiveVenue { $0.rates.keyed = RequestRate(3, per: 3_600) }
    let wire = venue.connect()
    let (key, expires, signature) = venue.alice.realtimeArguments()
    let client = try RealtimeWire(
      venue, headers: "api-key: \(key)\r\napi-expires: \(expires)\r\napi-signature: \(signature)\r\n")
    #expect(client.handshake.status == 101)
    #expect(wire.ask(venue.bob, "GET", "/order")?.headers["x-ratelimit-remaining"] == "2")
    venue.keys.replace(with: [Trader(name: "bob", account: 2).key, Trader(name: "carol", account: 1).key])
    #expect(client.closeCode() == 1008)
    #expect(wire.ask(venue.alice, "GET", "/order")?.refusal == "Invalid API Key.")
    #expect(wire.ask(venue.bob, "GET", "/order")?.headers["x-ratelimit-remaining"] == "1")
    #expect(wire.ask(Trader(name: "carol", account: 1), "GET", "/order")?.status == 200)
    #expect(venue.keys.keys(of: AccountID(1)).map(\.id) == ["key-of-carol"])
  }

  @Test(
    "A range holds the addresses that begin like it",
    arguments: [
      ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.1", false), ("10.0.0.0/8", "::ffff:10.1.1.1", true),
      ("127.0.0.1", "127.0.0.1", true), ("127.0.0.1", "127.0.0.2", false), ("0.0.0.0/0", "203.0.113.9", true),
      ("0.0.0.0/0", "::1", false), ("::/0", "203.0.113.9", true), ("2001:db8::/32", "2001:db8:ffff::1", true),
      ("2001:db8::/32", "2001:db9::1", false), ("2001:db8::/65", "2001:db8::8000:0:0:1", false), ("::1", "::1", true),
    ])
  func ranges(_ range: String, _ address: String, _ isIn: Bool) throws {
    #expect(try #require(AddressRange(range)).contains(try #require(NetworkAddress(address))) == isIn)
  }

  @Test(
    "What is no range is refused",
    arguments: [
      "", "10.0.0.0/33", "10.0.0/8", "::/129", "10.0.0.0/x", "/8", "a", "::1/-1", "1:2:3:4:5:6:7", "::1::2", "1.2.3.04",
      "1:2:3:4:5:6:7::8", "12345::",
    ])
  func noRange(_ text: String) { #expect(AddressRange(text) == nil) }
}
