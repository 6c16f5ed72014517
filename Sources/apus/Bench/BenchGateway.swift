import ApusExchange
import ArgumentParser

/// Measures the doors of a venue: signed orders and reads beside nginx, realtime followers, and what they cost.
struct BenchGateway: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gateway",
    abstract: "Measure orders, reads and realtime followers, beside nginx answering with a constant.",
    discussion: """
      Orders and reads go to a quiet venue and to nginx in alternating rounds from the same client, 64 connections at a \
      time. Then many realtime connections are opened to a fresh venue, to weigh an idle one; then as many follow the \
      whole book of XBTUSD, while one trader changes it at an even pace. The client with all its sockets runs on the same \
      cores as the venue: how long the engine's thread was ready and had to wait for one is told apart.
      """)

  @Option(help: "About how long to measure each kind of request and of followers, in seconds.")
  var seconds = 6.0

  @Option(help: "How many rounds of requests.")
  var rounds = 3

  @Option(help: "How many realtime connections.")
  var sockets = 1_000

  @Option(help: "How many changes of the book in a second.")
  var changes = 50

  @Option(help: "Which part alone: \(Part.allCases.map(\.rawValue).joined(separator: ", ")).")
  var only: Part?

  /// A part of the benchmark.
  enum Part: String, CaseIterable, ExpressibleByArgument {
    case requests, idle, followers
  }

  func validate() throws {
    guard seconds > 0, rounds > 0, sockets > 0, changes > 0 else {
      throw ValidationError("There must be some time, one round, one socket and one change.")
    }
  }

  func run() throws {
    Files.openMany()
    do throws(FileError) {
      let parts = only.map { [$0] } ?? Part.allCases
      if parts.contains(.requests) { try requests() }
      if parts.contains(.idle) { try idle() }
      if parts.contains(.followers) { try FanoutRun(sockets: sockets, changes: changes, seconds: seconds).report() }
    } catch { throw failure(error.description) }
  }

  private func requests() throws(FileError) {
    let venue = try VenueProcess()
    defer { venue.end() }
    let nginx = try YardstickProcess.program.map { program throws(FileError) in try YardstickProcess(program) }
    defer { nginx?.end() }
    if nginx == nil { StandardError.say("THERE IS NO nginx on this machine, so there are no ratios") }
    // A book of eighty levels, so that there is something to read.
    var trader = try Load(port: venue.port, connections: 1)
    let placed = SignedRequest.orders(40, prefix: "book-", key: venue.key).enumerated().filter { $0.offset % 2 == 0 }
    _ = try trader.run(placed.map(\.element))
    let kinds: [(String, (Int, Int) -> [SignedRequest])] = [
      ("signed orders", { SignedRequest.orders($0 / 2, prefix: "o\($1)-", key: venue.key) }),
      ("reads of a book", { count, _ in SignedRequest.reads(count, "/api/v1/orderBook/L2?symbol=XBTUSD&depth=5") }),
      ("reads of a contract", { count, _ in SignedRequest.reads(count, "/api/v1/instrument?symbol=XBTUSD") }),
    ]
    for (name, make) in kinds { try measure(name, make, venue.port, nginx?.port) }
  }

  private func measure(
    _ name: String, _ make: (Int, Int) -> [SignedRequest], _ port: UInt16, _ other: UInt16?
  ) throws(FileError) {
    var ours = try Load(port: port, connections: 64)
    var theirs = try other.map { port throws(FileError) in try Load(port: port, connections: 64) }
    let trial = try ours.run(make(2_000, -1))
    let count = max(1_000, Int(trial.rate * seconds / Double(2 * rounds)) / 2 * 2)
    var figures: [LoadFigures] = []
    var ratios: [Double] = []
    for round in 0..<rounds {
      let requests = make(count, round)
      let venue = try ours.run(requests)
      figures.append(venue)
      if let yardstick = try theirs?.run(requests) { ratios.append(venue.rate / yardstick.rate) }
    }
    let refusals = figures.reduce(0) { $0 + $1.refusals }
    let p99 = figures.map { Double($0.times.quantile(0.99)) / 1_000 }.median
    print(
      "\(name): \(figures.map(\.rate).median.written(0)) /s, p99 \(p99.written(0)) us"
        + (ratios.isEmpty ? "" : ", \((100 * ratios.median).written()) % of nginx")
        + (refusals > 0 ? "  REFUSED: \(refusals)" : ""))
  }

  private func idle() throws(FileError) {
    let venue = try VenueProcess()
    defer { venue.end() }
    // The first connections also pay for what all share.
    let first = try Followers(port: venue.port, count: 16)
    let before = try Heap.resident(of: venue.process.id)
    let all = try Followers(port: venue.port, count: sockets)
    let after = try Heap.resident(of: venue.process.id)
    let each = Double(after - before) / Double(all.count) / 1_024
    print("an idle realtime connection: \(each.written()) KiB resident (\(first.count + all.count) open)")
  }
}
