/// The events of a batch of entries, in order; reused from batch to batch.
///
/// An event is written where it stays, two cache lines and nothing else: an array would ask at each one whether it is
/// alone, which is asked here once an entry.
@safe
public struct EventBuffer {
  @usableFromInline var room: EventRoom
  // The same as the room's, one step nearer.
  @usableFromInline var start: UnsafeMutablePointer<Happening>
  @usableFromInline var capacity: Int
  @usableFromInline var count = 0
  /// The terms of all instruments listed so far, by number.
  public private(set) var listings: [Instrument] = []
  /// The terms of all indices listed so far, by number.
  public private(set) var indices: [IndexTerms] = []
  /// The entry being applied.
  @usableFromInline var sequence: UInt64 = 0
  @usableFromInline var time: Timestamp = .zero

  /// An empty buffer with room for `capacity` events before it grows.
  public init(capacity: Int = 4096) {
    room = EventRoom(capacity: capacity)
    unsafe start = room.start
    self.capacity = capacity
  }

  /// What happened, in order; it stays as it is whatever becomes of the buffer.
  public var happenings: Happenings { Happenings(room, count: count) }

  /// Says which entry causes the events that follow.
  @inlinable @inline(__always) public mutating func begin(_ sequence: UInt64, at time: Timestamp) {
    // Only an empty buffer begins to write over what it held, which somebody may still be reading.
    if count == 0 && !isKnownUniquelyReferenced(&room) { move(to: capacity) }
    self.sequence = sequence
    self.time = time
  }

  /// Adds an event of the entry that began last.
  @inlinable @inline(__always) public mutating func append(_ event: Event) {
    if count == capacity { move(to: 2 * capacity) }
    unsafe (start + count).initialize(to: Happening(sequence: sequence, time: time, event: event))
    count &+= 1
  }

  /// Adds a listing with its terms.
  public mutating func append(listing terms: Instrument, as instrument: InstrumentID) {
    keep(terms, of: instrument)
    append(.instrumentListed(instrument))
  }

  /// Adds new terms of a listed instrument.
  public mutating func append(update terms: Instrument, of instrument: InstrumentID) {
    keep(terms, of: instrument)
    append(.instrumentUpdated(instrument))
  }

  /// A buffer that begins with a restored engine knows nothing of the contracts before this one.
  private mutating func keep(_ terms: Instrument, of instrument: InstrumentID) {
    let index = Int(instrument.rawValue)
    while listings.count <= index { listings.append(terms) }
    listings[index] = terms
  }

  /// Adds a listing of an index with its terms.
  public mutating func append(index terms: IndexTerms, as number: IndexID) {
    let index = Int(number.rawValue)
    if index < indices.count { indices[index] = terms } else { indices.append(terms) }
    append(.indexListed(number))
  }

  /// Forgets the events and keeps the room and the listings.
  public mutating func removeAll() { count = 0 }

  /// Goes on in a room of its own, because the old one is too small or somebody still reads in it.
  @inline(never) @usableFromInline mutating func move(to capacity: Int) {
    let next = EventRoom(capacity: capacity)
    unsafe next.start.initialize(from: start, count: count)
    room = next
    unsafe start = next.start
    self.capacity = capacity
  }
}

// What the pointer leads to belongs to the room, and nobody writes in a room that is shared.
extension EventBuffer: @unchecked Sendable {}
