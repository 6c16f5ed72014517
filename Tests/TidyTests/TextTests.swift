import Foundation
import Testing

/// Committed text speaks of the project alone.
@Suite struct TextTests {
  private static var texts: [String] {
    let endings = [
      ".swift", ".md", ".h", ".c", ".js", ".css", ".html", ".py", ".sh", ".yml", ".csv", ".scenario", ".json",
    ]
    let folders = ["Sources", "Tests", "docs", "Web", "scripts", "Benchmarks"]
    let top = FileManager.default.enumerator(
      at: SourceFile.root, includingPropertiesForKeys: nil, options: [.skipsSubdirectoryDescendants, .skipsHiddenFiles])
    let names = top?.compactMap { ($0 as? URL)?.lastPathComponent } ?? []
    return folders.flatMap { SourceFile.files(in: $0, endings: endings + [""]) }.filter {
      !$0.contains("/node_modules/")
    }
      + names.filter { name in name == "Makefile" || endings.contains { name.hasSuffix($0) } }
  }

  @Test func `no text names a place on somebody's machine`() {
    // Written in parts so that this line is not one of them.
    let places = ["/wo" + "rk/", "/ro" + "ot/", "/Us" + "ers/", "/ho" + "me/", "C:" + "\\Users"]
    for path in TextTests.texts {
      guard let bytes = FileManager.default.contents(atPath: SourceFile.root.appending(path: path).path()),
        let text = String(bytes: bytes, encoding: .utf8)
      else { continue }
      for place in places where text.contains(place) { Issue.record("\(path) names \(place)") }
    }
  }

  @Test func `texts are found`() {
    #expect(TextTests.texts.contains("Package.swift"))
    #expect(TextTests.texts.count > 100)
  }
}
