import ApusVectors
import Foundation
import Testing

/// Worked examples of every rule, each evaluated with the venue's formulas.
@Suite struct GoldenTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()

  private static func cases(_ file: URL) throws -> [VectorCase]? {
    guard let bytes = FileManager.default.contents(atPath: file.path()) else { return nil }
    return try VectorFile(json: Array(bytes)).cases
  }

  private static func check(_ cases: [VectorCase]) {
    for example in cases {
      let verdict = example.verdict()
      #expect(verdict.holds, "\(verdict.id): \(verdict.failures)")
    }
  }

  @Test(arguments: [("golden", 101), ("variations", 87), ("worked", 330)])
  func `every example of our own tables holds to the last unit`(_ table: (name: String, count: Int)) throws {
    let cases = try #require(try GoldenTests.cases(GoldenTests.folder.appending(path: "Vectors/\(table.name).json")))
    #expect(cases.count == table.count)
    GoldenTests.check(cases)
  }

  @Test func `the published examples hold, read from where they are published`() throws {
    let file = GoldenTests.folder.appending(path: "../../../shared/spec/golden-vectors.json").standardizedFileURL
    guard let cases = try GoldenTests.cases(file) else {
      print("SKIPPED: golden-vectors.json is not here; nothing was proven about it")
      return
    }
    #expect(cases.count >= 101)
    GoldenTests.check(cases)
  }

  @Test func `what is no case fails alone and what is no file is refused`() throws {
    let text = """
      [7, {}, {"id": "b", "area": "value"}, {"id": "c", "area": "value", "inputs": 1, "expected": {"valueXBt": 1}},
       {"id": "d", "area": "value", "inputs": {}, "expected": {}},
       {"id": "f", "area": "value", "inputs": {"symbol": "DASHUSDT", "qty": 1, "price": "1"}, "expected": {"value": 1}},
       {"id": "g", "area": "options", "inputs": {"strike": "9000", "koBarrier": "0", "knockedOut": true},
        "expected": {"settleXBT": 0}},
       {"id": "h", "area": "value", "inputs": {"symbol": "XBTUSD", "qty": 100, "price": "4000"},
        "expected": {"valueXBt": 2500000}}]
      """
    let verdicts = try VectorFile(json: Array(text.utf8)).cases.map { $0.verdict() }
    #expect(
      verdicts.map { "\($0.id): \($0.failures.joined())" } == [
        "case 1: is no case but 7", "case 2: has no text 'area'", "b: has no 'expected'",
        "c: has 'inputs' without names",
        "d: expects nothing", "f: value: needs an input 'multiplier'", "g: settleXBT: cannot read 'koBarrier': 0",
        "h: ",
      ])
    for text in ["", "{", "7", "[]", "{\"cases\": 1}", "\u{0}"] {
      #expect(throws: VectorFileError.self) { try VectorFile(json: Array(text.utf8)) }
    }
  }

  @Test(arguments: ["golden", "variations", "worked"])
  func `a number out of bounds is refused wherever it stands`(_ name: String) throws {
    let wild = [
      "-1", "0", "1e300", "9223372036854775807", "-9223372036854775808", "\"\"", "\"1/0\"", "null", "[]", "{}", "true",
      "\"0.00000000000000000001\"", "\"99999999999\"", "1000000000000",
    ]
    let file = GoldenTests.folder.appending(path: "Vectors/\(name).json")
    let cases = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [[String: Any]])
    var broken: [[String: Any]] = []
    for (place, example) in cases.enumerated() {
      guard let inputs = example["inputs"] as? [String: Any] else { continue }
      for (turn, key) in inputs.keys.sorted().enumerated() {
        let value = try JSONSerialization.jsonObject(
          with: Data(wild[(place + turn) % wild.count].utf8), options: .fragmentsAllowed)
        var wrong = example
        wrong["inputs"] = inputs.merging([key: value]) { _, new in new }
        broken.append(wrong)
      }
    }
    let bytes = try JSONSerialization.data(withJSONObject: broken)
    let verdicts = try VectorFile(json: Array(bytes)).cases.map { $0.verdict() }
    #expect(verdicts.count == broken.count && verdicts.contains { !$0.holds })
  }

  /// The same value with its last digit changed, its truth denied or its order turned.
  private static func spoiled(_ value: Any) -> Any {
    switch value {
    case let text as String where text.contains { $0.isNumber }:
      guard let place = text.lastIndex(where: \.isNumber), let digit = text[place].wholeNumberValue else { return text }
      return text.replacingCharacters(in: place...place, with: String(digit < 9 ? digit + 1 : 8))
    case let text as String: return text + "?"
    case let list as [[Any]]: return Array(list.dropLast())
    case let list as [Any]: return Array(list.reversed())
    case let table as [String: Any]: return table.merging(["7": 3, "1": 3]) { _, new in new }
    case let flag as Bool where "\(value)" == "true" || "\(value)" == "false": return !flag
    case let number as Int64: return number + 1
    default: return value
    }
  }

  @Test(arguments: ["golden", "variations", "worked"]) func `a number that is off by its last unit fails`(
    _ name: String
  ) throws {
    let file = GoldenTests.folder.appending(path: "Vectors/\(name).json")
    let cases = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [[String: Any]])
    var spoiled: [[String: Any]] = []
    for example in cases {
      let expected = try #require(example["expected"] as? [String: Any])
      for (key, value) in expected {
        var wrong = example
        wrong["expected"] = expected.merging([key: GoldenTests.spoiled(value)]) { _, new in new }
        spoiled.append(wrong)
      }
    }
    let bytes = try JSONSerialization.data(withJSONObject: spoiled)
    let missed = try VectorFile(json: Array(bytes)).cases.map { $0.verdict() }.filter(\.holds)
    #expect(missed.isEmpty, "\(missed.map(\.id))")
  }

  @Test func `what no formula gives is said to be so`() throws {
    let text = """
      [{"id": "a", "area": "funding", "inputs": {}, "expected": {"mood": 1}},
       {"id": "b", "area": "astrology", "inputs": {}, "expected": {"value": 1}},
       {"id": "c", "area": "value", "inputs": {"qty": 1}, "expected": {"valueXBt": 1}},
       {"id": "d", "area": "value", "inputs": {"qty": "many", "price": "1"}, "expected": {"valueXBt": 1}},
       {"id": "e", "area": "value", "inputs": {"qty": 900000000000, "price": "0.0000000001"}, "expected": {"valueXBt": 1}}]
      """
    let failures = try VectorFile(json: Array(text.utf8)).cases.map { $0.verdict().failures }
    #expect(
      failures == [
        ["mood: cannot evaluate 'mood'"], ["value: cannot evaluate area 'astrology'"],
        ["valueXBt: needs an input 'price'"], ["valueXBt: cannot read 'qty': many"],
        ["valueXBt: cannot read 'qty': a value beyond bounds"],
      ])
  }
}
