import ApusTestSupport
import Foundation
import Testing

/// Every rule of trading, one file each. `APUS_UPDATE_SCENARIOS=1` rewrites what is expected, for review.
@Suite struct ScenarioTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Scenarios")

  static func files() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path())
      .filter { $0.hasSuffix(".scenario") }.sorted()
  }

  @Test(arguments: try files())
  func rule(_ file: String) throws {
    let url = ScenarioTests.folder.appending(path: file)
    let told = try String(contentsOf: url, encoding: .utf8)
    let played = try Scenario.played(told)
    if ProcessInfo.processInfo.environment["APUS_UPDATE_SCENARIOS"] == "1" {
      try played.write(to: url, atomically: true, encoding: .utf8)
      return
    }
    for (expected, happened) in zip(told.split(separator: "\n"), played.split(separator: "\n")) {
      #expect(happened == expected, "in \(file)")
    }
  }
}
