/// An event with the entry that caused it.
public struct Happening: Hashable, Sendable, BitwiseCopyable {
  /// The entry's number.
  public var sequence: UInt64
  /// The entry's time.
  public var time: Timestamp
  /// What happened.
  public var event: Event

  /// An event caused by an entry.
  @inlinable public init(sequence: UInt64, time: Timestamp, event: Event) {
    self.sequence = sequence
    self.time = time
    self.event = event
  }
}

/// The events of a batch of entries, in order; reused from batch to batch.
public struct EventBuffer: Sendable {
  /// What happened, in order.
  public var happenings: [Happening] { stored }
  @usableFromInline var stored: [Happening] = []
  /// The terms of all instruments listed so far, by number.
  public private(set) var listings: [Instrument] = []
  /// The terms of all indices listed so far, by number.
  public private(set) var indices: [IndexTerms] = []
  /// The entry being applied.
  @usableFromInline var sequence: UInt64 = 0
  @usableFromInline var time: Timestamp = .zero

  /// An empty buffer with room for `capacity` events before it grows.
  public init(capacity: Int = 4096) { stored.reserveCapacity(capacity) }

  /// Says which entry causes the events that follow.
  @inlinable public mutating func begin(_ sequence: UInt64, at time: Timestamp) {
    self.sequence = sequence
    self.time = time
  }

  /// Adds an event.
  @inlinable @inline(__always) public mutating func append(_ event: Event) {
    stored.append(Happening(sequence: sequence, time: time, event: event))
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
  public mutating func removeAll() { stored.removeAll(keepingCapacity: true) }
}
