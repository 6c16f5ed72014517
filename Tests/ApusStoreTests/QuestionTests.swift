import ApusAPI
import Testing

@testable import ApusStore

/// Questions answered in SQL, held against the same questions answered row by row.
@Suite struct QuestionTests {
  /// Conditions as clients send them.
  static let filters = [
    "{}", #"{"side":"Buy"}"#, #"{"side":["Buy","Sell"],"size":300}"#, #"{"size":[100,200]}"#, #"{"price":60001}"#,
    #"{"price":60000.5}"#, #"{"homeNotional":null}"#, #"{"homeNotional":[null,0.00000001]}"#,
    #"{"startTime":"2026-02-01"}"#, #"{"endTime":"2026-01-20T12:00:00.000Z"}"#, #"{"timestamp.ww":6}"#,
    #"{"timestamp.date":"2026-01-03"}"#, #"{"timestamp.month":"2026-02"}"#, #"{"timestamp.year":2026}"#,
    #"{"timestamp.hh":[3,4,5]}"#, #"{"timestamp.uu":11}"#, #"{"timestamp.mm":3}"#, #"{"timestamp.dd":9}"#,
    #"{"timestamp.ss":11}"#, #"{"timestamp.minute":"03:14"}"#, #"{"side":"Nobody"}"#,
  ]
  static let pages = [
    "", "count=10", "count=7&start=13", "reverse=true&count=25", "count=5&start=3&reverse=true", "count=9&start=97",
    "count=9&start=150&reverse=true", "start=5000", "start=5000&reverse=true",
  ]
  static let times = ["", "startTime=2026-01-10", "endTime=2026-02-02", "startTime=2026-01-05&endTime=2026-01-06"]

  @Test(arguments: filters) func tradesAreFoundAsByHand(filter: String) throws {
    // With marks so close that every page but the first is found by them.
    let store = try HistoryStore(spacing: 4)
    for batch in 0..<6 {
      try store.write(through: UInt64(batch)) {
        try $0.add(SampleRows.trades[batch * 100..<batch * 100 + 100], to: HistoryTables.trade)
      }
    }
    for page in Self.pages {
      for time in Self.times {
        for symbols in [nil, ["XBTUSD"], ["ETHUSD", "XBTUSD"], []] {
          let query = try Self.query(page, time, filter: filter)
          var question = try HistoryQuestion(HistoryTables.trade, query)
          question.subjects = symbols
          let rows = SampleRows.trades.filter { symbols?.contains($0.symbol) ?? true }
            .sorted { ($0.timestamp, $0.symbol) < ($1.timestamp, $1.symbol) }
          let answer = String(decoding: try store.answer(question), as: UTF8.self)
          #expect(try answer == Self.byHand(rows, query), "\(filter) \(page) \(time) \(symbols ?? ["all"])")
        }
      }
    }
  }

  @Test(arguments: [
    "{}", #"{"open":true}"#, #"{"ordStatus.isTerminated":true}"#, #"{"execType":"Funding"}"#,
    #"{"workingIndicator":true}"#, #"{"clOrdID":"mine 45, \"quoted\""}"#, #"{"clOrdID":null}"#,
    #"{"orderID":"not one of ours"}"#,
  ])
  func executionsAreFoundAsByHand(filter: String) throws {
    let store = try HistoryStore(spacing: 4)
    try store.write(through: 7) { try $0.add(SampleRows.executions, to: HistoryTables.execution) }
    for page in Self.pages {
      for isTradeHistory in [false, true] {
        let query = try Self.query(page, "", filter: filter)
        var question = try HistoryQuestion(HistoryTables.execution, query)
        question.account = 2
        question.isTradeHistory = isTradeHistory
        let kinds = ["Trade", "Funding", "Settlement", "Liquidation"]
        let rows = SampleRows.executions
          .filter { $0.account == 2 && (!isTradeHistory || kinds.contains($0.execType ?? "")) }
        let answer = String(decoding: try store.answer(question), as: UTF8.self)
        #expect(try answer == Self.byHand(rows, query), "\(filter) \(page)")
      }
    }
  }

  @Test func anOrderIsFoundByItsName() throws {
    let store = try HistoryStore()
    try store.write(through: 7) { try $0.add(SampleRows.executions, to: HistoryTables.execution) }
    let wanted = SampleRows.executions[100]
    let name = try #require(wanted.orderID).description
    let query = try Self.query("columns=orderID", "", filter: #"{"orderID":"\#(name)"}"#)
    var question = try HistoryQuestion(HistoryTables.execution, query)
    question.account = wanted.account
    let answer = String(decoding: try store.answer(question), as: UTF8.self)
    #expect(
      answer.hasPrefix(#"[{"execID":"\#(wanted.execID)","orderID":"\#(name)","symbol":"ETHUSD""#)
        && answer.hasSuffix("}]"))
  }

  @Test func rowsOfThePresentFollowThoseOfThePast() throws {
    let store = try HistoryStore()
    let rows = SampleRows.trades.filter { $0.symbol == "XBTUSD" }
    let (past, present) = (rows.dropLast(2), rows.suffix(2))
    try store.write(through: 7) { try $0.add(rows, to: HistoryTables.trade) }
    for page in ["count=1000", "count=3&reverse=true", "count=5&start=1&reverse=true", "start=2&count=3&reverse=true"] {
      let query = try Self.query(page, "", filter: #"{"size":[100,200,300,400,500,600,700]}"#)
      var question = try HistoryQuestion(HistoryTables.trade, query)
      question.subjects = ["XBTUSD"]
      question.present = Array(present)
      question.presentTime = present.first?.timestamp
      let told = past.filter { $0.timestamp < present.first?.timestamp ?? 0 } + present
      let answer = String(decoding: try store.answer(question), as: UTF8.self)
      #expect(try answer == Self.byHand(Array(told), query), "\(page)")
    }
  }

  @Test func linesAreQuotedWhereTheyMustBe() throws {
    let store = try HistoryStore()
    try store.write(through: 7) { try $0.add(SampleRows.executions.prefix(1), to: HistoryTables.execution) }
    let query = try Self.query("columns=clOrdID,price,workingIndicator,timestamp,avgPx", "", filter: "{}")
    var question = try HistoryQuestion(HistoryTables.execution, query)
    question.account = 1
    let id = SampleRows.executions[0].execID
    let answer = String(decoding: try store.answer(question, as: .csv), as: UTF8.self)
    #expect(
      answer
        == "execID,clOrdID,symbol,price,workingIndicator,avgPx,timestamp\r\n"
        + "\(id),\"mine 0, \"\"quoted\"\"\",ETHUSD,60000,true,,2026-01-01T00:00:00.000Z\r\n")
  }

  // MARK: By hand

  static func query(_ page: String, _ time: String, filter: String) throws -> TableQuery {
    var members = [JSONObject.Member("filter", .string(filter)), JSONObject.Member("count", .string("1000"))]
    for pair in (page + "&" + time).split(separator: "&") {
      let parts = pair.split(separator: "=").map(String.init)
      members.removeAll { $0.name == parts[0] }
      members.append(JSONObject.Member(parts[0], .string(parts[1])))
    }
    return try TableQuery(JSONObject(members), most: 1_000)
  }

  private static func byHand<Row: TableRow>(_ rows: [Row], _ query: TableQuery) throws -> String {
    let conditions = try query.rowFilter(Row.schema)
    let ordered = query.reverse ? rows.reversed() : rows
    var writer = JSONWriter()
    writer.beginArray()
    for row in ordered.filter(conditions.matches).dropFirst(query.start).prefix(query.count) {
      writer.append(row, try query.selection(Row.schema))
    }
    writer.endArray()
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}
