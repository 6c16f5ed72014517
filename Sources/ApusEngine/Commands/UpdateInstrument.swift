import ApusModel

extension Engine {
  /// Changes the terms of a listed instrument.
  mutating func updateInstrument(_ command: UpdateInstrument, into events: inout EventBuffer) {
    reject(AccountID(rawValue: 0), .notOffered, into: &events)
  }
}
