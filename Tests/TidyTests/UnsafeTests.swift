import Testing

/// Where memory is handled by hand: `Memory/` of engine and model, the journal, and the few files named here.
@Suite struct UnsafeTests {
  /// Files outside of those that say `unsafe`. The list may only shrink.
  static let named: Set<String> = [
    "Sources/ApusExchange/Intake/Gate.swift",
    "Sources/ApusExchange/Intake/VenueClock.swift",
    "Sources/ApusExchange/Intake/Worker.swift",
    "Sources/ApusExchange/Log/JournalLog.swift",
    "Sources/ApusGateway/Doors/WallClock.swift",
    "Sources/ApusStore/RowStatement.swift",
    "Sources/apus/Bench/ThreadClock.swift",
    "Sources/apus/Inspect/LogReplay.swift",
    "Sources/apus/Load/ChildProcess.swift",
    "Sources/apus/Load/Connection.swift",
    "Sources/apus/Load/Servers.swift",
    "Sources/apus/Serve/Bell.swift",
    "Sources/apus/Serve/Pause.swift",
    "Sources/apus/Serve/Signals.swift",
    "Sources/apus/Serve/Worker.swift",
    "Sources/apus/Terminal/Files.swift",
    "Sources/apus/Terminal/StandardError.swift",
    "Sources/apus/Terminal/StandardStreams.swift",
  ]

  @Test func `memory is handled by hand only where it must be`() {
    let found = SourceFile.sources.filter { file in
      file.words.contains { $0.word == "unsafe" } && file.target != "ApusJournal"
        && !["Sources/ApusEngine/Memory/", "Sources/ApusModel/Memory/"].contains { file.path.hasPrefix($0) }
    }
    let paths = Set(found.map(\.path))
    let core = paths.filter { path in
      ["ApusModel", "ApusEngine", "ApusSandbox", "ApusAPI", "ApusTables"].contains { path.hasPrefix("Sources/\($0)/") }
    }
    #expect(core.isEmpty, "unsafe outside of Memory/: \(core.sorted())")
    #expect(paths.subtracting(UnsafeTests.named).isEmpty, "new: \(paths.subtracting(UnsafeTests.named).sorted())")
    #expect(UnsafeTests.named.subtracting(paths).isEmpty, "gone: \(UnsafeTests.named.subtracting(paths).sorted())")
  }
}
