import ArgumentParser

/// What this build calls itself.
enum Version {
  static let number = "0.1.0"
}

/// The program: a venue, and what one does to its log and its speed.
@main
struct Apus: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "apus",
    abstract: "A derivatives exchange on your own machine, with the BitMEX API.",
    discussion: """
      Start a venue with a market that lives by itself, then open the page it names:

        apus serve

      Exit codes:
         0  all went well
         1  it failed, or a check found something; standard error says what
         2  the log is damaged; nothing was changed
         3  the directory is in use by another process
        64  the command line was not understood
      """,
    version: "apus \(Version.number)",
    subcommands: [
      Serve.self, Replay.self, Audit.self, Explain.self, KeyCommand.self, Vectors.self, Sandbox.self, Bench.self,
    ])

  /// Begins with what must be there before the first file is opened.
  static func main() {
    StandardStreams.hold()
    main(nil)
  }
}
