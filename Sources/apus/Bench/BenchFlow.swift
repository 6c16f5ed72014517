import ApusEngine
import ApusExchange
import ApusModel
import ArgumentParser
import Glibc

/// Replays a generated flow of orders through the bare book, and through the whole engine beside it.
struct BenchFlow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "flow",
    abstract: "Replay a generated flow: the bare book, or the whole engine beside it.",
    discussion: """
      The trades must be those the file's header promises, or there is no speed. Times are processor time of one thread \
      per command, the median over the rounds; with --margin the book and the engine alternate, and their ratio is taken \
      within each round. The engine is timed from a batch of 256 entries to the last of its events; making the entries \
      is not part of it.
      """)

  @Argument(help: "A flow file, as the generator of the benchmark kit writes it.", completion: .file())
  var file: String

  @Flag(help: "Also replay it through the whole engine: validation, margin, positions, fees and events.")
  var margin = false

  @Option(help: "How many times to measure.")
  var rounds = 5

  func validate() throws {
    guard rounds > 0 else { throw ValidationError("There must be at least one round.") }
  }

  func run() throws {
    var progress = Progress("Measuring")
    let bytes: [UInt8]
    do throws(FileError) { bytes = try Files.read(file) } catch { throw failure(error.description) }
    var replay: FlowReplay
    do throws(FlowFault) { replay = try FlowReplay(bytes) } catch { throw failure("\(file) is no flow: \(error)") }
    try verify(&replay)
    let flow = margin ? MarginedFlow(FlowCommands(bytes)) : nil
    if let flow {
      progress.reached("the engine's trades are checked")
      try verify(flow, replay.expected)
    }
    measure(&replay, flow, &progress)
    FlowLatency.report(&replay)
    if let flow { FlowLatency.report(flow) }
  }

  private func verify(_ replay: inout FlowReplay) throws {
    let before = try resident()
    let found = replay.verify()
    let memory = try resident() - before
    print("trades       \(found.trades), \(found.volume) lots, digest \(String(found.digest, radix: 16))")
    guard found == replay.expected else {
      throw failure("the book's outcome is \(found), the file promises \(replay.expected)")
    }
    print("book         as promised: \(found.live) orders rest, digest \(String(found.bookDigest, radix: 16))")
    print(
      "memory       \(memory / max(Int(found.live), 1)) bytes an order resting, \(memory) in all with index and levels")
  }

  private func resident() throws -> Int {
    do throws(FileError) { return try Heap.resident(of: getpid()) } catch { throw failure(error.description) }
  }

  private func verify(_ flow: MarginedFlow, _ expected: FlowOutcome) throws {
    let found = flow.verify()
    guard found.trades == expected.trades, found.volume == expected.volume, found.digest == expected.digest else {
      throw failure("the engine's outcome is \(found), the file promises \(expected)")
    }
    print("engine       trades as promised")
  }

  private func measure(_ replay: inout FlowReplay, _ flow: MarginedFlow?, _ progress: inout Progress) {
    var bare: [Double] = []
    var whole: [Double] = []
    var grown = 0
    for round in 0..<rounds {
      progress.reached(round, of: rounds)
      // Whoever goes second finds warmer caches, so they take turns.
      if round % 2 == 1, let flow { whole.append(engineTime(flow, &grown)) }
      bare.append(bookTime(&replay, &grown))
      if round % 2 == 0, let flow { whole.append(engineTime(flow, &grown)) }
    }
    print("bare book    \(bare.median.written()) ns a command (\(bare.min()!.written()) to \(bare.max()!.written()))")
    if flow != nil {
      let ratios = zip(whole, bare).map { $0 / $1 }
      print(
        "whole engine \(whole.median.written()) ns a command (\(whole.min()!.written()) to \(whole.max()!.written()))")
      print("ratio        \(ratios.median.written(2)) times the bare book")
    }
    print("allocated    \(grown) bytes while it was timed")
  }

  private func bookTime(_ replay: inout FlowReplay, _ grown: inout Int) -> Double {
    replay.prepare()
    replay.replayWarm()
    let heap = Heap.used
    let start = ThreadClock.cpu()
    replay.replayTimed()
    let time = ThreadClock.cpu() - start
    grown += Heap.used - heap
    return Double(time) / Double(replay.timedCount)
  }

  private func engineTime(_ flow: MarginedFlow, _ grown: inout Int) -> Double {
    var engine = flow.prepare()
    var batch: [Entry] = []
    var events = EventBuffer(capacity: 1 << 14)
    batch.reserveCapacity(1 << 10)
    MarginedFlow.replay(flow.warm, on: &engine, batch: &batch, events: &events)
    let heap = Heap.used
    let time = MarginedFlow.replay(flow.timed, on: &engine, batch: &batch, events: &events)
    grown += Heap.used - heap
    return Double(time) / Double(flow.timed.count)
  }
}
