/// Places an order with conditions: one that waits for a trigger, is pegged, not all shown, or linked to others.
///
/// A command of its own, so that plain orders stay short. For an order with a trigger the plain part says what comes to
/// the book then; its price is the limit, ignored for a market order.
public struct PlaceConditional: Hashable, Sendable, BitwiseCopyable {
  /// What it is once it comes to the book.
  public var order: PlaceOrder
  /// When and how it comes there.
  public var conditions: Conditions

  /// An order with conditions.
  @inlinable public init(order: PlaceOrder, conditions: Conditions) {
    self.order = order
    self.conditions = conditions
  }
}
