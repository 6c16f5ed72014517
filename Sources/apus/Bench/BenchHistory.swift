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
      Fills a file with trades, executions and orders of made-up accounts, a year long, and asks each kind of question
      several times, in different places of the year. What is told is the median and the worst time of a whole answer,
      from the question to its JSON. The file is kept when it is named, and not filled again.
      """)

  @Option(help: "How many rows in all: half of them trades, the rest executions and orders.")
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
        try writer.add((done..<end).lazy.filter { $0 % 2 == 0 }.map(SamplePast.trade), to: HistoryTables.trade)
        try writer.add((done..<end).lazy.filter { $0 % 4 == 1 }.map(SamplePast.execution), to: HistoryTables.execution)
        try writer.add((done..<end).lazy.filter { $0 % 4 == 3 }.map(SamplePast.order), to: HistoryTables.order)
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
    _ name: String, _ table: HistoryTable<Row>, _ parameters: @escaping (Int) -> [(String, String)],
    _ narrow: @escaping (inout HistoryQuestion<Row>) -> Void = { _ in }
  ) {
    self.name = name
    ask = { store, repetition in
      let members = parameters(repetition).map { JSONObject.Member($0.0, .string($0.1)) }
      var question = try HistoryQuestion(table, try TableQuery(JSONObject(members), most: 1_000))
      narrow(&question)
      return try store.answer(question)
    }
  }

  static func all(of rows: Int) -> [HistoryProbe] {
    let length = SamplePast.moment(rows) - SamplePast.moment(0)
    let moment = { (repetition: Int) in String(SamplePast.moment(0) + length / 16 * Int64(repetition % 16)) }
    return ofMarkets(moment) + ofAccounts(rows, moment)
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
      HistoryProbe("trade, 100 after 100,000 others", HistoryTables.trade, { _ in [("start", "100000")] }) {
        $0.subjects = ["XBTUSD"]
      },
    ]
  }

  private static func ofAccounts(_ rows: Int, _ moment: @escaping (Int) -> String) -> [HistoryProbe] {
    func ofAlice<Row>(_ question: inout HistoryQuestion<Row>) { question.account = 1 }
    let name = PublicID(.order, UInt64(rows / 2 / 8 * 8 + 3)).description
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
        [("filter", #"{"clOrdID":"mine-\#(rows / 20 * repetition / 8 * 8 + 3)"}"#)]
      } _: {
        ofAlice(&$0)
      },
    ]
  }
}

/// A year of rows, each made from its number.
private enum SamplePast {
  /// When row `number` happened, in milliseconds: 2025, and three a second.
  static func moment(_ number: Int) -> Int64 { 1_735_689_600_000 + Int64(number) * 350 }

  private static func symbol(_ number: Int) -> String { number / 4 % 3 == 0 ? "ETHUSD" : "XBTUSD" }

  /// Every second row of the past, of one very busy account and others.
  private static func account(_ number: Int) -> Int64 { number / 4 % 2 == 0 ? 1 : Int64(2 + number / 4 % 997) }

  static func trade(_ number: Int) -> TradeRow {
    var row = TradeRow(timestamp: moment(number), symbol: symbol(number))
    row.side = number / 8 % 2 == 0 ? "Buy" : "Sell"
    row.size = Int64(100 + number % 700)
    row.price = Decimal(Int64(600_000 + number % 5_000), scale: 1)
    row.tickDirection = "ZeroPlusTick"
    row.trdMatchID = PublicID(.trade, UInt64(number + 1))
    row.grossValue = Int64(number % 100_000 * 1_000)
    row.homeNotional = Decimal(Int64(number % 100_000), scale: 8)
    row.foreignNotional = Decimal(row.size)
    return row
  }

  static func execution(_ number: Int) -> ExecutionRow {
    var row = ExecutionRow(
      execID: PublicID(.execution, UInt64(number + 1)), account: account(number), symbol: symbol(number))
    row.orderID = PublicID(.order, UInt64(number / 8 * 8 + 3))
    row.clOrdID = "mine-\(number / 8 * 8 + 3)"
    row.side = "Buy"
    row.execType = number / 8 % 2 == 0 ? "Trade" : "New"
    row.ordStatus = number / 8 % 2 == 0 ? "Filled" : "New"
    row.ordType = "Limit"
    row.timeInForce = "GoodTillCancel"
    row.orderQty = 100
    row.price = Decimal(Int64(600_000 + number % 5_000), scale: 1)
    row.currency = "USD"
    row.settlCurrency = "XBt"
    row.text = "Submitted via API."
    row.transactTime = moment(number)
    row.timestamp = moment(number)
    return row
  }

  static func order(_ number: Int) -> OrderRow {
    var row = OrderRow(
      orderID: PublicID(.order, UInt64(number)), account: account(number), symbol: symbol(number))
    row.clOrdID = "mine-\(number)"
    row.side = "Buy"
    row.ordStatus = number / 8 % 2 == 0 ? "Filled" : "Canceled"
    row.ordType = "Limit"
    row.timeInForce = "GoodTillCancel"
    row.orderQty = 100
    row.price = Decimal(Int64(600_000 + number % 5_000), scale: 1)
    row.currency = "USD"
    row.settlCurrency = "XBt"
    row.text = "Submitted via API."
    row.transactTime = moment(number)
    row.timestamp = moment(number)
    return row
  }
}
