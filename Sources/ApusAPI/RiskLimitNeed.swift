/// The risk limit an order asks for: enough for a client to raise the limit and send the order again.
public struct RiskLimitNeed: Hashable, Sendable {
  /// The position's limit, in the smallest unit of the settlement currency.
  public var current: Int64
  /// The limit that would take the order; 0 when none would.
  public var required: Int64
  /// By how many steps that is above the contract's base.
  public var steps: Int64
  /// Margin to open at that limit, as a fraction of the value.
  public var initMargin: Decimal
  /// Margin to keep at that limit, as a fraction of the value.
  public var maintMargin: Decimal

  /// What an order asks for.
  public init(current: Int64, required: Int64, steps: Int64, initMargin: Decimal, maintMargin: Decimal) {
    self.current = current
    self.required = required
    self.steps = steps
    self.initMargin = initMargin
    self.maintMargin = maintMargin
  }
}

extension JSONWriter {
  mutating func append(_ need: RiskLimitNeed) {
    name("riskLimit")
    beginObject()
    member("current", need.current)
    member("required", need.required)
    member("steps", need.steps)
    name("initMargin")
    append(need.initMargin)
    name("maintMargin")
    append(need.maintMargin)
    endObject()
  }
}
