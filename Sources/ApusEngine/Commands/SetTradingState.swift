import ApusModel

extension Engine {
  /// Opens, limits or halts the venue or a market.
  mutating func setTradingState(_ command: SetTradingState, into events: inout EventBuffer) {
    reject(AccountID(rawValue: 0), .notOffered, into: &events)
  }
}
