import ApusExchange
import Testing

@testable import ApusGateway

@Suite("What the venue tells of itself")
struct MeterTests {
  /// The value of a line.
  private func value(_ page: String, _ name: String) -> String? {
    page.split(separator: "\n").first { $0.hasPrefix(name + " ") }?.split(separator: " ").last.map { String($0) }
  }

  @Test("Counts go up with what is done, and refusals stand by their reason")
  func counts() throws {
    let venue = try LiveVenue()
    let wire = venue.connect()
    let client = try RealtimeWire(venue, query: "?subscribe=trade,quote")
    _ = try client.message { $0["table"]?.text == "quote" }
    for _ in 0..<3 {
      #expect(wire.ask(venue.alice, "POST", "/order", "symbol=XBTUSD&orderQty=100&price=9000")?.status == 200)
    }
    #expect(wire.ask(venue.alice, "GET", "/order")?.status == 200)
    #expect(wire.ask(Trader(name: "nobody", account: 1), "GET", "/order")?.status == 401)
    let answer = try #require(wire.get("/metrics"))
    #expect(answer.status == 200)
    #expect(answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
    let page = answer.body
    #expect(value(page, "apus_up") == "1")
    #expect(value(page, "apus_orders_total") == "3")
    #expect(value(page, "apus_reads_total") == "1")
    #expect(value(page, "apus_sockets") == "1")
    #expect(value(page, "apus_subscriptions") == "2")
    // Orders, and the genesis before them; minutes may pass as well.
    #expect(value(page, "apus_entries_total").flatMap { UInt64($0) }.map { $0 >= 3 } == true)
    #expect(value(page, #"apus_refusals_total{status="401",reason="unknown"}"#) == "1")
    #expect(value(page, "apus_answer_seconds_count") == "3")
    #expect(value(page, #"apus_answer_seconds_bucket{le="+Inf"}"#) == "3")
    for line in page.split(separator: "\n") where !line.hasPrefix("#") {
      #expect(line.split(separator: " ").count == 2, "\(line)")
    }
    #expect(!page.contains("key-of-") && !page.contains("secret"))
  }

  @Test("Its health is its state")
  func health() throws {
    let venue = try LiveVenue()
    let wire = venue.connect()
    let open = try #require(wire.get("/healthz"))
    #expect(open.status == 200)
    #expect(open.json["state"]?.text == "open")
    venue.exchange.stop()
    let stopped = try #require(wire.get("/healthz"))
    #expect(stopped.status == 503)
    #expect(stopped.json["state"]?.text == "stopped")
    venue.gateway.stop()
  }

  @Test("A histogram keeps what it is told to one and a half per cent")
  func histogram() {
    var times = Histogram()
    for time in 1...10_000 { times.note(Int64(time) * 1_000) }
    for (share, exact) in [(0.5, 5_000_000.0), (0.99, 9_900_000), (0.999, 9_990_000)] {
      #expect(abs(Double(times.quantile(share)) - exact) < exact * 0.016)
    }
    #expect(times.count(below: 1 << 40) == 10_000)
    #expect(times.count(below: 1_000) == 0)
    var later = times
    later.note(5)
    #expect(later.since(times).count == 1)
    #expect(later.since(times).quantile(0.5) == 5)
  }
}
