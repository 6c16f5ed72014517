import ApusAPI
import ApusExchange
import ApusStore
import ArgumentParser

/// Measures questions about a long past.
struct BenchHistory: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract: "Measure each kind of question about the past of a venue, in a file with millions of rows.",
    discussion: """
      Fills a file with the trades, quotes, candles, executions, orders and wallets of a year and asks each kind of question \
      several times, in different places of the year. What is told is the median and the worst time of a whole answer, \
      from the question to its JSON. The file is kept when it is named, and not filled again.
      """)

  @Option(help: "How many rows in all.")
  var rows = 10_000_000

  @Option(help: "The file; a temporary one unless named.", completion: .file())
  var file: String?

  @Option(help: "How often each question is asked.")
  var repetitions = 15

  func validate() throws {
    guard rows >= 1_000, repetitions > 0 else { throw ValidationError("There must be a thousand rows and a question.") }
  }

  func run() throws {
    do {
      let path = try file ?? Files.temporaryDirectory() + "/history.sqlite"
      let store = try HistoryStore(path: path)
      try fill(store)
      for question in HistoryProbe.all(of: rows) { try measure(question, store) }
      if file == nil { for suffix in ["", "-wal", "-shm"] { try Files.remove(path + suffix) } }
    } catch let error as FileError { throw failure(error.description) } catch let error as HistoryFailure {
      throw failure(error.description)
    }
  }

  private func fill(_ store: HistoryStore) throws {
    let begin = Moment.now
    var done = Int(try store.sequence())
    let first = done
    guard done < rows else { return }
    var progress = Progress("Filling the file")
    while done < rows {
      let end = min(rows, done + 20_000)
      try store.write(through: UInt64(end)) { writer in
        try SamplePast.write(done..<end, to: writer)
      }
      done = end
      progress.reached(UInt64(done), of: UInt64(rows))
    }
    let seconds = Double(Moment.now.nanoseconds - begin.nanoseconds) / 1e9
    print(
      "filled: \(rows - first) rows in \(seconds.written()) s, \((Double(rows - first) / seconds).written()) rows/s")
  }

  private func measure(_ probe: HistoryProbe, _ store: HistoryStore) throws {
    var times: [Double] = []
    var bytes = 0
    for repetition in 0..<repetitions {
      let begin = Moment.now
      bytes = try probe.ask(store, repetition).count
      times.append(Double(Moment.now.nanoseconds - begin.nanoseconds) / 1e6)
    }
    times.sort()
    print(
      "\(probe.name): median \(times[times.count / 2].written()) ms, worst \(times[times.count - 1].written()) ms, "
        + "\(bytes) bytes")
  }
}

/// A question with a name.
private struct HistoryProbe {
  let name: String
  let ask: (HistoryStore, Int) throws -> [UInt8]

  init<Row>(
    _ name: String, _ table: HistoryTable<Row>, most: Int = 1_000,
    _ parameters: @escaping (Int) -> [(String, String)],
    _ narrow: @escaping (inout HistoryQuestion<Row>) -> Void = { _ in }
  ) {
    self.name = name
    ask = { store, repetition in
      let members = parameters(repetition).map { JSONObject.Member($0.0, .string($0.1)) }
      var question = try HistoryQuestion(table, try TableQuery(JSONObject(members), most: most))
      narrow(&question)
      return try store.answer(question)
    }
  }

  static func all(of rows: Int) -> [HistoryProbe] {
    let length = SamplePast.moment(rows) - SamplePast.moment(0)
    let moment = { (repetition: Int) in String(SamplePast.moment(0) + length / 16 * Int64(repetition % 16)) }
    return ofMarkets(moment) + ofAccounts(rows, moment) + farInto(rows, moment)
  }

  private static func ofMarkets(_ moment: @escaping (Int) -> String) -> [HistoryProbe] {
    [
      HistoryProbe("trade, newest 1000", HistoryTables.trade, { _ in [("count", "1000"), ("reverse", "true")] }),
      HistoryProbe("trade, oldest 1000 of a contract", HistoryTables.trade, { _ in [("count", "1000")] }) {
        $0.subjects = ["XBTUSD"]
      },
      HistoryProbe("trade, 1000 of a contract from a time", HistoryTables.trade) {
        [("count", "1000"), ("startTime", moment($0))]
      } _: {
        $0.subjects = ["ETHUSD"]
      },
      HistoryProbe("trade, newest 1000 of a contract until a time", HistoryTables.trade) {
        [("count", "1000"), ("endTime", moment($0 + 1)), ("reverse", "true")]
      } _: {
        $0.subjects = ["XBTUSD"]
      },
      HistoryProbe("trade, 500 buys of a contract", HistoryTables.trade) {
        [("count", "500"), ("filter", #"{"side":"Buy"}"#), ("startTime", moment($0))]
      } _: {
        $0.subjects = ["XBTUSD"]
      },
      HistoryProbe("quote, newest 1000 of a contract", HistoryTables.quote) { _ in
        [("count", "1000"), ("reverse", "true")]
      } _: {
        $0.subjects = ["XBTUSD"]
      },
      HistoryProbe("quote, 1000 from a time", HistoryTables.quote) { [("count", "1000"), ("startTime", moment($0))] },
      HistoryProbe("candles of a minute, 1000 of a contract from a time", HistoryTables.tradeBins[.minute]) {
        [("count", "1000"), ("startTime", moment($0))]
      } _: {
        $0.subjects = ["XBTUSD"]
      },
      HistoryProbe("candles of a minute, newest 1000 of all contracts", HistoryTables.tradeBins[.minute]) { _ in
        [("count", "1000"), ("reverse", "true")]
      },
    ]
  }

  /// Pages behind a tenth, half and nine tenths of a list.
  private static func farInto(_ rows: Int, _ moment: @escaping (Int) -> String) -> [HistoryProbe] {
    func pages<Row>(
      _ name: String, _ table: HistoryTable<Row>, of length: Int, _ count: Int,
      _ narrow: @escaping (inout HistoryQuestion<Row>) -> Void
    ) -> [HistoryProbe] {
      [(10, "tenth"), (50, "half"), (90, "nine tenths")].map { percent, words in
        let start = length / 100 * percent
        return HistoryProbe("\(name), \(count) after \(words) of \(length)", table) { repetition in
          [("start", "\(start + repetition)"), ("count", "\(count)"), ("reverse", "\(repetition % 2 == 0)")]
        } _: {
          narrow(&$0)
        }
      }
    }
    let (quarter, sixteenth) = (rows / 4, rows / 16)
    return pages("trade", HistoryTables.trade, of: quarter, 1_000) { _ in }
      + pages("trade of a contract", HistoryTables.trade, of: quarter / 3 * 2, 1_000) { $0.subjects = ["XBTUSD"] }
      + pages("quote of a contract", HistoryTables.quote, of: quarter / 3 * 2, 1_000) { $0.subjects = ["XBTUSD"] }
      + pages("candles of a minute", HistoryTables.tradeBins[.minute], of: sixteenth / 3 * 2, 1_000) {
        $0.subjects = ["XBTUSD"]
      } + pages("execution", HistoryTables.execution, of: quarter / 2, 500) { $0.account = 1 }
      + pages("trade history", HistoryTables.execution, of: quarter / 4, 500) {
        $0.account = 1
        $0.isTradeHistory = true
      } + pages("order", HistoryTables.order, of: sixteenth, 500) { $0.account = 1 }
      + [
        HistoryProbe("trade of a contract, 1000 after 100,000 others from a time", HistoryTables.trade) {
          [("start", "100000"), ("count", "1000"), ("startTime", moment($0 / 2))]
        } _: {
          $0.subjects = ["XBTUSD"]
        },
        HistoryProbe("wallet history, 10,000 after half of them", HistoryTables.transact, most: 10_000) { _ in
          [("start", "\(sixteenth / 4)"), ("count", "10000"), ("reverse", "true")]
        } _: {
          $0.account = 1
        },
      ]
  }

  private static func ofAccounts(_ rows: Int, _ moment: @escaping (Int) -> String) -> [HistoryProbe] {
    func ofAlice<Row>(_ question: inout HistoryQuestion<Row>) { question.account = 1 }
    let name = PublicID(.order, UInt64(SamplePast.order(ofAliceNear: rows / 2))).description
    return [
      HistoryProbe("execution, newest 500", HistoryTables.execution, { _ in [("count", "500"), ("reverse", "true")] }) {
        ofAlice(&$0)
      },
      HistoryProbe("execution, 500 from a time", HistoryTables.execution) {
        [("count", "500"), ("startTime", moment($0))]
      } _: {
        ofAlice(&$0)
      },
      HistoryProbe("execution, of an order", HistoryTables.execution) { _ in
        [("filter", #"{"orderID":"\#(name)"}"#)]
      } _: {
        ofAlice(&$0)
      },
      HistoryProbe("trade history, newest 500 of a contract", HistoryTables.execution) { _ in
        [("count", "500"), ("reverse", "true")]
      } _: {
        ofAlice(&$0)
        $0.subjects = ["XBTUSD"]
        $0.isTradeHistory = true
      },
      HistoryProbe("order, newest 500", HistoryTables.order, { _ in [("count", "500"), ("reverse", "true")] }) {
        ofAlice(&$0)
      },
      HistoryProbe("order, 500 of a contract from a time", HistoryTables.order) {
        [("count", "500"), ("startTime", moment($0))]
      } _: {
        ofAlice(&$0)
        $0.subjects = ["ETHUSD"]
      },
      HistoryProbe("order, by its name", HistoryTables.order) { _ in
        [("filter", #"{"orderID":"\#(name)"}"#)]
      } _: {
        ofAlice(&$0)
      },
      HistoryProbe("order, by the client's name", HistoryTables.order) { repetition in
        [("filter", #"{"clOrdID":"mine-\#(SamplePast.order(ofAliceNear: rows / 20 * repetition))"}"#)]
      } _: {
        ofAlice(&$0)
      },
      HistoryProbe("wallet history, newest 10,000", HistoryTables.transact, most: 10_000) { _ in
        [("count", "10000"), ("reverse", "true")]
      } _: {
        ofAlice(&$0)
      },
    ]
  }
}
