import ApusModel

extension Engine {
  /// A source of an index moved.
  mutating func sourcePrice(_ command: SourcePrice, into events: inout EventBuffer) {
    reject(AccountID(rawValue: 0), .notOffered, into: &events)
  }
}
