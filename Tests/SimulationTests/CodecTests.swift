import ApusEngine
import ApusModel
import ApusTestSupport
import Testing

/// What the log may be asked to read back, and what an engine may be asked to apply.
@Suite struct CodecTests {
  private func bytes(_ entry: Entry) -> [UInt8] {
    var writer = ByteWriter(capacity: 256)
    EntryCodec.encode(entry, into: &writer)
    return writer.bytes
  }

  /// Bytes with one to four of them changed, removed, repeated or cut off.
  private func damaged(_ bytes: [UInt8], _ dice: inout Dice) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<dice.roll(1...4) where !bytes.isEmpty {
      let index = dice.roll(bytes.count)
      switch dice.roll(6) {
      case 0: bytes[index] ^= 1 << UInt8(dice.roll(8))
      case 1: bytes[index] = dice.pick([0, 1, 0x7F, 0x80, 0xFF])
      case 2: bytes.remove(at: index)
      case 3: bytes.insert(UInt8(truncatingIfNeeded: dice.next()), at: index)
      case 4: bytes.removeLast(bytes.count - index)
      default: for place in index..<min(index + 8, bytes.count) { bytes[place] = 0xFF }
      }
    }
    return bytes
  }

  private func read(_ bytes: [UInt8], as sequence: UInt64) -> Entry? {
    do throws(CodecError) { return try EntryCodec.decode(bytes[...], sequence: sequence) } catch { return nil }
  }

  @Test(arguments: 1...20)
  func `damaged bytes are refused or are an entry, and whatever is an entry can be applied`(_ seed: UInt64) {
    let world = World(seed: seed)
    var stream = CommandStream(world)
    var dice = Dice(seed: seed)
    var engine = Engine(limits: world.limits)
    var events = EventBuffer(capacity: 256)
    var readable = 0
    for _ in 0..<300 {
      let entry = stream.next(engine.sequence + 1)
      let damaged = damaged(bytes(entry), &dice)
      if let read = read(damaged, as: engine.sequence + 1) {
        readable += 1
        #expect(self.read(bytes(read), as: read.sequence) == read)
        // Time is the log's own business: an entry keeps the time it was stamped with.
        events.removeAll()
        engine.apply(Entry(read.sequence, at: max(entry.time, engine.time), read.command), into: &events)
      }
      events.removeAll()
      engine.apply(Entry(engine.sequence + 1, at: max(entry.time, engine.time), entry.command), into: &events)
      stream.note(events.happenings)
    }
    #expect(engine.audit().isEmpty)
    #expect(readable > 0)
  }

  @Test func `bytes of no meaning are never an accident`() {
    var dice = Dice(seed: 7)
    for _ in 0..<20_000 {
      let bytes = (0..<dice.roll(80)).map { _ in UInt8(truncatingIfNeeded: dice.next()) }
      if let entry = read(bytes, as: 1) { #expect(read(self.bytes(entry), as: 1) == entry) }
    }
  }

  @Test func `an entry cut at any byte is refused`() {
    var stream = CommandStream(World(seed: 3))
    for sequence in 1...200 {
      let whole = bytes(stream.next(UInt64(sequence)))
      for length in 0..<whole.count { #expect(read(Array(whole.prefix(length)), as: 1) == nil) }
      #expect(read(whole + [0], as: 1) == nil)
    }
  }
}
