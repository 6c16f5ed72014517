import ApusModel

extension Engine {
  /// Passes on what a client says about its next command.
  mutating func remark(_ command: Remark, into events: inout EventBuffer) {
    guard accounts.contains(command.account) else { return reject(command.account, .unknownAccount, into: &events) }
    events.append(.remarked(command))
  }
}
