import Testing

/// The floors of ARCHITECTURE.md: a target imports only what stands below it, and nothing else from outside.
@Suite struct LayerTests {
  static let floors: [String: Set<String>] = [
    "ApusModel": [],
    "ApusEngine": ["ApusModel", "CMemory"],
    "ApusSandbox": ["ApusModel", "ApusEngine"],
    "ApusJournal": ["CJournal", "Glibc", "Synchronization"],
    "ApusAPI": ["Crypto", "FoundationEssentials"],
    "ApusTables": ["ApusModel", "ApusAPI"],
    "ApusStore": ["ApusAPI", "CSQLite", "GRDB", "GRDBSQLite", "FoundationEssentials", "Synchronization"],
    "ApusVectors": ["ApusModel", "FoundationEssentials"],
    "ApusExchange": ["ApusModel", "ApusEngine", "ApusJournal", "ApusTables", "ApusAPI", "Glibc", "Synchronization"],
    "ApusGateway": [
      "ApusModel", "ApusAPI", "ApusTables", "ApusStore", "ApusExchange", "NIOCore", "NIOPosix", "NIOHTTP1",
      "NIOWebSocket", "NIOFoundationCompat", "Logging", "Glibc", "Synchronization", "FoundationEssentials",
    ],
  ]
  /// The command line stands on top and may use everything.
  static let free: Set<String> = ["apus", "CMemory", "CJournal", "CHeap"]

  static func imports(of file: SourceFile) -> [String] {
    file.codeLines.filter { $0.contains("import ") }.compactMap { line in
      line.firstMatch(
        of:
          /^\s*(?:@\w+(?:\([\w_]+\))?\s+|public\s+|internal\s+|private\s+|package\s+|fileprivate\s+)*import\s+(?:(?:struct|class|enum|protocol|func|var|typealias)\s+)?(\w+)/
      )
      .map { String($0.1) }
    }
  }

  @Test func `a target imports only from the floors below its own`() {
    for file in SourceFile.sources where !LayerTests.free.contains(file.target) {
      guard let floor = LayerTests.floors[file.target] else {
        Issue.record("\(file.target) stands on no floor")
        continue
      }
      let above = Set(LayerTests.imports(of: file)).subtracting(floor)
      #expect(above.isEmpty, "\(file.path) imports \(above.sorted().joined(separator: ", "))")
    }
  }

  @Test func `every import is seen, however it is written`() {
    #expect(SourceFile.blanked("let a = \"import X\" // import Y\n") == "let a =  \n")
    #expect(SourceFile.blanked("\"\\(a(\"b\"))c\" + d") == " + d")
    let all = Set(SourceFile.sources.flatMap(LayerTests.imports))
    #expect(all.contains("ApusModel") && all.contains("NIOCore") && all.contains("CMemory"))
  }
}
