import ApusJournal
import ArgumentParser

/// Measures how much of the disk's own speed the journal leaves.
struct BenchJournal: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "journal",
    abstract: "Measure durable commits beside a bare loop of one write and one flush.",
    discussion: "Both write the same bytes to prepared space in alternating rounds; what counts is their ratio.")

  @Option(help: "Where to write; a directory on the disk that is meant.", completion: .directory)
  var data = "."

  @Option(help: "How many rounds.")
  var rounds = 7

  func validate() throws {
    guard rounds > 0 else { throw ValidationError("There must be at least one round.") }
  }

  func run() throws {
    var progress = Progress("Measuring")
    let figures: [JournalBenchmark.Figures]
    do throws(JournalError) {
      figures = try JournalBenchmark.run(in: data, rounds: rounds) { progress.reached($0, of: $1) }
    } catch { throw failure(error.description) }
    for figure in figures {
      print(
        "\(figure.load.entries) entries a commit, \(figure.bytesPerCommit) bytes: journal "
          + "\(figure.journal.median.written(0)) commits/s, bare loop \(figure.bare.median.written(0)) commits/s, "
          + "ratio \((100 * figure.ratio).written()) %")
    }
  }
}
