import Glibc

/// The journal beside the least that any journal must do: one write and one flush of the same bytes per commit.
public enum JournalBenchmark {
  /// The batches of one measurement.
  public struct Load: Equatable, Sendable {
    /// Entries a commit.
    public var entries: Int
    /// Bytes an entry.
    public var bytes: Int

    /// Batches of `entries` entries of `bytes` bytes.
    public init(entries: Int, bytes: Int) {
      self.entries = entries
      self.bytes = bytes
    }

    /// Single entries, small batches, and large ones.
    public static let usual = [
      Load(entries: 1, bytes: 128), Load(entries: 64, bytes: 128), Load(entries: 512, bytes: 128),
    ]
  }

  /// What one load came to.
  public struct Figures: Sendable {
    /// The load.
    public var load: Load
    /// Bytes written a commit, headers included.
    public var bytesPerCommit: Int
    /// Acknowledged commits a second of the journal, round by round.
    public var journal: [Double] = []
    /// Commits a second of the bare loop, round by round.
    public var bare: [Double] = []

    /// The median over the rounds of the journal's rate divided by the bare loop's.
    public var ratio: Double { zip(journal, bare).map { $0 / $1 }.sorted()[journal.count / 2] }
  }

  /// Measures each load in alternating rounds in a directory made for it inside `directory` and removed after.
  ///
  /// Both sides begin a round with space prepared, and no round writes more than half a segment: what is compared is
  /// the commit, not how fast the disk takes zeros. The journal prepares its next segment within its own rounds.
  /// - Parameter roundTime: how long the journal and the bare loop each run in a round at most.
  /// - Parameter progress: called before each round with its number, from one, and how many there are.
  /// - Throws: what the storage refused.
  public static func run(
    in directory: String, loads: [Load] = Load.usual, rounds: Int = 7, roundTime: Duration = .milliseconds(500),
    options: JournalOptions = JournalOptions(),
    progress: (Int, Int) -> Void = { _, _ in }
  ) throws(JournalError) -> [Figures] {
    precondition(rounds > 0 && !loads.isEmpty, "\(rounds) rounds of \(loads.count) loads")
    let path = directory + "/journal-benchmark"
    let storage = try DiskStorage(directory: path)
    var results: [Figures] = []
    for load in loads {
      try clean(storage)
      var contest = try Contest(load, storage, options)
      for round in 0..<rounds {
        progress(results.count * rounds + round + 1, loads.count * rounds)
        try contest.play(journalFirst: round % 2 == 0, roundTime)
      }
      results.append(contest.figures)
    }
    try clean(storage)
    if unsafe rmdir(path) != 0 { throw .storage(.remove, file: path, code: errno) }
    return results
  }

  private static func clean(_ storage: DiskStorage) throws(JournalError) {
    for name in try storage.names() where name != "." && name != ".." { try storage.remove(name) }
  }
}

/// The journal and the bare loop, ready to write the same.
private struct Contest: ~Copyable {
  var figures: JournalBenchmark.Figures
  private var journal: Journal
  private let bare: OpenFile
  private let bareLength: Int
  private var offset = 0
  private let block: Memory
  private let payload: [UInt8]

  init(_ load: JournalBenchmark.Load, _ storage: DiskStorage, _ options: JournalOptions) throws(JournalError) {
    let journal = try Journal(storage: storage, options: options)
    let bare = try OpenFile(storage, "bare", create: true)
    bare.beginFilling(length: options.segmentLength)
    try bare.finishFilling()
    let bytes = BlockHeader.size + load.entries * Frame.size(payload: load.bytes)
    figures = JournalBenchmark.Figures(load: load, bytesPerCommit: bytes)
    self.journal = journal
    self.bare = bare
    bareLength = options.segmentLength
    block = Memory(capacity: bytes)
    payload = [UInt8](repeating: 0x5A, count: load.bytes)
  }

  private var limit: Int { max(1, bareLength / 2 / block.capacity) }

  /// One round; whoever goes second finds a busier disk, so the caller changes the order.
  mutating func play(journalFirst: Bool, _ time: Duration) throws(JournalError) {
    for isJournal in [journalFirst, !journalFirst] {
      try journal.settle()
      if isJournal { figures.journal.append(try commits(in: time)) } else { figures.bare.append(try writes(in: time)) }
    }
  }

  private mutating func commits(in time: Duration) throws(JournalError) -> Double {
    let start = ContinuousClock.now
    var count = 0
    while count < limit, ContinuousClock.now - start < time {
      for _ in 0..<figures.load.entries { journal.append(journal.lastSequence + 1, payload) }
      try journal.commit()
      count += 1
    }
    return Double(count) / (ContinuousClock.now - start).seconds
  }

  private mutating func writes(in time: Duration) throws(JournalError) -> Double {
    let start = ContinuousClock.now
    var count = 0
    while count < limit, ContinuousClock.now - start < time {
      if offset + block.capacity > bareLength { offset = 0 }
      try block.write(0, block.capacity, to: bare, at: offset)
      try bare.flush()
      offset += block.capacity
      count += 1
    }
    return Double(count) / (ContinuousClock.now - start).seconds
  }
}

extension Duration {
  fileprivate var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
