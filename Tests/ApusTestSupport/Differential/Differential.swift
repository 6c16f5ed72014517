public import ApusModel

/// Where the engine and its twin, or the engine and itself, first said different things.
public struct Disagreement: Error, Sendable {
  /// The world and its stream.
  public let seed: UInt64
  /// How many entries the stream had.
  public let steps: Int
  /// The entry at which it showed.
  public let sequence: UInt64
  /// What differs.
  public let finding: String

  /// The finding, one line to repeat it, and the fewest entries that still show it.
  public var report: String {
    let entries = Differential.shrunk(self).map { "  \($0.sequence) at \($0.time.rawValue): \(words($0.command))" }
    let text = """
      \(finding)
      Repeat: apus-check 1 --seed \(seed) --steps \(steps)     (entry \(sequence))
      \(entries.joined(separator: "\n"))
      """
    return text.replacing("ApusModel.", with: "").replacing("rawValue: ", with: "")
  }

  private func words(_ command: Command) -> String {
    // A listing carries only where its terms stand.
    if case .listInstrument(let listing) = command { return "listInstrument(\(listing.terms))" }
    return "\(command)"
  }
}

/// What a run has seen: evidence that it went everywhere it was meant to go.
public struct Coverage: Sendable {
  /// Entries applied.
  public var commands = 0
  /// Events stated.
  public var events = 0
  /// Matches.
  public var trades = 0
  /// Snapshots taken and restored.
  public var restores = 0
  /// Refusals by reason.
  public var rejections: [Rejection: Int] = [:]
  /// What happened by itself, by the name of the event.
  public var processes: [String: Int] = [:]
  /// Cancels by reason.
  public var cancels: [CancelReason: Int] = [:]

  /// Nothing seen.
  public init() {}

  private mutating func process(_ event: Event) {
    processes["\(event)".split(separator: "(").first.map(String.init) ?? "", default: 0] += 1
  }

  mutating func count(_ happenings: [Happening]) {
    commands += 1
    events += happenings.count
    for happening in happenings {
      switch happening.event {
      case .rejected(let rejected): rejections[rejected.reason, default: 0] += 1
      case .orderCanceled(let canceled): cancels[canceled.reason, default: 0] += 1
      case .fundingPaid, .interestCharged, .fairBasisChanged, .interestStepSet: process(happening.event)
      case .indexChanged(let change): processes[change.isValid ? "indexChanged" : "indexInvalid", default: 0] += 1
      case .walletChanged(let change) where change.reason == .insurance: processes["madeGood", default: 0] += 1
      case .remarked: processes["remarked", default: 0] += 1
      case .withdrawalChanged(let change): processes["withdrawal \(change.status)", default: 0] += 1
      case .liquidationStepped(let step): processes["\(step.step)", default: 0] += 1
      case .filled(let fill):
        trades += fill.isMaker && fill.kind == .trade ? 1 : 0
        if fill.isConcealed { processes["concealedFill", default: 0] += 1 }
        if fill.account == .venue && fill.profit < .zero { processes["insuranceSpent", default: 0] += 1 }
      default: break
      }
    }
  }

  /// The reasons to refuse and to cancel that were never met.
  public var missing: [String] {
    // Nobody in a small world is rich enough to hold too much; `HoldingTests` and a scenario are. The others belong to
    // rules that the worlds do not ask for yet: this list may only shrink.
    let unasked: Set<Rejection> = [
      .tooManyContracts
    ]
    let refusals = Rejection.allCases.filter { rejections[$0] == nil && !unasked.contains($0) }.map { "\($0)" }
    let reasons: [CancelReason] = [
      .requested, .wouldTake, .notImmediate, .notAll, .selfMatch, .nothingToReduce, .cancelAllAfter,
      .insufficientMargin, .noRoom, .dayEnded, .priceBand, .settlement, .restricted, .liquidation, .deleveraged,
      .linked,
    ]
    let expected = [
      "fundingPaid", "interestCharged", "fairBasisChanged", "interestStepSet", "indexChanged", "indexInvalid",
      "ordersCanceled", "takenOver", "deleveraged", "insuranceSpent", "concealedFill", "madeGood",
      "remarked", "withdrawal pending", "withdrawal completed", "withdrawal canceled",
    ]
    return refusals + expected.filter { processes[$0] == nil } + reasons.filter { cancels[$0] == nil }.map { "\($0)" }
  }

  /// Adds what another run has seen.
  public mutating func add(_ other: Coverage) {
    commands += other.commands
    events += other.events
    trades += other.trades
    restores += other.restores
    rejections.merge(other.rejections, uniquingKeysWith: +)
    processes.merge(other.processes, uniquingKeysWith: +)
    cancels.merge(other.cancels, uniquingKeysWith: +)
  }
}

/// Runs the engine beside its naive twin on one world's random commands, with audits on the way.
public enum Differential {
  /// Tries a world for so many commands; throws the first disagreement.
  ///
  /// - Parameter auditing: after how many commands everything is recomputed once; 1 does it after each.
  public static func run(seed: UInt64, steps: Int, auditing: Int = 1) throws(Disagreement) -> Coverage {
    var trial = Trial(World(seed: seed), steps: steps, auditing: auditing)
    try trial.run()
    return trial.coverage
  }

  /// Tries the same entries in the same world again; answers the first disagreement.
  public static func repeated(_ entries: [Entry], in world: World, steps: Int) -> Disagreement? {
    var trial = Trial(world, steps: steps)
    do throws(Disagreement) {
      try trial.run(entries)
      return nil
    } catch {
      return error
    }
  }

  /// The entries a world's stream made up to a disagreement, as few of them as still show one.
  public static func shrunk(_ disagreement: Disagreement) -> [Entry] {
    let world = World(seed: disagreement.seed)
    var entries = Trial.recorded(world, steps: disagreement.steps, until: disagreement.sequence)
    // An entry left out becomes one that nobody asked for, so that order numbers, which are sequences, stay.
    let nobody = Command.cancelOrders(CancelOrders(account: AccountID(0)))
    var width = entries.count / 2
    while width > 0 {
      for start in stride(from: 0, to: entries.count, by: width) {
        var fewer = entries
        for index in start..<min(start + width, entries.count) {
          fewer[index] = Entry(entries[index].sequence, at: entries[index].time, nobody)
        }
        if fewer != entries, repeated(fewer, in: world, steps: disagreement.steps) != nil { entries = fewer }
      }
      width /= 2
    }
    return entries.filter { $0.command != nobody }
  }
}
