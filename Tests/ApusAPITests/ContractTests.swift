import ApusAPI
import Foundation
import Testing

/// Recorded and published material that lies beside the repository; these tests are skipped where it is absent.
private enum Recorded {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared")

  static func has(_ path: String) -> Bool { FileManager.default.fileExists(atPath: folder.appending(path: path).path) }

  static func read(_ path: String) throws -> Data { try Data(contentsOf: folder.appending(path: path)) }
}

/// A column as another source describes it.
private struct Described: Equatable {
  var name: String
  var type: String
}

extension TableSchema {
  fileprivate var published: [Described] { columns.map { Described(name: $0.name, type: $0.type.published) } }
}

extension ColumnType {
  fileprivate var published: String {
    switch self {
    case .guid: "string guid"
    case .symbol, .string: "string "
    case .long: "integer int64"
    case .float: "number double"
    case .boolean: "boolean "
    case .timestamp, .timespan: "string date-time"
    case .levels, .texts, .objects: "array "
    case .object: "object "
    }
  }
}

@Suite("Our columns are those of the published contract")
struct ContractTests {
  private static let specification = "spec/bitmex-swagger.json"
  private static let frames = "data/bitmex-ws-20210722.jsonl"
  private static let instruments = "data/bitmex-instrument-active-20210722.json"

  @Test(
    "Names, order and types equal the published definitions, but for columns that clients need besides",
    .enabled(if: Recorded.has(specification), "the published definitions are not here"))
  func definitions() throws {
    // Profit contracts were gone by then, and their columns with them.
    try compare(
      InstrumentRow.schema, "Instrument",
      added: [
        "relistInterval", "optionStrikePcnt", "optionStrikeRound", "optionStrikePrice", "optionMultiplier", "capped",
        "optionUnderlyingPrice",
      ])
    try compare(SettlementRow.schema, "Settlement")
    try compare(OrderBookRow.schema, "OrderBookL2", added: ["transactTime"])
    try compare(QuoteRow.schema, "Quote")
    try compare(TradeRow.schema, "Trade")
    try compare(OrderRow.schema, "Order")
    try compare(ExecutionRow.schema, "Execution")
    // Announced in October 2025, after the published definitions.
    try compare(PositionRow.schema, "Position", added: ["strategy"])
    try compare(MarginRow.schema, "Margin")
    try compare(WalletRow.schema, "Wallet")
    try compare(TransactionRow.schema, "Transaction")
  }

  private func compare<Row>(_ schema: TableSchema<Row>, _ definition: String, added: [String] = []) throws {
    let document = try JSONSerialization.jsonObject(with: Recorded.read(Self.specification)) as? [String: Any]
    let definitions = try #require(document?["definitions"] as? [String: Any])
    let described = try #require(definitions[definition] as? [String: Any])
    let properties = try #require(described["properties"] as? [String: [String: Any]])
    let theirs = properties.map { name, property in
      Described(name: name, type: "\(property["type"] as? String ?? "") \(property["format"] as? String ?? "")")
    }
    let ours = schema.published.filter { !added.contains($0.name) }
    for column in theirs { #expect(ours.contains(column), "\(definition) lacks \(column.name): \(column.type)") }
    for column in ours { #expect(theirs.contains(column), "\(definition) has \(column.name): \(column.type) too many") }
    for name in added { #expect(properties[name] == nil, "\(definition).\(name) is no addition any more") }
    let required = try #require(described["required"] as? [String])
    for name in required { #expect(schema.column(name) != nil) }
  }

  @Test(
    "Partials announce what the recorded ones announced",
    .enabled(if: Recorded.has(frames), "the recorded session is not here"))
  func recordedPartials() throws {
    var seen: Set<String> = []
    for message in try recordedMessages() where message["action"] as? String == "partial" {
      let table = try #require(message["table"] as? String)
      seen.insert(table)
      switch table {
      // Prices and times on every book row, and the kind of a trade, came after the recording.
      case "orderBookL2": try compare(OrderBookRow.schema, message, added: ["timestamp", "transactTime"])
      case "quote": try compare(QuoteRow.schema, message)
      case "trade": try compare(TradeRow.schema, message, added: ["trdType"])
      default: Issue.record("a table that is not ours: \(table)")
      }
    }
    #expect(seen == ["orderBookL2", "quote", "trade"])
  }

  private func compare<Row>(_ schema: TableSchema<Row>, _ message: [String: Any], added: [String] = []) throws {
    var types = Dictionary(uniqueKeysWithValues: schema.columns.map { ($0.name, $0.type.rawValue) })
    for name in added { types[name] = nil }
    #expect(message["keys"] as? [String] == schema.keys)
    #expect(message["types"] as? [String: String] == types)
    let foreignKeys = Dictionary(uniqueKeysWithValues: schema.foreignKeys.map { ($0.column, $0.table) })
    #expect(message["foreignKeys"] as? [String: String] == foreignKeys)
    let attributes = Dictionary(uniqueKeysWithValues: schema.attributes.map { ($0.column, $0.attribute.rawValue) })
    #expect(message["attributes"] as? [String: String] == attributes)
  }

  private func recordedMessages() throws -> [[String: Any]] {
    try Recorded.read(Self.frames).split(separator: UInt8(ascii: "\n")).compactMap { line in
      let record = try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any]
      return record?["msg"] as? [String: Any]
    }
  }

  @Test(
    "Every recorded message is read, and every number and moment in it survives being written again",
    .enabled(if: Recorded.has(frames), "the recorded session is not here"))
  func recordedValues() throws {
    var count = 0
    for line in try Recorded.read(Self.frames).split(separator: UInt8(ascii: "\n")) {
      guard case .object(let record) = try readWithoutArrayLimit(Array(line)) else { continue }
      count += 1
      check(.object(record))
    }
    #expect(count > 2_000)
  }

  /// The full books of a recording are longer than any list a client may send.
  private func readWithoutArrayLimit(_ bytes: [UInt8]) throws -> JSONValue? {
    do throws(JSONRefusal) {
      return try JSONReader.read(bytes)
    } catch {
      guard error.reason == .tooManyElements else { throw error }
      return .object(JSONObject())
    }
  }

  private func check(_ value: JSONValue) {
    switch value {
    case .number(let text):
      let written = ApusAPI.Decimal(text)?.description
      #expect(written.flatMap(Double.init) == Double(text), "\(text) became \(written ?? "nothing")")
    case .array(let values): values.forEach(check)
    case .object(let object):
      for member in object.members {
        // In the head of a partial, the same name stands for the column itself.
        if member.name == "timestamp", case .string(let text) = member.value, text.first?.isNumber == true {
          check(moment: text)
        } else {
          check(member.value)
        }
      }
    default: break
    }
  }

  private func check(moment text: String) {
    guard let milliseconds = TimeReader.milliseconds(text) else {
      Issue.record("\(text) is no moment")
      return
    }
    var writer = JSONWriter()
    writer.append(timestamp: milliseconds)
    #expect(String(decoding: writer.bytes, as: UTF8.self) == "\"\(text)\"")
  }

  @Test(
    "Recorded instruments have our columns, but for those the venue dropped or added since",
    .enabled(if: Recorded.has(instruments), "the recorded instruments are not here"))
  func recordedInstruments() throws {
    guard case .array(let rows) = try JSONReader.read(Array(Recorded.read(Self.instruments))) else { return }
    #expect(rows.count == 10)
    let dropped: Set = [
      "inverseLeg", "sellLeg", "buyLeg", "insuranceFee", "openingTimestamp", "closingTimestamp",
      "sessionInterval", "bankruptLimitDownPrice", "bankruptLimitUpPrice", "prevTotalVolume", "indicativeTaxRate",
    ]
    let added: Set = ["instantPnl", "minTick"]
    let ours = InstrumentRow.schema.columns.map(\.name)
    for case .object(let row) in rows {
      let theirs = row.members.map(\.name)
      #expect(Set(theirs).subtracting(ours) == dropped)
      #expect(Set(ours).subtracting(theirs) == added)
      #expect(theirs.filter(ours.contains) == ours.filter(theirs.contains))
      for column in InstrumentRow.schema.columns { #expect(fits(row[column.name] ?? .null, column.type)) }
    }
  }

  private func fits(_ value: JSONValue, _ type: ColumnType) -> Bool {
    switch (type, value) {
    case (_, .null): true
    case (.symbol, .string), (.string, .string), (.boolean, .bool): true
    case (.long, .number(let text)): ApusAPI.Decimal(text)?.wholeNumber != nil
    case (.float, .number(let text)): ApusAPI.Decimal(text) != nil
    case (.timestamp, .string), (.timespan, .string): TimeReader.milliseconds(value) != nil
    default: false
    }
  }
}
