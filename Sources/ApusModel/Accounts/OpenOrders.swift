/// The sum of an account's resting orders on one side of one market.
@frozen public struct OpenOrders: Hashable, Sendable, BitwiseCopyable {
  /// Contracts still to do, positive.
  public var quantity: Contracts
  /// Their value at their own prices, positive, in the settlement unit.
  public var value: Amount

  /// No orders.
  @inlinable public init() {
    quantity = .zero
    value = .zero
  }

  /// Sums given.
  @inlinable public init(quantity: Contracts, value: Amount) {
    self.quantity = quantity
    self.value = value
  }

  /// Counts an order in.
  @inlinable @inline(__always) public mutating func add(_ contracts: Contracts, worth amount: Amount) {
    quantity += contracts
    value += amount
  }

  /// Counts an order, or the part of it that is done, out.
  @inlinable @inline(__always) public mutating func remove(_ contracts: Contracts, worth amount: Amount) {
    quantity -= contracts
    value -= amount
  }
}
