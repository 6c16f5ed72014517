/// Margin steps by position value, in the settlement unit; both zero where the contract has none.
@frozen public struct RiskLimit: Hashable, Sendable, BitwiseCopyable {
  /// The value up to which the base margins hold.
  public var base: Amount
  /// The value of one further step.
  public var step: Amount

  /// Steps from `base` upward in units of `step`.
  public init(base: Amount, step: Amount) {
    self.base = base
    self.step = step
  }
}
