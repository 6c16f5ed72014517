import ApusExchange
import ArgumentParser

/// Measures signed orders over HTTP until their durable acknowledgement, beside nginx answering with a constant.
struct BenchVenue: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "venue",
    abstract: "Measure signed orders over HTTP, each durable when answered, beside nginx answering with a constant.",
    discussion: """
      Starts a quiet venue and nginx on free ports of this machine and sends both the same signed requests from the same \
      client, in alternating rounds: orders that rest, each followed by its cancel. Every request waits for its answer.
      """)

  @Option(help: "About how long to measure each number of connections, in seconds.")
  var seconds = 6.0

  @Option(help: "How many rounds for each number of connections.")
  var rounds = 3

  @Option(parsing: .upToNextOption, help: "With how many connections to measure, one number after the other.")
  var connections = [1, 8, 64]

  func validate() throws {
    guard seconds > 0, rounds > 0 else { throw ValidationError("There must be some time and at least one round.") }
    guard connections.allSatisfy((1...1_000).contains) else {
      throw ValidationError("There may be 1 to 1,000 connections.")
    }
  }

  func run() throws {
    do throws(FileError) {
      let venue = try VenueProcess()
      defer { venue.end() }
      Pause.sleep(milliseconds: 500)
      let idle = try Heap.resident(of: venue.process.id)
      print("idle venue: \((Double(idle) / 1e6).written()) MB resident")
      let nginx = try yardstick()
      defer { nginx?.end() }
      for connections in connections { try measure(connections, venue, nginx) }
    } catch { throw failure(error.description) }
  }

  private func yardstick() throws(FileError) -> YardstickProcess? {
    guard let program = YardstickProcess.program else {
      StandardError.say("THERE IS NO nginx on this machine, so there are no ratios: apt-get install nginx-light")
      return nil
    }
    return try YardstickProcess(program)
  }

  private func measure(_ connections: Int, _ venue: VenueProcess, _ nginx: YardstickProcess?) throws(FileError) {
    var load = try Load(port: venue.port, connections: connections)
    var other = try nginx.map { nginx throws(FileError) in try Load(port: nginx.port, connections: connections) }
    let trial = try load.run(SignedRequest.orders(200, prefix: "t-\(connections)-", key: venue.key))
    let count = max(100, Int(trial.rate / 2 * seconds / Double(rounds)))
    var ours: [LoadFigures] = []
    var theirs: [LoadFigures] = []
    var (processorTime, sent) = (0, 0)
    for round in 0..<rounds {
      let requests = SignedRequest.orders(count, prefix: "\(connections)-\(round)-", key: venue.key)
      if round % 2 == 1, let figures = try other?.run(requests) { theirs.append(figures) }
      let before = try ProcessorTime.used(by: venue.process.id)
      ours.append(try load.run(requests))
      sent += requests.count
      processorTime += try ProcessorTime.used(by: venue.process.id) - before
      if round % 2 == 0, let figures = try other?.run(requests) { theirs.append(figures) }
    }
    report(connections, ours, theirs)
    print("  processor time of the venue: \((Double(processorTime) / Double(sent) / 1_000).written()) us a request")
  }

  private func report(_ connections: Int, _ ours: [LoadFigures], _ theirs: [LoadFigures]) {
    print("\(connections) connection\(connections == 1 ? "" : "s")")
    print("  venue \(written(ours))")
    let refusals = ours.reduce(0) { $0 + $1.refusals }
    if refusals > 0 { print("  REFUSED: \(refusals) requests") }
    guard !theirs.isEmpty else { return }
    print("  nginx \(written(theirs))")
    let rate = zip(ours, theirs).map { $0.rate / $1.rate }.median
    let middle = zip(ours, theirs).map { Double($0.times.quantile(0.5)) / Double($1.times.quantile(0.5)) }.median
    print("  ratio \((100 * rate).written()) % of its throughput, \(middle.written(2)) times its p50")
  }

  private func written(_ figures: [LoadFigures]) -> String {
    func microseconds(_ share: Double) -> String {
      (figures.map { Double($0.times.quantile(share)) }.median / 1_000).written()
    }
    let rate = figures.map(\.rate).median
    return "\(rate.written(0)) requests/s, p50 \(microseconds(0.5)) us, p99 \(microseconds(0.99)) us, "
      + "p99.9 \(microseconds(0.999)) us"
  }
}
