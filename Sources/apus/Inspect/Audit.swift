import ApusEngine
import ApusJournal
import ArgumentParser

/// Replays a log and holds the outcome against every invariant and the newest snapshot.
struct Audit: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Replay a venue's log and check everything that must hold.",
    discussion: """
      Checks that every block of the log is as written, that money, positions, margin and book agree with themselves when \
      computed afresh, and that the newest snapshot is the state the log leads to. Ends with code 1 if anything is found.
      """)

  @Argument(help: "The venue's directory; no venue may be running on it.", completion: .directory)
  var directory: String

  func run() throws {
    let findings: [String]
    do throws(LogRefusal) { findings = try audit() } catch { throw error.ending }
    for finding in findings { print("found: \(finding)") }
    guard findings.isEmpty else { throw failure("\(findings.count) findings in \(directory)") }
    print("All is well.")
  }

  private func audit() throws(LogRefusal) -> [String] {
    var progress = Progress("Auditing")
    var replay = try LogReplay(directory: directory)
    let found = try replay.newestSnapshot()
    var findings = found.damaged.map(\.description)
    if let snapshot = found.snapshot {
      try replay.advance(to: snapshot.sequence, &progress)
      findings += replay.engine.audit().map { "at entry \(snapshot.sequence): \($0)" }
      let fingerprint = replay.engine.fingerprint()
      if fingerprint != snapshot.fingerprint {
        findings.append(
          "the snapshot of entry \(snapshot.sequence) has fingerprint \(snapshot.fingerprint.hexadecimal), "
            + "the log leads to \(fingerprint.hexadecimal)")
      }
      print("snapshot     of entry \(snapshot.sequence), fingerprint \(fingerprint.hexadecimal)")
    }
    try replay.advance(to: replay.lastSequence, &progress)
    findings += replay.engine.audit()
    print("entries      \(replay.engine.sequence)")
    print("fingerprint  \(replay.engine.fingerprint().hexadecimal)")
    return findings
  }
}
