import ApusModel

extension Engine {
  /// Moves money between two wallets.
  mutating func transferWallet(_ command: TransferWallet, into events: inout EventBuffer) {
    reject(command.from, .notOffered, into: &events)
  }
}
