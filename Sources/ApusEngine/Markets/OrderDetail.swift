import ApusModel

/// What the engine keeps about a resting order besides what matching reads: the same slot in a slab of its own.
struct OrderDetail: BitwiseCopyable {
  /// The value of one lot at the order's price, so that a fill needs no division.
  var lotValue: Amount
  /// What a lot of it would lose at once against the mark it was placed at.
  var premium: Amount
  /// Value of what is done.
  var filledValue: Amount = .zero
  var placed: Timestamp
  /// Contracts asked for, in lots.
  var lots: UInt32
  /// The client's name for it, or `noSlot`.
  var name: Slot
  /// The owner's next older and next newer order in this market.
  var older: Slot = noSlot
  var newer: Slot = noSlot
  var type: OrderType
  var timeInForce: TimeInForce
  var instructions: Instructions
  /// Fills the record to one cache line, so that no order's is spread over two.
  private let unused: UInt64 = 0
}
