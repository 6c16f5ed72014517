import ApusModel

extension Engine {
  /// Sets role and plan of an account.
  mutating func setStanding(_ command: SetStanding, into events: inout EventBuffer) {
    reject(AccountID(rawValue: 0), .notOffered, into: &events)
  }
}
