import ApusModel

extension Engine {
  /// Adds margin to an isolated position or takes it away.
  mutating func transferMargin(_ command: TransferMargin, into events: inout EventBuffer) {
    reject(command.account, .notOffered, into: &events)
  }
}
