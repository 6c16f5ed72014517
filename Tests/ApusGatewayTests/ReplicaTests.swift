import ApusAPI
import ApusModel
import Synchronization
import Testing

@testable import ApusGateway

/// A client's copy of a table: the rows of its partial, changed by every message since.
private struct Replica {
  private var keys: [String] = []
  private(set) var rows: [JSONObject] = []

  mutating func take(_ message: JSONValue) throws {
    guard case .array(let data)? = message["data"] else { return }
    let changes = data.compactMap { value -> JSONObject? in if case .object(let row) = value { row } else { nil } }
    switch message["action"]?.text {
    case "partial":
      guard case .array(let names)? = message["keys"] else { return }
      keys = names.compactMap(\.text)
      rows = changes
    case "insert": rows += changes
    case "update": for change in changes { rows[try place(of: change)] = change.merging(rows[try place(of: change)]) }
    case "delete": for change in changes { rows.remove(at: try place(of: change)) }
    default: Issue.record("an action nobody knows: \(message)")
    }
  }

  /// Whether a row says so.
  func has(_ column: String, _ text: String) -> Bool { rows.contains { $0[column]?.text == text } }

  private func place(of change: JSONObject) throws -> Int {
    try #require(rows.firstIndex { row in keys.allSatisfy { row[$0] == change[$0] } }, "a change of no row")
  }

  /// The rows as texts, so that neither their order nor that of their columns counts.
  var texts: [String] {
    rows.map { row in
      row.members.sorted { $0.name < $1.name }.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
    }.sorted()
  }
}

@Suite("A followed table and a fresh one")
struct ReplicaTests {
  static let topics = [
    "instrument", "orderBookL2:XBTUSD", "orderBookL2_25:XBTUSD", "orderBook10:XBTUSD", "position", "margin", "wallet",
  ]

  private struct Dice {
    var state: UInt64
    mutating func roll(_ sides: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % sides
    }
  }

  /// Something that one of two traders does.
  private static func request(_ dice: inout Dice, _ trader: Trader) -> String {
    let price = 9_990 + dice.roll(20)
    let quantity = (1 + dice.roll(5)) * 100 * (dice.roll(2) == 0 ? 1 : -1)
    return switch dice.roll(10) {
    case 0: trader.request("DELETE", "/order/all", "symbol=XBTUSD")
    case 1: trader.request("POST", "/order", "symbol=XBTUSD&orderQty=\(quantity)")
    case 2: trader.request("POST", "/position/leverage", "symbol=XBTUSD&leverage=\(dice.roll(10))")
    default: trader.request("POST", "/order", "symbol=XBTUSD&orderQty=\(quantity)&price=\(price)")
    }
  }

  @Test("agree after a storm of orders, whenever they were subscribed", arguments: [1, 2, 3])
  func agree(_ seed: UInt64) throws {
    let venue = try LiveVenue()
    var dice = Dice(state: seed)
    let wires = [venue.connect(), venue.connect()]
    let traders = [venue.alice, venue.bob]
    var clients: [RealtimeWire] = []
    for round in 0..<30 {
      // Clients come while orders are under way, so that partials and messages race.
      for (wire, trader) in zip(wires, traders) {
        for _ in 0..<10 { wire.send(Self.request(&dice, trader)) }
      }
      if round % 5 == 0 { clients.append(try follow(venue)) }
      for wire in wires {
        for _ in 0..<10 { #expect([200, 400].contains(wire.readAnswer()?.status)) }
      }
    }
    try placeLast(venue, wires[0])
    clients.append(try follow(venue))
    let copies = try clients.map(read)
    for topic in Self.topics {
      let table = String(topic.split(separator: ":")[0])
      let last = try #require(copies.last?[table])
      #expect(!last.rows.isEmpty || table.hasPrefix("orderBook"))
      for copy in copies { #expect(copy[table]?.texts == last.texts, "\(table) differs") }
    }
  }

  @Test("agree when the client reads nothing for long: it is told the sum of what it missed")
  func slow() throws {
    let venue = try LiveVenue {
      $0.realtime.merging = 10_000
      $0.realtime.backlog = 1 << 26
    }
    let client = try follow(venue)
    var dice = Dice(state: 7)
    let wires = [venue.connect(), venue.connect()]
    let traders = [venue.alice, venue.bob]
    var untilEnough = 1_000
    while untilEnough > 0, venue.gateway.meters.merged.load(ordering: .relaxed) < 500 {
      untilEnough -= 1
      for (wire, trader) in zip(wires, traders) { for _ in 0..<10 { wire.send(Self.request(&dice, trader)) } }
      for wire in wires { for _ in 0..<10 { #expect([200, 400].contains(wire.readAnswer()?.status)) } }
    }
    #expect(untilEnough > 0, "nothing was merged")
    try placeLast(venue, wires[0])
    let copy = try read(client)
    let fresh = try read(try follow(venue))
    for topic in Self.topics {
      let table = String(topic.split(separator: ":")[0])
      #expect(copy[table]?.texts == fresh[table]?.texts, "\(table) differs")
    }
  }

  private func follow(_ venue: LiveVenue) throws -> RealtimeWire {
    let (key, expires, signature) = venue.alice.realtimeArguments()
    let headers = "api-key: \(key)\r\napi-expires: \(expires)\r\napi-signature: \(signature)\r\n"
    return try RealtimeWire(venue, query: "?subscribe=" + Self.topics.joined(separator: ","), headers: headers)
  }

  /// The price of the last order, at which there is no other.
  private static let lastPrice = "5000"

  /// Rests an order that everybody sees, after all others.
  private func placeLast(_ venue: LiveVenue, _ wire: Wire) throws {
    let order = "symbol=XBTUSD&orderQty=100&price=\(Self.lastPrice)"
    #expect(try #require(wire.ask(venue.alice, "POST", "/order", order)).status == 200)
  }

  /// Reads all that is told until the last order, and keeps the tables by it.
  private func read(_ client: RealtimeWire) throws -> [String: Replica] {
    var tables: [String: Replica] = [:]
    // How soon followers hear of an order is not promised; what is told with it is sent before any later answer.
    repeat { try read(client, into: &tables) } while tables["orderBookL2"]?.has("price", Self.lastPrice) != true
    try read(client, into: &tables)
    return tables
  }

  private func read(_ client: RealtimeWire, into tables: inout [String: Replica]) throws {
    client.say("ping")
    while true {
      let text = try client.text()
      if text == "pong" { return }
      let message = try JSONReader.read(text)
      guard let table = message["table"]?.text else { continue }
      if message["action"]?.text != "partial" { #expect(tables[table] != nil, "a change before the partial") }
      try tables[table, default: Replica()].take(message)
    }
  }
}
