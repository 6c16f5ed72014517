import ApusModel

extension Engine {
  /// Sets the market's step of leverage interest.
  mutating func setInterestStep(_ command: SetInterestStep, into events: inout EventBuffer) {
    reject(AccountID(rawValue: 0), .notOffered, into: &events)
  }
}
