import Testing

/// Words that have no place in a part of the source.
@Suite struct WordTests {
  private func expect(
    no words: [String], in files: [SourceFile], except allowed: [String] = [], because reason: String
  ) {
    let banned = Set(words.map { Substring($0) })
    for file in files where !allowed.contains(where: { file.path.hasPrefix($0) }) {
      for (line, word) in file.words where banned.contains(word) {
        Issue.record("\(file.path):\(line) says \(word): \(reason)")
      }
    }
  }

  private var core: [SourceFile] { SourceFile.of("ApusModel", "ApusEngine", "ApusSandbox") }

  @Test func `the core has no clock, no chance, no floating point, no tasks and no surroundings`() {
    expect(
      no: [
        "Date", "Clock", "ContinuousClock", "SuspendingClock", "Duration", "DispatchTime", "clock_gettime", "Double",
        "Float", "Float16", "Float80", "Decimal", "SystemRandomNumberGenerator", "async", "await", "actor", "Task",
        "Thread", "Mutex", "Atomic", "FileManager", "FileHandle", "ProcessInfo", "CommandLine", "print",
        "malloc", "ObjectIdentifier",
      ], in: core, because: "the same entries must give the same events everywhere")
    for file in core {
      let chance = file.code.contains(/\.(random|shuffled|shuffle|randomElement)\(/) && !file.code.contains("using:")
      #expect(!chance, "\(file.path) draws without saying from which seed")
    }
  }

  @Test func `the engine keeps nothing in the order of a hash`() {
    let engine = SourceFile.of("ApusEngine")
    expect(
      no: ["Dictionary", "Set", "Hasher", "hashValue"], in: engine, because: "a hash is seeded by the process")
    for file in engine {
      #expect(!file.code.contains(/\[\s*[A-Z]\w*\s*:\s*[A-Z\[]/), "\(file.path) has a dictionary")
    }
  }

  @Test func `the engine's path of a command has no text`() {
    expect(
      no: ["String", "Substring", "Character"], in: SourceFile.of("ApusEngine"),
      except: ["Sources/ApusEngine/Engine+Audit", "Sources/ApusEngine/Flow/"],
      because: "names become numbers at the edge")
  }

  @Test func `no error is dropped and nothing is left to be done`() {
    expect(
      no: ["fatalError", "NSLock", "DispatchQueue"],
      in: SourceFile.sources, because: "impossible is a precondition with its facts")
    for file in SourceFile.sources + SourceFile.tests {
      #expect(!file.code.contains(/\btry\?/), "\(file.path) drops an error")
      // Written in two parts so that this line is not one of them.
      let marks = ["TO" + "DO", "FIX" + "ME"]
      #expect(!marks.contains { file.text.contains($0) }, "\(file.path) leaves something to be done")
    }
  }

  @Test func `no type is named after nothing in particular`() {
    for file in SourceFile.sources {
      let found = file.code.firstMatch(
        of: /\b(struct|class|enum|protocol|actor|typealias)\s+\w*(Manager|Helper|Utils?|Utility|Base|Impl|Common)\b/)
      #expect(found == nil, "\(file.path) declares \(found.map { String($0.0) } ?? "")")
    }
  }

  @Test func `no test waits for time to pass`() {
    for file in SourceFile.tests {
      #expect(!file.code.contains(/\b(u|nano)?sleep\s*\(/), "\(file.path) sleeps")
    }
  }
}
