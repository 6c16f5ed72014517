import ApusAPI
import ApusExchange
import ApusModel
import FoundationEssentials
import Glibc
import Testing

@testable import ApusGateway

/// A venue with a door: one perpetual with a mark of 10,000, and two funded accounts.
///
/// Its time stands still unless it is told to take the wall's: no minute ends and nothing falls due in the middle of a
/// story, however long the machine takes for it.
final class LiveVenue: Sendable {
  let exchange: Exchange
  let gateway: Gateway
  let keys: KeyRing
  let port: Int
  let directory: String
  let alice = Trader(name: "alice", account: 1)
  let bob = Trader(name: "bob", account: 2)

  init(
    directory: String = "/tmp/apus-gateway-\(UUID().uuidString)", listing: Listing = .last2026, inboxLimit: Int = 1_024,
    keys: [APIKey] = [], trading symbol: String = "XBTUSD", clock: VenueClock = .fed,
    _ change: (inout GatewayConfiguration) -> Void = { _ in }
  ) throws {
    self.directory = directory
    // Stories of the door place orders wherever they like; the price bands have stories of their own.
    guard var terms = listing.instruments.first(where: { $0.symbol.description == symbol }) else {
      preconditionFailure("\(symbol) is not listed")
    }
    terms.protection = OrderProtection()
    exchange = try Exchange(
      ExchangeConfiguration(
        directory: directory, genesis: [.listInstrument(terms)] + Self.opening,
        genesisTime: clock.isFed ? Self.morning : nil, clock: clock, inboxLimit: inboxLimit, snapshotInterval: 0))
    var configuration = GatewayConfiguration(port: 0)
    // No story ends because the machine was busy: the venue waits an hour for whatever its clients owe it.
    configuration.historyPatience = 3_600_000
    configuration.http.headSeconds = 3_600
    configuration.http.bodySeconds = 3_600
    configuration.http.idleSeconds = 3_600
    configuration.realtime.pingSeconds = 3_600
    configuration.realtime.goodbyeSeconds = 3_600
    change(&configuration)
    self.keys = KeyRing([alice.key, bob.key] + keys, showsSigned: true)
    gateway = Gateway(exchange: exchange, keys: self.keys, configuration: configuration)
    try exchange.start()
    port = try gateway.start()
  }

  /// Half a minute past nine on a Monday of March 2026, hours from any funding.
  private static let morning = Timestamp(rawValue: 1_772_442_030_000)

  private static let opening: [Command] =
    [.indexPrice(IndexPrice(instrument: InstrumentID(0), price: Price(units: 10_000)))]
    + (UInt32(1)...2).flatMap { number -> [Command] in
      let account = AccountID(number)
      return [
        .openAccount(OpenAccount(account: account)),
        .deposit(Deposit(account: account, currency: .xbt, amount: Amount(rawValue: 1_000_000_000))),
      ]
    }

  /// Stops the venue; what it knows is in its directory.
  func stop() {
    gateway.stop()
    exchange.stop()
  }

  deinit {
    if exchange.state == .open { stop() }
    guard FileManager.default.fileExists(atPath: directory) else { return }
    do {
      try FileManager.default.removeItem(atPath: directory)
    } catch { Issue.record("the venue did not close: \(error)") }
  }

  func connect() -> Wire { Wire(port: port) }
}

extension VenueClock {
  fileprivate var isFed: Bool { if case .fed = self { true } else { false } }
}

/// A client with a key.
struct Trader: Sendable {
  let name: String
  let key: APIKey
  private let signing: SigningKey

  init(name: String, account: UInt32, _ change: (inout KeyTerms) -> Void = { _ in }) {
    self.name = name
    let secret = "secret of \(name)"
    var terms = KeyTerms()
    change(&terms)
    key = APIKey(id: "key-of-\(name)", secret: secret, account: AccountID(account), owner: name, terms: terms)
    signing = SigningKey(secret: secret)
  }

  /// Headers that sign a request.
  func headers(_ verb: String, _ target: String, _ body: String = "", expires: String? = nil) -> String {
    let expires = expires ?? String(WallClock.milliseconds / 1_000 + 3_600)
    let signature = signing.signature(verb: verb, target: target, expires: expires, body: Array(body.utf8))
    return "api-key: \(key.id)\r\napi-expires: \(expires)\r\napi-signature: \(signature)\r\n"
  }

  /// A whole signed request.
  func request(_ verb: String, _ path: String, _ body: String = "", expires: String? = nil) -> String {
    let target = "/api/v1" + path
    let isJSON = body.hasPrefix("{") || body.hasPrefix("[")
    let type = isJSON ? "application/json" : "application/x-www-form-urlencoded"
    return "\(verb) \(target) HTTP/1.1\r\nHost: venue\r\n" + headers(verb, target, body, expires: expires)
      + (body.isEmpty ? "" : "Content-Type: \(type)\r\nContent-Length: \(body.utf8.count)\r\n") + "\r\n" + body
  }

  /// What a realtime client signs.
  func realtimeArguments() -> (key: String, expires: String, signature: String) {
    let expires = String(WallClock.milliseconds / 1_000 + 3_600)
    return (key.id, expires, signing.signature(verb: "GET", target: "/realtime", expires: expires))
  }
}

extension Wire {
  /// Sends a signed request and waits for its answer.
  func ask(_ trader: Trader, _ verb: String, _ path: String, _ body: String = "") -> WireAnswer? {
    send(trader.request(verb, path, body))
    return readAnswer()
  }

  /// Asks for something public.
  func get(_ target: String) -> WireAnswer? {
    send("GET \(target) HTTP/1.1\r\nHost: venue\r\n\r\n")
    return readAnswer()
  }
}

extension WireAnswer {
  /// The body as JSON.
  var json: JSONValue {
    do throws(JSONRefusal) {
      return try JSONReader.read(body)
    } catch {
      Issue.record("no JSON: \(error) in \(body)")
      return .null
    }
  }

  /// The text of a refusal.
  var refusal: String? {
    guard case .object(let error)? = json["error"], case .string(let message)? = error["message"] else { return nil }
    return message
  }
}

extension JSONValue {
  /// A member of an object.
  subscript(name: String) -> JSONValue? {
    guard case .object(let object) = self else { return nil }
    return object[name]
  }

  /// An element of a list.
  subscript(place: Int) -> JSONValue? {
    guard case .array(let values) = self, values.indices.contains(place) else { return nil }
    return values[place]
  }

  /// How many elements or members there are.
  var count: Int {
    switch self {
    case .array(let values): values.count
    case .object(let object): object.members.count
    default: 0
    }
  }

  /// The text, or the number as it was written.
  var text: String? {
    switch self {
    case .string(let text), .number(let text): text
    case .bool(let value): value ? "true" : "false"
    default: nil
    }
  }
}
