import ApusAPI
import ApusExchange
import FoundationEssentials
import GRDB
import Testing

@testable import ApusGateway
@testable import ApusStore

@Suite("History")
struct HistoryTests {
  @Test("A client finds what it was just told, however fast it asks")
  func ownWrites() throws {
    let venue = try LiveVenue()
    let wire = venue.connect()
    for round in 1...40 {
      // Both requests are under way together.
      wire.send(
        venue.alice.request("POST", "/order", "symbol=XBTUSD&orderQty=100&price=\(9_000 + round)&clOrdID=a\(round)")
          + venue.alice.request("GET", "/execution?reverse=true&count=1"))
      let order = try #require(wire.readAnswer())
      let execution = try #require(wire.readAnswer()?.json[0])
      #expect(order.status == 200 && execution["clOrdID"]?.text == "a\(round)")
      #expect(execution["orderID"] == order.json["orderID"])
    }
  }

  @Test("What followers were told and what readers find are the same rows")
  func sameAsFollowed() throws {
    let venue = try LiveVenue()
    let wire = venue.connect()
    let (key, expires, signature) = venue.alice.realtimeArguments()
    let client = try RealtimeWire(
      venue, query: "?subscribe=trade:XBTUSD,quote:XBTUSD,execution,transact",
      headers: "api-key: \(key)\r\napi-expires: \(expires)\r\napi-signature: \(signature)\r\n")
    for round in 0..<30 {
      _ = wire.ask(venue.alice, "POST", "/order", "symbol=XBTUSD&orderQty=100&price=\(9_900 + round)")
      _ = wire.ask(venue.bob, "POST", "/order", "symbol=XBTUSD&orderQty=-200&price=\(10_000 + round % 7)")
      _ = wire.ask(venue.alice, "POST", "/order", "symbol=XBTUSD&orderQty=\(100 * (1 + round % 2))&price=10010")
    }
    _ = wire.ask(venue.alice, "POST", "/order", "symbol=XBTUSD&orderQty=100&price=9000&clOrdID=last")
    var told: [String: [JSONValue]] = [:]
    while told["execution"]?.last?["clOrdID"]?.text != "last" {
      let message = try client.message()
      guard let table = message["table"]?.text, case .array(let rows)? = message["data"] else { continue }
      told[table, default: []] += rows
    }
    for (table, path) in [
      ("trade", "/trade?symbol=XBTUSD&count=1000"), ("quote", "/quote?symbol=XBTUSD&count=1000"),
      ("execution", "/execution?count=500"),
      ("transact", "/user/walletHistory?reverse=false&filter=%7B%22transactStatus%22%3A%22Completed%22%7D"),
    ] {
      let rows = try #require(wire.ask(venue.alice, "GET", path)?.json)
      #expect(told[table]?.count ?? 0 > 0, "\(table)")
      #expect(rows == .array(told[table] ?? []), "\(table)")
    }
  }

  @Test("A file that is deleted is made again from the log, row by row")
  func rebuilt() throws {
    let directory = "/tmp/apus-history-\(UUID().uuidString)"
    let path = directory + ".sqlite"
    defer { for suffix in ["", "-wal", "-shm"] { remove(path + suffix) } }
    var told: [[String]] = []
    for round in 1...2 {
      let store = try HistoryStore(path: path)
      let venue = try LiveVenue(directory: round == 1 ? directory : directory + "-kept") { $0.history = store }
      if round == 1 { try storm(venue) }
      #expect(venue.exchange.waitForHistory(of: venue.exchange.sequence, milliseconds: 3_600_000))
      venue.stop()
      told.append(try store.everything())
      guard round == 1 else { continue }
      for suffix in ["", "-wal", "-shm"] { remove(path + suffix) }
      try FileManager.default.moveItem(atPath: directory, toPath: directory + "-kept")
    }
    #expect(told[0].count > 300)
    #expect(told[1].filter { !told[0].contains($0) }.prefix(5).isEmpty)
    #expect(told[0].filter { !told[1].contains($0) }.prefix(5).isEmpty)
  }

  @Test("Lists come as lines when a client accepts nothing else")
  func lines() throws {
    let venue = try LiveVenue()
    let wire = venue.connect()
    _ = wire.ask(venue.bob, "POST", "/order", "symbol=XBTUSD&orderQty=-200&price=10000")
    _ = wire.ask(venue.alice, "POST", "/order", "symbol=XBTUSD&orderQty=200&price=10000")
    wire.send("GET /api/v1/trade?columns=price,size HTTP/1.1\r\nHost: venue\r\nAccept: text/csv\r\n\r\n")
    let answer = try #require(wire.readAnswer())
    #expect(answer.headers["content-type"] == "text/csv; charset=utf-8")
    let lines = answer.body.split(separator: "\r\n")
    #expect(lines.count == 2 && lines[0].hasSuffix("size,price") && lines[1].hasSuffix("200,10000"))
  }

  @Test(
    "Lines come where they are preferred to JSON, and JSON where both are wanted alike",
    arguments: [
      ("text/csv", true), ("text/csv, */*", true), ("TEXT/CSV; charset=utf-8", true),
      ("application/json, text/csv", false),
      ("text/csv;q=0.5,application/json", false), ("application/json;q=0.5, text/csv", true), ("*/*", false),
      ("text/csv;q=0", false), ("text/csv;q=0.5, */*;q=0.8", false), ("text/csv;q=none", true), ("", false),
      ("text/csv;q=0.2\r\nAccept: application/json", false), ("image/png\r\nAccept: text/csv", true),
    ])
  func preference(_ accept: String, _ isLines: Bool) throws {
    try SharedVenue.live { venue in
      let wire = venue.connect()
      wire.send("GET /api/v1/trade HTTP/1.1\r\nHost: venue\r\nAccept: \(accept)\r\n\r\n")
      let answer = try #require(wire.readAnswer())
      #expect(answer.headers["content-type"]?.hasPrefix(isLines ? "text/csv" : "application/json") == true)
    }
  }

  @Test("The address names the form, whatever else a client accepts, and a form that is not served is refused")
  func namedForm() throws {
    try SharedVenue.live { venue in
      let wire = venue.connect()
      for (path, status, type) in [
        ("/trade?_format=csv", 200, "text/csv"), ("/trade?_format=CSV&count=5", 200, "text/csv"),
        ("/trade?_format=json", 200, "application/json"), ("/trade?_format=xml", 400, "application/json"),
        ("/instrument?_format=json", 200, "application/json"), ("/instrument?_format=csv", 400, "application/json"),
        ("/instrument?_format=xml", 400, "application/json"), ("/trade?_format=", 400, "application/json"),
      ] {
        let accept = type == "text/csv" ? "application/json" : "text/csv"
        wire.send("GET /api/v1\(path) HTTP/1.1\r\nHost: venue\r\nAccept: \(accept)\r\n\r\n")
        let answer = try #require(wire.readAnswer())
        #expect(answer.status == status, "\(path)")
        #expect(answer.headers["content-type"]?.hasPrefix(type) == true, "\(path)")
        #expect((status == 400) == answer.body.contains("_format is invalid"), "\(path)")
      }
    }
  }

  /// Orders, groups of cancels, fills and amends of two traders.
  private func storm(_ venue: LiveVenue) throws {
    let wire = venue.connect()
    for round in 0..<60 {
      let price = 9_990 + round % 13
      _ = wire.ask(
        venue.alice, "POST", "/order",
        "symbol=XBTUSD&orderQty=\(100 * (1 + round % 5))&price=\(price)&clOrdID=s\(round)")
      _ = wire.ask(venue.bob, "POST", "/order", "symbol=XBTUSD&orderQty=-200&price=\(price + round % 3)")
      if round % 4 == 0 { _ = wire.ask(venue.alice, "PUT", "/order", "origClOrdID=s\(round)&orderQty=300") }
      if round % 7 == 0 {
        let names = (max(0, round - 3)...round).map { "\"s\($0)\"" }.joined(separator: ",")
        _ = wire.ask(venue.alice, "DELETE", "/order", "clOrdID=[\(names)]")
      }
      if round % 20 == 0 { _ = wire.ask(venue.bob, "DELETE", "/order/all", "symbol=XBTUSD") }
    }
  }

  private func remove(_ path: String) {
    guard FileManager.default.fileExists(atPath: path) else { return }
    do { try FileManager.default.removeItem(atPath: path) } catch { Issue.record("\(path) is left: \(error)") }
  }
}

extension HistoryStore {
  /// Every row of every table, in an order that does not depend on when it was written.
  fileprivate func everything() throws -> [String] {
    var lines: [String] = []
    for table in HistoryTables.names {
      var rows: [String] = []
      try read("SELECT * FROM \"\(table)\"", []) { row in
        rows.append("\(table): " + row.databaseValues.map { "\($0)" }.joined(separator: "|"))
      }
      lines += rows.sorted()
    }
    return lines
  }
}
