import ApusEngine
import ApusExchange
import ApusModel

/// How long single commands of a flow take, by the clock on the wall; the clock's own cost is taken off.
enum FlowLatency {
  /// Times every command of the bare book.
  static func report(_ replay: inout FlowReplay) {
    replay.prepare()
    replay.replayWarm()
    let cost = clockCost()
    var times = Histogram()
    while true {
      let start = ThreadClock.wall()
      guard replay.step() != nil else { break }
      times.note(ThreadClock.wall() - start - cost)
    }
    print("bare book    \(written(times))")
  }

  /// Times every command of the whole engine, one at a time.
  static func report(_ flow: MarginedFlow) {
    var engine = flow.prepare()
    var batch: [Entry] = []
    var events = EventBuffer(capacity: 1 << 14)
    MarginedFlow.replay(flow.warm, on: &engine, batch: &batch, events: &events)
    let cost = clockCost()
    var times = Histogram()
    for step in flow.timed {
      let entry = Entry(engine.sequence + 1, at: .zero, step.command)
      let start = ThreadClock.wall()
      engine.apply(entry, into: &events)
      times.note(ThreadClock.wall() - start - cost)
      events.removeAll()
    }
    print("whole engine \(written(times))")
  }

  private static func written(_ times: Histogram) -> String {
    "p50 \(times.quantile(0.5)) ns, p99 \(times.quantile(0.99)) ns, p99.9 \(times.quantile(0.999)) ns"
  }

  private static func clockCost() -> Int64 {
    (0..<1_000).map { _ in
      let start = ThreadClock.wall()
      return ThreadClock.wall() - start
    }.min() ?? 0
  }
}
