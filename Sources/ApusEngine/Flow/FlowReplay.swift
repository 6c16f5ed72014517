/// Replays a recorded flow of commands through the bare order book, to prove the book right and to time it.
///
/// The engine has no clock, so the caller reads one around `replayTimed` or around each `step`:
///
///     var replay = try FlowReplay(bytes)
///     replay.prepare()
///     replay.replayWarm()
///     let start = now()
///     replay.replayTimed()
public struct FlowReplay: ~Copyable {
  private let header: FlowHeader
  // Zero records stand past the end, so that looking ahead needs no test.
  private let records: Slab<FlowRecord>
  private var book: OrderBook
  private var tape: FlowTape
  private var position: UInt32 = 0

  private static var batch: UInt32 { 256 }
  private static var farthest: UInt32 { 24 }

  /// Reads a whole flow file.
  public init(_ bytes: [UInt8]) throws(FlowFault) {
    let header = try FlowHeader(bytes)
    records = try header.records(in: bytes, padding: FlowReplay.farthest)
    self.header = header
    book = OrderBook(capacity: 1, ticks: 1)
    tape = FlowTape(digesting: false)
  }

  /// What the file says a correct book produces.
  public var expected: FlowOutcome { header.expected }
  /// How many commands follow.
  public var timedCount: Int { header.count - header.warm }
  /// How many orders rest now.
  public var live: Int { Int(book.count) }

  /// Starts again with an empty book whose memory is resident.
  ///
  /// - Parameter digesting: whether fills are folded into the digest, which costs time.
  public mutating func prepare(digesting: Bool = false) {
    position = 0
    tape = FlowTape(digesting: digesting)
    book = OrderBook(capacity: header.maximumLive + 16, ticks: header.highestTick + 1, touched: true)
  }

  /// Applies the commands that build the starting book.
  public mutating func replayWarm() { replay(upTo: UInt32(header.warm)) }

  /// Applies all commands that are left.
  public mutating func replayTimed() { replay(upTo: UInt32(header.count)) }

  /// Applies one command; answers its operation code, or nothing at the end.
  public mutating func step() -> UInt8? {
    guard position < header.count else { return nil }
    let record = records[position]
    apply(record)
    position &+= 1
    return record.operation.rawValue
  }

  /// Replays everything from the start and tells what came out.
  public mutating func verify() -> FlowOutcome {
    prepare(digesting: true)
    replayTimed()
    return FlowOutcome(
      trades: tape.trades, volume: tape.volume, digest: tape.digest, live: UInt64(book.count), bookDigest: bookDigest())
  }

  private func bookDigest() -> UInt64 {
    var digest: UInt64 = 0
    for side in [BookSide.buy, .sell] {
      var slot = book.head(side)
      while slot != noSlot {
        digest &+= FlowTape.item(of: book[slot])
        slot = book.next(after: slot)
      }
    }
    return digest
  }

  private mutating func replay(upTo end: UInt32) {
    while position < end {
      let stop = min(end, position &+ FlowReplay.batch)
      if book.wantsLookAhead { replayLookingAhead(upTo: stop) } else { replayPlainly(upTo: stop) }
    }
  }

  private mutating func replayPlainly(upTo end: UInt32) {
    while position < end {
      apply(records[position])
      position &+= 1
    }
  }

  private mutating func replayLookingAhead(upTo end: UInt32) {
    while position < end {
      fetch(ahead: position)
      apply(records[position])
      position &+= 1
    }
  }

  @inline(__always) private func fetch(ahead position: UInt32) {
    let far = records[position &+ FlowReplay.farthest]
    book.fetchIndex(of: far.id, BookSide(index: far.side), tick: far.price)
    book.fetchOrder(records[position &+ 12].id)
    book.fetchNeighbours(records[position &+ 6].id)
  }

  @inline(__always) private mutating func apply(_ record: FlowRecord) {
    switch record.operation {
    case .new: place(record)
    case .cancel: cancel(record)
    case .reduce: reduce(record)
    case .replace: replace(record)
    case .immediateOrCancel: _ = match(record, BookSide(index: record.side))
    }
    tape.acknowledge(record.id, record.operation)
  }

  @inline(__always) private mutating func place(_ record: FlowRecord) {
    let side = BookSide(index: record.side)
    let leaves = match(record, side)
    guard leaves > 0 else { return }
    let slot = book.rest(record.id, side, tick: record.price, leaves: leaves, account: record.account)
    precondition(slot != noSlot, "more orders rest than the header of the flow promises")
  }

  @inline(__always) private mutating func cancel(_ record: FlowRecord) {
    let slot = book.find(record.id)
    if slot != noSlot { book.remove(slot) }
  }

  @inline(__always) private mutating func reduce(_ record: FlowRecord) {
    let slot = book.find(record.id)
    if slot != noSlot { book.reduce(slot, to: record.quantity) }
  }

  @inline(__always) private mutating func replace(_ record: FlowRecord) {
    let slot = book.find(record.id)
    guard slot != noSlot else { return }
    book.lift(slot)
    let leaves = match(record, book[slot].side)
    if leaves > 0 { book.settle(slot, tick: record.price, leaves: leaves) } else { book.discard(slot) }
  }

  /// Fills what the book offers within the record's limit; answers what is left.
  @inline(__always) private mutating func match(_ record: FlowRecord, _ side: BookSide) -> UInt32 {
    var leaves = record.quantity
    while leaves > 0 {
      let slot = book.head(side.opposite, within: record.price)
      if slot == noSlot { break }
      book.fetchFollowers(of: slot)
      let maker = book[slot]
      let quantity = min(maker.leaves, leaves)
      leaves &-= quantity
      if quantity == maker.leaves { book.remove(slot) } else { book.reduce(slot, to: maker.leaves &- quantity) }
      tape.trade(maker: maker.id, taker: record.id, price: maker.tick, quantity: quantity)
    }
    return leaves
  }
}
