import ApusJournal
import Testing

@Suite("The benchmark")
struct BenchmarkTests {
  @Test("It measures both sides, reports its progress and leaves nothing behind")
  func smallest() throws {
    let directory = TemporaryDirectory()
    var rounds: [Int] = []
    let figures = try JournalBenchmark.run(
      in: directory.path, loads: [JournalBenchmark.Load(entries: 2, bytes: 128)], rounds: 3,
      roundTime: .milliseconds(5), options: JournalOptions(segmentLength: 1 << 16)
    ) { round, of in
      rounds.append(round)
      #expect(of == 3)
    }
    #expect(rounds == [1, 2, 3])
    #expect(figures.map(\.bytesPerCommit) == [64 + 2 * 144])
    #expect(figures[0].journal.count == 3 && figures[0].bare.count == 3)
    #expect(figures[0].ratio > 0)
    // The directory would not go, were anything left in it.
    #expect(throws: Never.self) {
      _ = try JournalBenchmark.run(
        in: directory.path, loads: [.usual[0]], rounds: 1, roundTime: .zero,
        options: JournalOptions(segmentLength: 1 << 16))
    }
  }
}
