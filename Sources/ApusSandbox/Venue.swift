public import ApusEngine
public import ApusModel

/// An exchange in process, for running the sandbox as fast as it goes: no log, no network, nothing but the engine.
public struct Venue: ~Copyable {
  /// The exchange.
  public private(set) var engine: Engine
  private var events = EventBuffer()

  /// A fresh exchange that lists one instrument, number zero.
  public init(listing terms: Instrument, at time: Timestamp, limits: EngineLimits = .venue) {
    engine = Engine(limits: limits)
    _ = submit([.listInstrument(terms)], at: time)
  }

  /// Applies a group of commands at a time and returns what happened.
  public mutating func submit(_ commands: [Command], at time: Timestamp) -> [Happening] {
    events.removeAll()
    for command in commands { engine.apply(Entry(engine.sequence + 1, at: time, command), into: &events) }
    return Array(events.happenings)
  }
}
