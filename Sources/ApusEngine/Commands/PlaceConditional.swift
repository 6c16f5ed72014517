import ApusModel

extension Engine {
  /// Takes an order with conditions.
  mutating func placeConditional(_ command: PlaceConditional, into events: inout EventBuffer) {
    reject(command.order.account, .notOffered, into: &events)
  }
}
