import ApusAPI
import ApusEngine
import ApusModel
import ArgumentParser

/// Replays a log and says where it leads.
struct Replay: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Replay a venue's log from its first entry and print where it leads.",
    discussion: """
      The same log leads to the same fingerprint on every machine and in every build. With --until it stops after that \
      entry, to see the venue as it was.
      """)

  @Argument(help: "The venue's directory; no venue may be running on it.", completion: .directory)
  var directory: String

  @Option(help: "The last entry to apply.")
  var until: UInt64?

  func run() throws {
    do throws(LogRefusal) {
      var progress = Progress("Replaying")
      var replay = try LogReplay(directory: directory)
      if let until, until > replay.lastSequence {
        throw LogRefusal("the log ends at entry \(replay.lastSequence), before --until \(until)")
      }
      try replay.advance(to: min(until ?? .max, replay.lastSequence), &progress)
      report(replay)
    } catch { throw error.ending }
  }

  private func report(_ replay: borrowing LogReplay) {
    print("entry        \(replay.engine.sequence) of \(replay.lastSequence)")
    print("time         \(written(replay.engine.time.rawValue))")
    for command in replay.counts.commands { print("  \(command.name): \(command.count)") }
    print("events       \(replay.counts.events)")
    print("trades       \(replay.counts.trades)")
    print("rejections   \(replay.counts.rejections)")
    print("fingerprint  \(replay.engine.fingerprint().hexadecimal)")
  }

  private func written(_ milliseconds: Int64) -> String {
    var writer = JSONWriter()
    writer.append(timestamp: milliseconds)
    return String(decoding: writer.bytes.filter { $0 != UInt8(ascii: "\"") }, as: UTF8.self)
  }
}

extension UInt64 {
  /// Sixteen hexadecimal digits.
  var hexadecimal: String {
    let digits = String(self, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
