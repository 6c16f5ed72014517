// swift-tools-version: 6.3
import PackageDescription

// Where a change is judged, a warning is an error; while it is being written, it may wait.
let isJudged = Context.environment["CI"] != nil || Context.environment["APUS_STRICT"] != nil

let settings: [SwiftSetting] =
  [
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
  ] + (isJudged ? [.treatAllWarnings(as: .error)] : [])

/// One module of the graph in ARCHITECTURE.md; the floors are held by Tests/TidyTests.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
  .testTarget(name: name, dependencies: dependencies, resources: resources, swiftSettings: settings)
}

let nio: [Target.Dependency] = [
  .product(name: "NIOCore", package: "swift-nio"),
  .product(name: "NIOPosix", package: "swift-nio"),
]

let targets: [Target] = [
  // Two instructions Swift cannot spell: prefetch and the huge-page advice. Header only.
  .target(name: "CMemory"),
  // System calls that Swift imports awkwardly, and the SSE4.2 checksum instruction.
  .target(name: "CJournal"),
  // The allocator's own count, for the benchmarks. Header only.
  .target(name: "CHeap"),
  // A setting of SQLite whose function Swift cannot call.
  .target(name: "CSQLite"),

  module("ApusModel"),
  module("ApusJournal", ["CJournal"]),
  module("ApusAPI", [.product(name: "Crypto", package: "swift-crypto")]),

  module("ApusEngine", ["ApusModel", "CMemory"]),
  module("ApusTables", ["ApusModel", "ApusAPI"]),
  module("ApusVectors", ["ApusModel"]),
  module(
    "ApusStore",
    [
      "ApusAPI", "CSQLite",
      .product(name: "GRDB", package: "GRDB.swift"), .product(name: "GRDBSQLite", package: "GRDB.swift"),
    ]),

  module("ApusSandbox", ["ApusModel", "ApusEngine"]),
  module("ApusExchange", ["ApusModel", "ApusEngine", "ApusJournal", "ApusTables", "ApusAPI"]),

  module(
    "ApusGateway",
    [
      "ApusModel", "ApusAPI", "ApusTables", "ApusStore", "ApusExchange",
      .product(name: "Logging", package: "swift-log"),
    ] + nio),

  .executableTarget(
    name: "apus",
    dependencies: [
      "ApusModel", "ApusEngine", "ApusJournal", "ApusAPI", "ApusTables", "ApusSandbox", "ApusExchange", "ApusStore",
      "ApusGateway",
      "ApusVectors", "CHeap",
      .product(name: "ArgumentParser", package: "swift-argument-parser"),
      .product(name: "Logging", package: "swift-log"),
    ],
    swiftSettings: settings),

  .target(
    name: "ApusTestSupport", dependencies: ["ApusModel", "ApusEngine", "ApusJournal"],
    path: "Tests/ApusTestSupport", swiftSettings: settings),
  // The differential run as a program, for the optimised engine and for deep runs.
  .executableTarget(
    name: "apus-check", dependencies: ["ApusModel", "ApusTestSupport"], path: "Tests/ApusCheck",
    swiftSettings: settings),
  tests("ApusModelTests", ["ApusModel", "ApusVectors"], resources: [.copy("Vectors")]),
  tests("ApusEngineTests", ["ApusModel", "ApusEngine", "ApusTestSupport"], resources: [.copy("Scenarios")]),
  tests("ApusJournalTests", ["ApusJournal"]),
  tests("ApusAPITests", ["ApusAPI"]),
  tests("ApusTablesTests", ["ApusModel", "ApusAPI", "ApusTables", "ApusEngine"]),
  tests("ApusStoreTests", ["ApusAPI", "ApusStore", .product(name: "GRDB", package: "GRDB.swift")]),
  tests("ApusSandboxTests", ["ApusModel", "ApusEngine", "ApusSandbox"]),
  tests("ApusExchangeTests", ["ApusModel", "ApusEngine", "ApusJournal", "ApusExchange", "ApusTables", "ApusAPI"]),
  tests(
    "ApusGatewayTests",
    [
      .product(name: "GRDB", package: "GRDB.swift"), "ApusModel", "ApusAPI", "ApusTables", "ApusStore", "ApusExchange",
      "ApusGateway",
    ] + nio),
  tests("SimulationTests", ["ApusModel", "ApusEngine", "ApusTestSupport"]),
  tests("TidyTests", []),
]

let dependencies: [Package.Dependency] = [
  .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),  // sockets, HTTP/1.1 and WebSocket framing
  .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),  // HMAC-SHA256 of request signatures
  .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),  // the command line and its help
  .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),  // SQLite, in which history is kept
  .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),  // structured logs
]

let package = Package(
  name: "apus",
  platforms: [.macOS(.v15)],
  products: ["ApusModel", "ApusEngine"].map { .library(name: $0, targets: [$0]) },
  dependencies: dependencies,
  targets: targets)
