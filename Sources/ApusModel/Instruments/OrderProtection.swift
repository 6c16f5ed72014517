/// Bounds on prices and counts of orders, as of a time; all zero where the dated rules have none (dossier section 8.5).
public struct OrderProtection: Hashable, Sendable, BitwiseCopyable {
  /// How far through the better of touch and mark an order may be priced: 5 % since 2021-02-16.
  public var fatFinger: Rate = .zero
  /// How far from the mark a limit price may be: 10 % under the last rules.
  public var band: Rate = .zero
  /// The most open orders of an account in the market, stops apart: 200.
  public var openOrders: UInt16 = 0
  /// The most waiting stops of an account in the market: 10.
  public var stops: UInt16 = 0
  /// Whether linked orders (one cancels, one triggers the other) are taken.
  public var takesLinkedOrders = false

  /// No bounds.
  public init() {}
}
