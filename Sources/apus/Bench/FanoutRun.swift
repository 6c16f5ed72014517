import ApusExchange
import ApusGateway
import ApusModel
import ApusTables
import ArgumentParser
import Logging
import Synchronization

/// When the engine was done with each batch that changed the book, and how it fared since the one before.
private final class BookClock: BatchObserver {
  let moments = Mutex<[Int64]>([])
  let turns = Mutex(EngineTurns())

  func batch(_ changes: TableChanges, happenings: Happenings) {
    guard !changes.orderBookL2.isEmpty else { return }
    let now = Moment.now.nanoseconds
    moments.withLock { $0.append(now) }
    // It is the engine's thread that calls.
    turns.withLock { $0.note() }
  }
}

/// What the engine's thread did from batch to batch, by the system's account of it.
private struct EngineTurns {
  var worked = Histogram()
  var waited = Histogram()
  private var auditor: ThreadAuditor?
  private var last: ThreadAccount?

  /// On the engine's thread.
  mutating func note() {
    if auditor == nil { auditor = ThreadAuditor() }
    let account = auditor?.read()
    if let last, let account {
      worked.note(account.worked - last.worked)
      waited.note(account.waited - last.waited)
    }
    last = account
  }
}

/// One venue in this process, with one trader who changes its book at an even pace and any number of followers.
struct FanoutRun {
  let sockets: Int
  let changes: Int
  let seconds: Double

  /// What came of one run.
  private struct Figures {
    var turn: Histogram
    var commit: Histogram
    var worked: Histogram
    var waited: Histogram
    var answers: Histogram
    var told: Histogram
    var read = Histogram()
    var frames = 0
    var seconds = 0.0
    var merged = 0
  }

  /// Measures without followers and with them, and prints both.
  func report() throws(FileError) {
    let alone = try run(followers: 0)
    let followed = try run(followers: sockets)
    func times(_ name: String, _ figures: Histogram) -> String {
      let (p50, p99) = (Double(figures.quantile(0.5)) / 1_000, Double(figures.quantile(0.99)) / 1_000)
      return "\(name) p50 \(p50.written(0)) us, p99 \(p99.written(0)) us"
    }
    print("\(changes) changes of the book a second")
    for (name, figures) in [("nobody follows", alone), ("\(sockets) follow", followed)] {
      print("  \(name): \(times("request to answer", figures.answers))")
      print("    the engine's batches: \(times("in all", figures.turn)); \(times("the disk", figures.commit))")
      print(
        "    its thread for each: \(times("at work", figures.worked)); "
          + times("ready and without a core", figures.waited))
    }
    print(
      "  \((Double(followed.frames) / followed.seconds).written(0)) messages/s; "
        + "\(times("engine to all sockets of a loop", followed.told)); \(times("engine to read by a client", followed.read))"
    )
    if followed.merged > 0 { print("  MERGED: \(followed.merged) messages, the client was behind") }
  }

  private func run(followers count: Int) throws(FileError) -> Figures {
    let directory = try Files.temporaryDirectory()
    defer { ChildProcess.remove(directory) }
    let keys = try KeyStore(directory: directory)
    let clock = BookClock()
    let exchange: Exchange
    let gateway: Gateway
    let port: Int
    do {
      exchange = try OpenExchange.make(try ServeOptions.parse(["--quiet-market"]), directory: directory, tape: nil)
      exchange.attach(clock)
      var configuration = GatewayConfiguration(port: 0, logger: LogForm.text.logger("bench", level: .error))
      configuration.connections.perAddress = configuration.connections.total
      gateway = Gateway(exchange: exchange, keys: KeyRing(keys.apiKeys()), configuration: configuration)
      try OpenExchange.start(exchange)
      port = try gateway.start()
    } catch { throw FileError("the venue does not start: \(error)") }
    defer {
      gateway.stop()
      exchange.stop()
    }
    return try measure(exchange, gateway, UInt16(port), keys.keys[0], clock, followers: count)
  }

  private func measure(
    _ exchange: Exchange, _ gateway: Gateway, _ port: UInt16, _ key: StoredKey, _ clock: BookClock, followers count: Int
  ) throws(FileError) -> Figures {
    var followers = try Followers(port: port, count: count)
    try followers.subscribe(to: "orderBookL2:XBTUSD")
    let (before, times) = (exchange.meter, gateway.times)
    clock.turns.withLock { $0 = EngineTurns() }
    let start = ThreadClock.wall()
    let wanted = Int(Double(changes) * seconds) / 2 * 2
    let trader = Trader(port, key, count: wanted, pause: 1_000_000_000 / Int64(changes))
    let worker = Worker { trader.work() }
    var read = Histogram()
    var frames = 0
    var moments: [Int64] = []
    while count > 0, frames < wanted * count {
      let isNews = try followers.read(milliseconds: 5_000) { _, frame in
        // The welcome, the answer and the image come first.
        let change = frame - 4
        if change >= moments.count { moments = clock.moments.withLock { $0 } }
        frames += 1
        if moments.indices.contains(change) { read.note(Moment.now.nanoseconds - moments[change]) }
      }
      if !isNews, trader.isDone { break }
    }
    worker.join()
    if let refusal = trader.failure { throw refusal }
    let end = gateway.times
    let after = exchange.meter
    return Figures(
      turn: after.turn.since(before.turn), commit: after.commit.since(before.commit),
      worked: clock.turns.withLock { $0.worked },
      waited: clock.turns.withLock { $0.waited }, answers: end.answers.since(times.answers),
      told: end.messages.since(times.messages), read: read, frames: frames,
      seconds: Double(ThreadClock.wall() - start) / 1e9, merged: gateway.mergedCount)
  }
}

/// Places and cancels one order after the other, each at its own time.
private final class Trader: Sendable {
  private struct State {
    var isDone = false
    var failure: FileError?
  }

  private let port: UInt16
  private let requests: [SignedRequest]
  private let pause: Int64
  private let state = Mutex(State())

  init(_ port: UInt16, _ key: StoredKey, count: Int, pause: Int64) {
    self.port = port
    self.pause = pause
    requests = SignedRequest.orders(count / 2, prefix: "f-", key: CustomerKey(id: key.id, secret: key.secret))
  }

  var isDone: Bool { state.withLock { $0.isDone } }
  var failure: FileError? { state.withLock { $0.failure } }

  func work() {
    do throws(FileError) {
      let connection = try Connection(port: port)
      var due = ThreadClock.wall()
      for request in requests {
        due += pause
        Pause.sleep(milliseconds: max(0, (due - ThreadClock.wall()) / 1_000_000))
        try connection.send(request.bytes)
        while true {
          guard let status = try connection.receive() else { continue }
          guard status == 200 else { throw FileError("an order was answered with \(status)") }
          break
        }
      }
    } catch { state.withLock { $0.failure = error } }
    state.withLock { $0.isDone = true }
  }
}
