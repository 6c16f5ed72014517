import ApusModel
import ApusSandbox
import ArgumentParser

/// Lives through a stretch of history in fast time and checks every rule on the way.
struct Sandbox: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Live through days of history in fast time, check every invariant on the way, and draw a figure of them.",
    usage: "apus sandbox [<options>]",
    discussion: """
      An exchange in process, a crowd with leveraged positions, and an outside price that goes the way it went. After \
      every command books kept from the events alone are compared with the exchange; now and then, or with --audit after \
      every command, the exchange recomputes all of its state. The same seed gives the same figure, byte for byte.
      """)

  @Option(help: "Which days to live through.")
  var market = HistoryName.march2020

  @Option(help: "A file of bars to follow instead: timestamp,open,high,low,close,…", completion: .file())
  var bars: String?

  @Option(help: "What all chance comes from.")
  var seed: UInt64 = 1

  @Option(help: "How many people trade, 20 to 10,000.")
  var people = 1_000

  @Option(help: "Seconds from one outside price to the next.")
  var step: Int64 = 5

  @Option(help: "Hours to leave out at the beginning.")
  var from: Int64 = 0

  @Option(help: "How many hours to live through; all, unless said otherwise.")
  var hours: Int64?

  @Option(help: "Live through so many years of a quiet venue instead, and prove its sums at the end of each.")
  var years: Int?

  @Flag(help: "Recompute everything after every command.")
  var audit = false

  @Option(help: "Where to draw the figure: an SVG file.", completion: .file(extensions: ["svg"]))
  var report: String?

  func validate() throws {
    guard (20...10_000).contains(people) else { throw ValidationError("There must be 20 to 10,000 people.") }
    guard (1...60).contains(step) else { throw ValidationError("A step lasts 1 to 60 seconds.") }
    guard (1...100_000).contains(years ?? 1) else { throw ValidationError("Years are 1 to 100,000.") }
    guard from >= 0, from < 10_000, (1...10_000).contains(hours ?? 1) else {
      throw ValidationError("Hours are 1 to 10,000.")
    }
  }

  func run() throws {
    if let years { return try live(through: years) }
    var rehearsal = Rehearsal(
      Rehearsal.Plan(
        course: try course(), terms: Rehearsal.perpetual, people: people, seed: seed, auditing: audit ? 1 : 1_000))
    var progress = Progress("Living through it")
    while !rehearsal.isOver {
      rehearsal.step()
      progress.reached(rehearsal.progress.done, of: rehearsal.progress.of)
    }
    let summary = RehearsalSummary(of: rehearsal)
    for line in summary.lines { print(line) }
    if let report {
      var figure = ChronicleFigure(of: rehearsal.chronicle, title: title, subtitle: summary.subtitle(seed: seed))
      do throws(FileError) {
        try Files.replace(report, with: Array(figure.drawn().utf8), mode: 0o644)
      } catch { throw failure(error.description) }
    }
    StandardOutput.flush()
    for finding in rehearsal.findings { StandardError.say("apus: \(finding)") }
    if !rehearsal.findings.isEmpty { throw failure("\(rehearsal.findings.count) things did not hold") }
  }

  private var title: String {
    if let bars { return "The crowd on \(bars)" }
    switch market {
    case .march2020: return "12 and 13 March 2020, lived through by a simulated crowd"
    case .calm: return "A calm day of March 2020, lived through by a simulated crowd"
    }
  }

  private func course() throws -> Course {
    let whole =
      try bars.map { Course(through: try read($0), every: step * 1_000, seed: seed) }
      ?? market.history.course(every: step * 1_000, seed: seed)
    return whole.part(from: from * Timestamp.hour, lasting: (hours ?? 1_000_000) * Timestamp.hour)
  }

  private func read(_ path: String) throws -> [Bar] {
    do {
      return try BarFile.read(try Files.read(path))
    } catch let error as FileError {
      throw failure(error.description)
    } catch let error as BarFileError {
      throw failure("\(path), \(error)")
    }
  }
}

/// Days of history as they are named on the command line.
enum HistoryName: String, ExpressibleByArgument, CaseIterable {
  case march2020, calm

  /// The days of that name.
  var history: History {
    switch self {
    case .march2020: .march2020
    case .calm: .calm
    }
  }
}
