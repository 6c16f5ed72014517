import ApusModel

extension Engine {
  /// Lists an index.
  mutating func listIndex(_ terms: IndexTerms, into events: inout EventBuffer) {
    reject(AccountID(rawValue: 0), .notOffered, into: &events)
  }
}
