import ApusModel

/// Reads the recorded format line by line: `#` facts, `P` snapshot, `E` event, `b` and `a` levels, `T` trade, `Q` quote.
struct TapeReader {
  private var line: TapeLine
  private var tape = Tape()
  private var facts = TapeFacts()
  /// Where the open book event's record is, and where its changes begin.
  private var event: (record: Int, from: Int)?
  private var bookEvents = 0

  init(_ bytes: [UInt8]) { line = TapeLine(bytes) }

  mutating func read() throws(TapeError) -> Tape {
    while line.advance() { try readLine() }
    closeEvent()
    try facts.check(tape, bookEvents: bookEvents)
    return tape
  }

  private mutating func readLine() throws(TapeError) {
    let letter = line.letter
    if letter != UInt8(ascii: "#") && tape.start == .zero {
      tape.start = Timestamp(rawValue: Int64(try facts.need("start_ms")))
      tape.tickSize = try facts.tickSize()
    }
    switch letter {
    case UInt8(ascii: "#"): facts.note(line.text)
    case UInt8(ascii: "P"): try readSnapshot()
    case UInt8(ascii: "E"): try readEvent()
    case UInt8(ascii: "b"): try readLevel(.buy)
    case UInt8(ascii: "a"): try readLevel(.sell)
    case UInt8(ascii: "T"): try readTrade()
    case UInt8(ascii: "Q"): try readQuote()
    default: throw line.fault(.unknownRecord(letter))
    }
  }

  private mutating func readSnapshot() throws(TapeError) {
    guard tape.records.isEmpty else { throw line.fault(.misplacedSnapshot) }
    let offset = try line.number(below: 1 << 40)
    _ = try line.number(below: 1 << 53)
    try line.end()
    open(at: offset)
  }

  private mutating func readEvent() throws(TapeError) {
    guard !tape.records.isEmpty else { throw line.fault(.misplacedSnapshot) }
    let offset = try line.number(below: 1 << 40)
    _ = try line.number(below: 1 << 53)
    try line.end()
    closeEvent()
    bookEvents += 1
    open(at: offset)
  }

  private mutating func readLevel(_ side: Side) throws(TapeError) {
    guard event != nil else { throw line.fault(.outsideEvent) }
    let tick = try line.number(below: 1 << 26)
    let size = try line.number(below: 1 << 31)
    try line.end()
    guard tick > 0 else { throw line.fault(.badField(2)) }
    tape.changes.append(Tape.Change(tick: Tick(tick), size: UInt32(size), side: side))
  }

  private mutating func readTrade() throws(TapeError) {
    guard !tape.records.isEmpty else { throw line.fault(.misplacedSnapshot) }
    let offset = try line.number(below: 1 << 40)
    let side: Side
    switch try line.field() {
    case [UInt8(ascii: "B")]: side = .buy
    case [UInt8(ascii: "S")]: side = .sell
    default: throw line.fault(.unknownAggressor)
    }
    let tick = try line.number(below: 1 << 26)
    let size = try line.number(below: 1 << 31)
    guard tick > 0 else { throw line.fault(.badField(4)) }
    guard size > 0 else { throw line.fault(.badField(5)) }
    _ = try line.number(below: 1 << 53)
    try line.end()
    closeEvent()
    tape.trades += 1
    let trade = Tape.Trade(side: side, tick: Tick(tick), size: UInt32(size))
    tape.records.append(Tape.Record(offset: Int64(offset), content: .trade(trade)))
  }

  private mutating func readQuote() throws(TapeError) {
    guard let event else { throw line.fault(.outsideEvent) }
    let bid = try line.number(below: 1 << 26)
    let bidSize = try line.number(below: 1 << 31)
    let ask = try line.number(below: 1 << 26)
    let askSize = try line.number(below: 1 << 31)
    try line.end()
    let quote = Tape.Quote(bid: Tick(bid), bidSize: UInt32(bidSize), ask: Tick(ask), askSize: UInt32(askSize))
    tape.quotes += 1
    tape.records[event.record].content = .book(from: event.from, to: tape.changes.count, quote: quote)
    self.event = nil
  }

  private mutating func open(at offset: Int) {
    event = (tape.records.count, tape.changes.count)
    let from = tape.changes.count
    tape.records.append(Tape.Record(offset: Int64(offset), content: .book(from: from, to: from, quote: nil)))
  }

  private mutating func closeEvent() {
    guard let event else { return }
    tape.records[event.record].content = .book(from: event.from, to: tape.changes.count, quote: nil)
    self.event = nil
  }
}
