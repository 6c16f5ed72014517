import ArgumentParser

/// The speed of the parts and of the whole.
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure the engine, the journal or a whole venue.",
    discussion: """
      Each benchmark puts its figures beside a yardstick measured in the same minute, because only such ratios mean \
      anything on a machine that others use too. A wrong result has no speed: what can be verified is verified first.
      """,
    subcommands: [
      BenchFlow.self, BenchJournal.self, BenchVenue.self, BenchGateway.self, BenchMark.self, BenchHistory.self,
      BenchFill.self,
    ])
}
