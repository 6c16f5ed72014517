import ApusEngine
import ApusModel

/// One world on trial: the engine, its twin, and what both were told.
struct Trial: ~Copyable {
  private let world: World
  private let steps: Int
  private let auditing: UInt64
  private var engine: Engine
  private let twin: NaiveEngine
  private var events = EventBuffer(capacity: 256)
  private var entries: [Entry] = []
  private var told: [Happening] = []
  private(set) var coverage = Coverage()

  init(_ world: World, steps: Int, auditing: Int = 1) {
    self.world = world
    self.steps = steps
    self.auditing = UInt64(auditing)
    engine = Engine(limits: world.limits)
    twin = NaiveEngine(limits: world.limits)
  }

  /// The entries a world's stream makes, up to one of them.
  static func recorded(_ world: World, steps: Int, until sequence: UInt64) -> [Entry] {
    var trial = Trial(world, steps: steps)
    do throws(Disagreement) { try trial.run() } catch { precondition(error.sequence <= sequence) }
    return Array(trial.entries.prefix(Int(sequence)))
  }

  mutating func run() throws(Disagreement) {
    var stream = CommandStream(world)
    for step in 1...steps {
      let happenings = try apply(stream.next(UInt64(step)))
      stream.note(happenings)
    }
    try finish()
  }

  mutating func run(_ entries: [Entry]) throws(Disagreement) {
    for entry in entries { _ = try apply(entry) }
    try finish()
  }

  private mutating func apply(_ entry: Entry) throws(Disagreement) -> [Happening] {
    entries.append(entry)
    let read = try readBack(entry)
    let opening = twin.opening(entry.command)
    events.removeAll()
    engine.apply(read, into: &events)
    let expected = twin.apply(entry)
    let happened = Array(events.happenings)
    if happened != expected { throw disagreement("events", happened, expected) }
    told += expected
    if entry.sequence % auditing == 0 { try audit() }
    if let opening, let shortage = twin.shortage(after: opening) {
      throw disagreement("R1: an order was taken that leaves the account \(shortage) short")
    }
    if entry.sequence % 16 == 0 { try compareImages() }
    // Which entries are followed by a restart depends on nothing but their number and the seed.
    if (entry.sequence &* 0x9E37_79B9 ^ world.seed) % 61 == 0 { try restart() }
    coverage.count(expected)
    return expected
  }

  /// The entry as the log gives it back.
  private func readBack(_ entry: Entry) throws(Disagreement) -> Entry {
    var writer = ByteWriter(capacity: 256)
    EntryCodec.encode(entry, into: &writer)
    let read: Entry
    do throws(CodecError) {
      read = try EntryCodec.decode(writer.bytes[...], sequence: entry.sequence)
    } catch {
      throw disagreement("the log refuses its own entry: \(error)")
    }
    if read != entry { throw disagreement("the log reads back \(read.command), not \(entry.command)") }
    return read
  }

  private func audit() throws(Disagreement) {
    let findings = engine.audit()
    if !findings.isEmpty { throw disagreement(findings.joined(separator: "; ")) }
  }

  private func compareImages() throws(Disagreement) {
    var image = EventBuffer(capacity: 64)
    engine.image(into: &image)
    let expected = twin.image()
    let shown = Array(image.happenings)
    if shown != expected { throw disagreement("images", shown, expected) }
  }

  /// Replaces the engine by one made from its snapshot; everything after must go on as if nothing had happened.
  private mutating func restart() throws(Disagreement) {
    var writer = ByteWriter()
    engine.snapshot(into: &writer)
    let restored: Engine
    do throws(CodecError) {
      restored = try Engine(limits: world.limits, snapshot: writer.bytes)
    } catch {
      throw disagreement("a snapshot is refused: \(error)")
    }
    if restored.fingerprint() != engine.fingerprint() { throw disagreement("a restart changes the fingerprint") }
    let findings = restored.audit()
    if !findings.isEmpty { throw disagreement("after a restart: " + findings.joined(separator: "; ")) }
    engine = restored
    coverage.restores += 1
  }

  /// Replays everything as one batch: same events, same fingerprint.
  private func finish() throws(Disagreement) {
    try audit()
    try compareImages()
    var replayed = Engine(limits: world.limits)
    var events = EventBuffer(capacity: told.count)
    replayed.apply(entries, into: &events)
    let happened = Array(events.happenings)
    if happened != told { throw disagreement("replay", happened, told) }
    if replayed.fingerprint() != engine.fingerprint() { throw disagreement("a replay changes the fingerprint") }
  }

  // MARK: Saying it

  private func disagreement(_ finding: String) -> Disagreement {
    Disagreement(seed: world.seed, steps: steps, sequence: UInt64(entries.count), finding: finding)
  }

  private func disagreement(_ what: String, _ engine: [Happening], _ twin: [Happening]) -> Disagreement {
    var text = "\(what) differ: the engine states \(engine.count), the twin \(twin.count)"
    for index in 0..<max(engine.count, twin.count) {
      let left = index < engine.count ? "\(engine[index].event)" : "nothing"
      let right = index < twin.count ? "\(twin[index].event)" : "nothing"
      if left != right {
        text += "\nat \(index)\n  engine: \(left)\n  twin:   \(right)"
        break
      }
    }
    return disagreement(text)
  }
}
