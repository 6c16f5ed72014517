import ApusSandbox
import Foundation

/// The recorded market of 2024-08-08, which is kept beside the repository and not in it.
enum RecordedTape {
  static let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "../shared/data/inverse-perp-btcusd-l2-20240808.csv").standardized.path

  static var isThere: Bool {
    let there = FileManager.default.fileExists(atPath: path)
    if !there { print("SKIPPED: the recorded tape is not there: \(path)") }
    return there
  }

  static func read() throws -> Tape {
    try Tape([UInt8](Data(contentsOf: URL(filePath: path))))
  }
}
