import ApusModel

extension Engine {
  /// Raises or lowers the risk limit of a position.
  mutating func setRiskLimit(_ command: SetRiskLimit, into events: inout EventBuffer) {
    reject(command.account, .notOffered, into: &events)
  }
}
