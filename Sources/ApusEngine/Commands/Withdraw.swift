import ApusModel

extension Engine {
  /// Debits a wallet for money that leaves the venue.
  mutating func withdraw(_ command: Withdraw, into events: inout EventBuffer) {
    reject(command.account, .notOffered, into: &events)
  }
}
