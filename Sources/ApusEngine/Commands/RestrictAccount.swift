import ApusModel

extension Engine {
  /// Restricts or releases an account.
  mutating func restrictAccount(_ command: RestrictAccount, into events: inout EventBuffer) {
    reject(AccountID(rawValue: 0), .notOffered, into: &events)
  }
}
