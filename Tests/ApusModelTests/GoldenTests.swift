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

  @Test(arguments: [("golden", 101), ("variations", 85)])
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

  /// The same value with its last digit changed, its truth denied or its order turned.
  private static func spoiled(_ value: Any) -> Any {
    switch value {
    case let text as String where text.contains { $0.isNumber }:
      guard let place = text.lastIndex(where: \.isNumber), let digit = text[place].wholeNumberValue else { return text }
      return text.replacingCharacters(in: place...place, with: String(digit < 9 ? digit + 1 : 8))
    case let list as [Any]: return Array(list.reversed())
    case let table as [String: Any]: return table.merging(["7": 3, "1": 3]) { _, new in new }
    case let flag as Bool where "\(value)" == "true" || "\(value)" == "false": return !flag
    case let number as Int64: return number + 1
    default: return value
    }
  }

  @Test(arguments: ["golden", "variations"]) func `a number that is off by its last unit fails`(_ name: String) throws {
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
