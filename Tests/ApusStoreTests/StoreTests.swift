import ApusAPI
import FoundationEssentials
import GRDB
import Testing

@testable import ApusStore

/// The file in which history is kept.
@Suite struct StoreTests {
  @Test func rowsAndTheirLastEntryOutliveTheProcess() throws {
    let file = File()
    let first = try HistoryStore(path: file.path)
    try first.write(through: 41) { try $0.add(SampleRows.trades, to: HistoryTables.trade) }
    let again = try HistoryStore(path: file.path)
    #expect(try again.sequence() == 41)
    #expect(try again.count("trade") == SampleRows.trades.count)
    try again.clear()
    #expect(try again.sequence() == 0 && again.count("trade") == 0)
  }

  @Test func aFailedBatchLeavesNothing() throws {
    struct Interruption: Error {}
    let store = try HistoryStore()
    #expect(throws: HistoryFailure.self) {
      try store.write(through: 5) { writer in
        try writer.add(SampleRows.trades, to: HistoryTables.trade)
        throw Interruption()
      }
    }
    #expect(try store.sequence() == 0 && store.count("trade") == 0)
  }

  @Test func whatAnAccountDidIsSummedUpFromAllOfThePast() throws {
    let store = try HistoryStore()
    let moments = SampleRows.executions.map { $0.timestamp ?? 0 }
    try store.write(through: 1) { try $0.add(SampleRows.executions, to: HistoryTables.execution) }
    for since in [0, moments[300], moments[599] + 1] {
      let rows = SampleRows.executions.filter { $0.account == 2 && $0.timestamp ?? 0 >= since }
      let sum = try store.activity(of: 2, since: since)
      #expect(sum.quotes == rows.count { $0.execType == "New" })
      #expect(sum.cancels == rows.count { $0.execType == "Canceled" })
      #expect(sum.dealt == Set(rows.filter { $0.execType == "Trade" }.map(\.orderID)).count)
    }
  }

  @Test func changesOfWalletsAreSummedUpByKindAndContract() throws {
    let store = try HistoryStore()
    let changes = [("Deposit", nil, 500, 1), ("RealisedPNL", "XBTUSD", -30, 2), ("RealisedPNL", "XBTUSD", 50, 3)]
    let rows = changes.map { type, contract, amount, time in
      var row = TransactionRow(transactID: PublicID(.transaction, UInt64(time)), account: 1, currency: "XBt")
      row.transactType = type
      row.text = contract
      row.amount = Int64(amount)
      row.timestamp = Int64(time)
      return row
    }
    try store.write(through: 1) { try $0.add(rows, to: HistoryTables.transact) }
    #expect(try store.walletSums(of: 1, 0...9).map(\.amount) == [500, 20])
    #expect(try store.walletSums(of: 1, 3...9) == [WalletSum("XBt", "RealisedPNL", "XBTUSD", 50)])
    #expect(try store.walletSums(of: 2, 0...9).isEmpty)
  }

  @Test func everyDayOfEveryContractIsToldOldestFirst() throws {
    let store = try HistoryStore()
    let bins = [("XBTUSD", 2, 20), ("XBTH19", 1, 7), ("XBTUSD", 1, 10)].map { symbol, day, volume in
      var bin = TradeBinRow(timestamp: Int64(day) * BinSize.day.milliseconds, symbol: symbol)
      bin.close = 4_000
      bin.volume = Int64(volume)
      bin.turnover = Int64(volume) * 25_000
      return bin
    }
    try store.write(through: 1) { try $0.add(bins, to: HistoryTables.tradeBins[.day]) }
    let days = try store.days()
    #expect(days.map(\.symbol) == ["XBTH19", "XBTUSD", "XBTUSD"] && days.map(\.volume) == [7, 10, 20])
    #expect(days[2].turnover == 500_000 && days[2].close == 4_000 && days[2].end == 2 * BinSize.day.milliseconds)
  }

  @Test func pagesFarIntoAListAreFoundByMarks() throws {
    let file = File()
    // Times go back now and then, and the writer forgets its place when the file is opened again or a batch fails.
    let rows: [TradeRow] = (0..<400).map { number in
      let lateness = number % 50 == 49 ? 9 : 0
      var row = TradeRow(timestamp: Int64(1_000 + number / 4 - lateness), symbol: number % 3 == 0 ? "A" : "B")
      row.size = Int64(number)
      return row
    }
    for batch in 0..<8 {
      let store = try HistoryStore(path: file.path, spacing: 10)
      struct Interruption: Error {}
      #expect(throws: HistoryFailure.self) {
        try store.write(through: 0) { writer in
          try writer.add(rows, to: HistoryTables.trade)
          throw Interruption()
        }
      }
      try store.write(through: 1) { try $0.add(rows[batch * 50..<batch * 50 + 50], to: HistoryTables.trade) }
    }
    let store = try HistoryStore(path: file.path, spacing: 10)
    var marks: [Int64] = []
    try store.read("SELECT \"before\" FROM \"mark\" WHERE \"list\" = 'trade B'", []) { marks.append($0[0]) }
    #expect(marks.count > 20)
    // Sizes count the rows, so they break ties as the table does.
    let sorted: [TradeRow] = rows.filter { $0.symbol == "B" }.sorted { left, right in
      (left.timestamp, left.size) < (right.timestamp, right.size)
    }
    for start in [0, 9, 11, 50, 133, 200, 262, 266] {
      for isReverse in [false, true] {
        let page = "start=\(start)&count=5&reverse=\(isReverse)&columns=size"
        var question = try HistoryQuestion(HistoryTables.trade, try QuestionTests.query(page, "", filter: "{}"))
        question.subjects = ["B"]
        let answer = String(decoding: try store.answer(question), as: UTF8.self)
        let ordered: [TradeRow] = isReverse ? sorted.reversed() : sorted
        let wanted = ordered.dropFirst(start).prefix(5)
        for row in wanted { #expect(answer.contains("\"size\":\(row.size)}"), "\(page): \(answer)") }
        #expect(answer.count { $0 == "{" } == wanted.count, "\(page): \(answer)")
      }
    }
  }

  @Test func anOrderIsWrittenOverItself() throws {
    let store = try HistoryStore()
    var order = OrderRow(orderID: PublicID(.order, 9), account: 1, symbol: "XBTUSD")
    order.ordStatus = "New"
    try store.write(through: 1) { try $0.add([order], to: HistoryTables.order) }
    order.ordStatus = "Canceled"
    try store.write(through: 2) { try $0.add([order], to: HistoryTables.order) }
    var question = try HistoryQuestion(
      HistoryTables.order, try QuestionTests.query("columns=ordStatus", "", filter: "{}"))
    question.account = 1
    #expect(try String(decoding: store.answer(question), as: UTF8.self).contains("Canceled"))
    #expect(try store.count("order") == 1)
  }

  @Test("Orders of the liquidation engine and payments, which are counted apart, are kept and found under their names")
  func numbersCountedApart() throws {
    let store = try HistoryStore()
    let numbers: [UInt64] = [1, 1 << 57 | 77, 1 << 63 | 256, 1 << 63 | 1 << 57 | 3]
    let rows = numbers.map { OrderRow(orderID: PublicID(.order, $0), account: 1, symbol: "XBTUSD") }
    try store.write(through: 1) { try $0.add(rows.reversed(), to: HistoryTables.order) }
    var all = try HistoryQuestion(HistoryTables.order, try QuestionTests.query("columns=orderID", "", filter: "{}"))
    all.account = 1
    let names = numbers.map { PublicID(.order, $0).description }
    let answer = try String(decoding: store.answer(all), as: UTF8.self)
    #expect(answer == "[" + names.map { "{\"orderID\":\"\($0)\"}" }.joined(separator: ",") + "]")
    for name in names {
      var one = try HistoryQuestion(
        HistoryTables.order, try QuestionTests.query("columns=orderID", "", filter: #"{"orderID":"\#(name)"}"#))
      one.account = 1
      #expect(try String(decoding: store.answer(one), as: UTF8.self) == #"[{"orderID":"\#(name)"}]"#)
    }
  }

  @Test("A name that the venue gives to nothing finds nothing, and no row has it")
  func numbersBeyond() throws {
    let store = try HistoryStore()
    let name = PublicID(.order, 1 << 60)
    var question = try HistoryQuestion(
      HistoryTables.order, try QuestionTests.query("", "", filter: #"{"orderID":"\#(name.description)"}"#))
    question.account = 1
    #expect(try String(decoding: store.answer(question), as: UTF8.self) == "[]")
    let row = OrderRow(orderID: name, account: 1, symbol: "XBTUSD")
    #expect(throws: HistoryFailure.self) { try store.write(through: 1) { try $0.add([row], to: HistoryTables.order) } }
    #expect(try store.count("order") == 0)
  }

  @Test func aFileThatIsNoHistoryIsBegunAnew() throws {
    let file = File()
    try Data("not a database, but long enough to be taken for the head of one".utf8).write(to: URL(filePath: file.path))
    let store = try HistoryStore(path: file.path)
    #expect(try store.sequence() == 0)
    let other = File()
    do {
      let database = try DatabaseQueue(path: other.path)
      try database.write { try $0.execute(sql: "CREATE TABLE \"trade\" (\"oldColumn\" TEXT)") }
    }
    #expect(try HistoryStore(path: other.path).count("trade") == 0)
  }

  @Test("No documented question reads a whole table, or sorts one", arguments: ["", " DESC"])
  func plans(direction: String) throws {
    let store = try HistoryStore()
    let pages =
      direction.isEmpty
      ? ["", "startTime=2026-01-10&endTime=2026-02-01"] : ["reverse=true", "reverse=true&startTime=2026-01-10"]
    for page in pages {
      try expectPlan(store, HistoryTables.trade, page, nil, nil)
      try expectPlan(store, HistoryTables.trade, page, nil, ["XBTUSD"])
      for size in BinSize.allCases { try expectPlan(store, HistoryTables.tradeBins[size], page, nil, ["XBTUSD"]) }
      try expectPlan(store, HistoryTables.quote, page, nil, ["XBTUSD"])
      try expectPlan(store, HistoryTables.insurance, page, nil, nil)
      for symbols in [nil, ["XBTUSD"]] {
        try expectPlan(store, HistoryTables.order, page, 1, symbols)
        try expectPlan(store, HistoryTables.execution, page, 1, symbols)
        try expectPlan(store, HistoryTables.execution, page, 1, symbols, isTradeHistory: true, with: "by trades")
        try expectPlan(store, HistoryTables.transact, page, 1, symbols)
      }
      let name = PublicID(.order, 1).description
      try expectPlan(store, HistoryTables.order, page, 1, nil, filter: #"{"clOrdID":"a"}"#, with: "clOrdID")
      try expectPlan(store, HistoryTables.order, page, 1, nil, filter: #"{"orderID":"\#(name)"}"#, with: "PRIMARY KEY")
      try expectPlan(store, HistoryTables.execution, page, 1, nil, filter: #"{"orderID":"\#(name)"}"#, with: "orderID")
    }
  }

  private func expectPlan<Row>(
    _ store: HistoryStore, _ table: HistoryTable<Row>, _ page: String, _ account: Int64?, _ subjects: [String]?,
    isTradeHistory: Bool = false, filter: String = "{}", with index: String = "INDEX"
  ) throws {
    var question = try HistoryQuestion(table, try QuestionTests.query(page, "", filter: filter))
    question.account = account
    question.subjects = subjects
    question.isTradeHistory = isTradeHistory
    let statement = HistoryStatement(question, nil, from: 0, 100)
    var plan: [String] = []
    try store.read("EXPLAIN QUERY PLAN " + statement.sql, statement.arguments) { plan.append($0["detail"]) }
    let text = plan.joined(separator: "; ")
    #expect(text.contains(index), "\(statement.sql): \(text)")
    // A scan along an index in the wanted order ends with the last row that is wanted.
    #expect(!text.contains("SCAN \(table.schema.name)") || text.contains("USING INDEX"), "\(statement.sql): \(text)")
    #expect(!text.contains("USE TEMP B-TREE FOR ORDER BY") || filter != "{}", "\(statement.sql): \(text)")
  }
}

/// A file that is gone when its test is over.
private final class File {
  let path = "/tmp/apus-history-\(UUID().uuidString).sqlite"

  deinit {
    do {
      for suffix in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: path + suffix) {
        try FileManager.default.removeItem(atPath: path + suffix)
      }
    } catch { Issue.record("\(path) is left: \(error)") }
  }
}

extension HistoryStore {
  func count(_ table: String) throws -> Int {
    var count = 0
    try read("SELECT COUNT(*) FROM \"\(table)\"", []) { count = $0[0] }
    return count
  }
}
